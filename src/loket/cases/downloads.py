"""Send a document of a case to somebody who may see the case."""

from django.http import Http404
from django.http.response import HttpResponseBase

from loket.cases.models import Case, CaseFile
from loket.cases.papers import label_of
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.documents.rules.names import download_name, ending_of
from loket.documents.serve import serve


def send_file(case: Case, key: str, *, by: Acting, cleared: bool) -> HttpResponseBase:
    """The file under this key, or a page that does not exist.

    A special category of data goes to cleared handlers, and to whoever gave it themselves.
    """
    row = CaseFile.objects.filter(case=case, file__key=key).select_related("file").first()
    if row is None:
        raise Http404
    own = row.added_by_id == by.person_id
    if row.privacy == "special" and not (cleared or own):
        raise Http404
    return serve(row.file, name_of(row, case, by.language), own=own)


def name_of(row: CaseFile, case: Case, language: str) -> str:
    """What a document is called on the disk of whoever fetches it: what it is, never what for.

    A file that nobody asked for keeps its own name behind the number of the case.
    """
    ending = ending_of(row.file.name)
    label = label_of(spec_of(case.version), row.slot, language)
    own_name = row.file.name.removesuffix(f".{ending}") if ending else row.file.name
    place = CaseFile.objects.filter(case=case, slot=row.slot, pk__lte=row.pk).count()
    return download_name(case.number, label or own_name, place, ending)
