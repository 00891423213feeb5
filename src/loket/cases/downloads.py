"""Send a document of a case to somebody who may see the case."""

from django.http import Http404
from django.http.response import HttpResponseBase

from loket.cases.models import Case, CaseFile
from loket.documents.serve import serve
from loket.people.models import Person


def send_file(case: Case, key: str, person: Person, *, cleared: bool) -> HttpResponseBase:
    """The file under this key, or a page that does not exist.

    A special category of data goes to cleared handlers, and to whoever gave it themselves.
    """
    row = CaseFile.objects.filter(case=case, file__key=key).select_related("file").first()
    if row is None:
        raise Http404
    own = row.added_by_id == person.pk
    if row.privacy == "special" and not (cleared or own):
        raise Http404
    return serve(row.file, f"{case.number}_{row.file.name}", own=own)
