"""The timeline as handlers see it: internal notes and audit lines included."""

from dataclasses import replace

from django.db.models import QuerySet

from loket.cases.links import Around
from loket.cases.models.note import Note
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
from loket.core.prepared import padded, prepared


def for_staff(
    near: Around,
    spec: FormSpec,
    language: str,
    *,
    cleared: bool,
    before: int | None = None,
) -> Timeline:
    """The newest entries of a case, and of those that went up in it, with the internal notes.

    `cleared` sees every file of the case; those of the others are opened on their own pages.
    """
    case, seen = near.case, (Event.Visibility.PUBLIC, Event.Visibility.INTERNAL)
    events = page_of(case, seen, before, near.merged)
    others = [one.pk for one in near.merged]
    hidden_from = others if cleared else [case.pk, *others]
    gathered = gather(case, spec, events[:PAGE], near, language, hidden_from=hidden_from)
    numbers = [event.data["note"] for event in events[:PAGE] if "note" in event.data]
    notes = dict(words_of_notes(*padded(numbers))) if numbers else {}
    entries = []
    for event in events[:PAGE]:
        happening = happening_of(event)
        if happening is None:
            continue
        entry = entry_of(
            event, sentence_of(happening.staff, event, gathered), happening.icon, gathered
        )
        note = notes.get(event.data.get("note", 0))
        entries.append(replace(entry, note=note) if note else entry)
    older = events[PAGE - 1].pk if len(events) > PAGE else None
    return Timeline(tuple(entries), older)


@prepared
def words_of_notes(*note_ids: int) -> QuerySet[Note, tuple[int, str]]:
    """What these internal notes say."""
    return Note.objects.filter(pk__in=note_ids).values_list("pk", "body")
