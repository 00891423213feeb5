"""Files that come with words: stored first, then given to the action."""

from django.http import HttpRequest

from loket.catalogue.actions.files import refuse_too_large
from loket.catalogue.rules.spec import Slot
from loket.core.acting import Acting
from loket.documents.actions import store_uploads
from loket.documents.rules.limits import Room
from loket.documents.rules.types import DEFAULT_CODES
from loket.documents.upload import Upload


def kept_files(request: HttpRequest, *, by: Acting, slot: Slot | None = None) -> tuple[int, ...]:
    """Store the files of a page, all or none, and start their inspection.

    What comes for a document that the form asks for obeys what the form says of it. The keys go
    with the action. A door calls both in one transaction: what comes with words that are refused
    is not kept, for the person sends it again with the next words.
    """
    uploads = [one for one in request.FILES.getlist("files") if isinstance(one, Upload)]
    if slot is None:
        return tuple(file.pk for file in store_uploads(uploads, by=by))
    for upload in uploads:
        refuse_too_large(slot, upload)
    accepted, room = slot.accept or DEFAULT_CODES, Room(slot_max=slot.max)
    return tuple(file.pk for file in store_uploads(uploads, room=room, accepted=accepted, by=by))
