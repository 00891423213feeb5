"""Files that come with words: stored first, then given to the action."""

from django.http import HttpRequest

from loket.core.acting import Acting
from loket.documents.actions import store_uploads
from loket.documents.upload import Upload


def kept_files(request: HttpRequest, *, by: Acting, name: str = "files") -> tuple[int, ...]:
    """Store the files of a field, all or none, and start their inspection.

    The keys go with the action. A door calls both in one transaction: what comes with words that
    are refused is not kept, for the person sends it again with the next words.
    """
    uploads = [one for one in request.FILES.getlist(name) if isinstance(one, Upload)]
    return tuple(file.pk for file in store_uploads(uploads, by=by))
