"""Files of a draft: added, moved to another slot, removed. They are there from the first byte."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from loket.catalogue.actions.drafts import lock_draft, touch_draft
from loket.catalogue.actions.sendings import file_of, is_known, note_sending
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.rules.spec import FormSpec, Slot
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import links_of
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.errors import RuleError
from loket.documents.actions import delete_file, store_upload
from loket.documents.models import StoredFile
from loket.documents.problems import UploadRefusedError
from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.limits import MEGABYTE, Room, limit_problem
from loket.documents.rules.types import DEFAULT_CODES, type_of_name
from loket.documents.upload import Upload


@transaction.atomic
def add_draft_file(
    draft: Draft, place: str, upload: Upload, *, sending: str = "", by: Acting
) -> DraftFile:
    """Keep a file in a slot of a draft; `place` is `slot` or `slot.item`.

    `sending` is the key that the page gave this one choice of a file: sent again by a browser or a
    person who saw no answer, it is kept once. Raises UploadRefusedError with the sentence that
    names the file.
    """
    draft = lock_draft(draft, by=by)
    slot, item = slot_at(spec_of(draft.version), place)
    links = links_of(draft)
    if is_known(draft, sending):
        return _arrived(draft, sending, links, upload)
    refuse_too_large(slot, upload)
    file = store_upload(
        upload, room=room_for(slot, item, links), accepted=slot.accept or DEFAULT_CODES, by=by
    )
    crash_point("upload.before_link")
    link = DraftFile.objects.create(
        draft=draft, file=file, slot=slot.id, item=item, position=_next_position(links)
    )
    note_sending(draft, sending, file.key)
    touch_draft(draft, "uploads", by=by)
    return link


@transaction.atomic
def stop_sending(draft: Draft, sending: str, *, by: Acting) -> Draft:
    """Let go of the file of a sending that its person stopped, or of its bytes once they come."""
    draft = lock_draft(draft, by=by)
    key = file_of(draft, sending)
    link = next((one for one in links_of(draft) if key and one.file.key == key), None)
    note_sending(draft, sending)
    if link is None:
        draft.save(update_fields=["uploads"])
        return draft
    _let_go(link)
    touch_draft(draft, "uploads", by=by)
    return draft


@transaction.atomic
def settle_sending(draft: Draft, sending: str, *, by: Acting) -> bool:
    """Say whether the file of a sending lies in its slot; one that does not is awaited no longer.

    So whoever heard that it did not arrive can choose it again, and never has it twice.
    """
    draft = lock_draft(draft, by=by)
    if not is_known(draft, sending):
        note_sending(draft, sending)
        draft.save(update_fields=["uploads"])
    key = file_of(draft, sending)
    return any(key and one.file.key == key for one in links_of(draft))


@transaction.atomic
def reuse_file(
    draft: Draft, place: str, file: StoredFile, given_at: datetime, *, by: Acting
) -> DraftFile:
    """Put a file that lies with us already in a slot, without adding it again; twice is once.

    `given_at` is when it was handed in. Whether this person may use it, the caller has asked.
    """
    draft = lock_draft(draft, by=by)
    slot, item = slot_at(spec_of(draft.version), place)
    links = links_of(draft)
    there = next((link for link in links if link.file_id == file.pk), None)
    if there is not None:
        return there
    kind = type_of_name(file.name)
    if not slot.reuse or kind is None or kind.code not in (slot.accept or DEFAULT_CODES):
        raise RuleError(_("Dit document kan hier niet opnieuw gebruikt worden."), code="no_reuse")
    problem = limit_problem(file.name, file.size, room_for(slot, item, links), settings.FILE_LIMITS)
    if problem is not None:
        raise UploadRefusedError(problem)
    link = DraftFile.objects.create(
        draft=draft,
        file=file,
        slot=slot.id,
        item=item,
        position=_next_position(links),
        given_at=given_at,
    )
    touch_draft(draft, by=by)
    return link


@transaction.atomic
def move_draft_file(draft: Draft, key: str, place: str, *, by: Acting) -> DraftFile:
    """Put a file of a draft in another slot, without adding it again."""
    draft = lock_draft(draft, by=by)
    slot, item = slot_at(spec_of(draft.version), place)
    links = links_of(draft)
    link = _link(links, key)
    others = [one for one in links if one.pk != link.pk]
    most = slot_most(slot)
    if sum((one.slot, one.item) == (slot.id, item) for one in others) >= most:
        problem = FileProblem(Code.TOO_MANY, link.file.name, {"limit": most})
        raise UploadRefusedError(problem)
    link.slot, link.item, link.position = slot.id, item, _next_position(links)
    link.save(update_fields=["slot", "item", "position"])
    touch_draft(draft, by=by)
    return link


@transaction.atomic
def remove_draft_file(draft: Draft, key: str, *, by: Acting) -> Draft:
    """Take a file out of a draft; its bytes go too, unless another draft still holds it."""
    draft = lock_draft(draft, by=by)
    _let_go(_link(links_of(draft), key))
    touch_draft(draft, by=by)
    return draft


@transaction.atomic
def delete_draft(draft: Draft, *, by: Acting) -> None:
    """Delete a draft with its files, for good."""
    draft = lock_draft(draft, by=by, thrown=True)
    if draft.lasting:
        raise RuleError(
            _("U kunt dit niet verwijderen: het hoort bij een zaak die op u wacht."), code="lasting"
        )
    erase(draft)


def erase(draft: Draft) -> None:
    """Take a locked draft away, with every file that nothing else holds."""
    for link in links_of(draft):
        _let_go(link)
    draft.delete()


def slot_at(spec: FormSpec, place: str) -> tuple[Slot, str]:
    """The slot, and the item of its group when it is asked once for each."""
    name, _dot, item = place.partition(".")
    slot = spec.slot(name)
    if slot is None or bool(slot.per) != bool(item):
        raise RuleError(_("Dit formulier vraagt dit document niet."), code="unknown_slot")
    return slot, item


def room_for(slot: Slot, item: str, links: Sequence[DraftFile]) -> Room:
    """What the slot and the whole draft hold already."""
    return Room(
        slot_files=sum((link.slot, link.item) == (slot.id, item) for link in links),
        submission_bytes=sum(link.file.size for link in links),
        slot_max=slot.max,
    )


def slot_most(slot: Slot) -> int:
    """How many files a slot takes."""
    return min(slot.max, settings.FILE_LIMITS.slot_files)


def slot_bytes(slot: Slot) -> int:
    """How large one file of a slot may be."""
    most: int = settings.FILE_LIMITS.file_bytes
    return min(most, slot.max_mb * MEGABYTE) if slot.max_mb else most


def refuse_too_large(slot: Slot, upload: Upload) -> None:
    """Refuse a file that is larger than this slot takes."""
    most = slot_bytes(slot)
    if upload.written is not None and upload.written.size > most:
        raise UploadRefusedError(FileProblem(Code.TOO_LARGE, upload.shown_name, {"limit": most}))


def _arrived(draft: Draft, sending: str, links: Sequence[DraftFile], upload: Upload) -> DraftFile:
    """The file that this sending brought before."""
    key = file_of(draft, sending)
    found = next((link for link in links if key and link.file.key == key), None)
    if found is None:
        raise UploadRefusedError(FileProblem(Code.STOPPED, upload.shown_name))
    return found


def _next_position(links: Sequence[DraftFile]) -> int:
    return max((link.position for link in links), default=0) + 1


def _link(links: Sequence[DraftFile], key: str) -> DraftFile:
    found = next((link for link in links if link.file.key == key), None)
    if found is None:
        raise RuleError(_("Dit bestand is er niet meer."), code="unknown_file")
    return found


def _let_go(link: DraftFile) -> None:
    file: StoredFile = link.file
    link.delete()
    if not DraftFile.objects.filter(file=file).exists():
        delete_file(file)
