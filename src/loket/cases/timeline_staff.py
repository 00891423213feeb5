"""The timeline as handlers see it: internal notes and audit lines included."""

from dataclasses import replace

from django.db.models import QuerySet

from loket.cases.links import at_desk
from loket.cases.models import Case
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
from loket.people.models import Person


def for_staff(
    case: Case,
    spec: FormSpec,
    viewer: Person,
    language: str,
    *,
    cleared: bool,
    before: int | None = None,
) -> Timeline:
    """The newest entries of a case with the internal notes; `cleared` sees every file."""
    seen = (Event.Visibility.PUBLIC, Event.Visibility.INTERNAL)
    events = page_of(case, seen, before)
    gathered = gather(case, spec, events[:PAGE], at_desk(viewer), language, cleared=cleared)
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
