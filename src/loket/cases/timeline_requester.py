"""The timeline as the people of a case see it: nothing internal is even fetched."""

from loket.cases.links import Around
from loket.cases.timeline import (
    PAGE,
    Timeline,
    entry_of,
    gather,
    happening_of,
    page_of,
    sentence_of,
)
from loket.catalogue.rules.spec import FormSpec
from loket.core.models import Event


def for_requester(
    near: Around, spec: FormSpec, language: str, before: int | None = None
) -> Timeline:
    """The newest public entries of a case and of those that went up in it, or those before one."""
    case = near.case
    events = page_of(case, (Event.Visibility.PUBLIC,), before, near.merged)
    gathered = gather(case, spec, events[:PAGE], near, language)
    entries = []
    for event in events[:PAGE]:
        happening = happening_of(event)
        if happening and happening.public:
            sentence = sentence_of(happening.public, event, gathered)
            entries.append(entry_of(event, sentence, happening.icon, gathered))
    older = events[PAGE - 1].pk if len(events) > PAGE else None
    return Timeline(tuple(entries), older)
