"""Files that come with words: stored first, then given to the action."""

from django.http import HttpRequest

from loket.core.acting import Acting
from loket.documents.actions import store_upload
from loket.documents.upload import Upload


def kept_files(request: HttpRequest, *, by: Acting, name: str = "files") -> tuple[int, ...]:
    """Store the files of a field and start their inspection; the keys go with the action."""
    uploads = [one for one in request.FILES.getlist(name) if isinstance(one, Upload)]
    return tuple(store_upload(upload, by=by).pk for upload in uploads)
