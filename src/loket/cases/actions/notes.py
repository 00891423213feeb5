"""Internal notes: between handlers, never for anybody else."""

from django.db import transaction

from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.models import Case
from loket.cases.models.note import Note
from loket.cases.problems import sent_before
from loket.contacts.actions.drafts import drop_sent_draft
from loket.contacts.actions.messages import checked_body
from loket.core.acting import Acting


def keep_note(case: Case, text: str, *, by: Acting) -> int:
    """Keep what goes with something that only staff see; give its number."""
    return Note.objects.create(
        case=case, author_id=by.person_id, body=checked_body(text), at=by.at
    ).pk


def forget_note(pk: int) -> None:
    """Forget a note that went with something that was done before; other words than then are refused."""
    note = Note.objects.get(pk=pk)
    before_it = Note.objects.filter(case=note.case_id, author=note.author_id, body=note.body)
    if not before_it.exclude(pk=pk).exists():
        raise sent_before()
    note.delete()


def words_of_note(pk: int) -> str:
    """What a note says; "" without one."""
    return Note.objects.filter(pk=pk).values_list("body", flat=True).first() or ""


@transaction.atomic
def add_note(case: Case, *, by: Acting, given: Given) -> Note | None:
    """Write an internal note; the same key twice is one note."""
    note = Note.objects.create(
        case=case, author_id=by.person_id, body=checked_body(given.text), at=by.at
    )
    done = carry_out(case.pk, "note", by=by, given=given, note=note.pk)
    if done.repeated:
        forget_note(note.pk)
        return None
    drop_sent_draft(case, "note", given.text, by=by, known=given.kept)
    return note
