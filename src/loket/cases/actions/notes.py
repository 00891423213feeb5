"""Internal notes: between handlers, never for anybody else."""

from django.db import transaction

from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.models import Case
from loket.cases.models.note import Note
from loket.contacts.actions.drafts import drop_message_draft
from loket.contacts.actions.messages import checked_body
from loket.core.acting import Acting


@transaction.atomic
def add_note(case: Case, *, by: Acting, given: Given) -> Note | None:
    """Write an internal note; the same key twice is one note."""
    note = Note.objects.create(
        case=case, author_id=by.person_id, body=checked_body(given.text), at=by.at
    )
    done = carry_out(case.pk, "note", by=by, given=given, note=note.pk)
    if done.repeated:
        note.delete()
        return None
    drop_message_draft(case, "note", by=by)
    return note
