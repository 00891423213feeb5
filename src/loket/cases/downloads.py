"""Send a document of a case to somebody who may see the case."""

from django.http import Http404
from django.http.response import HttpResponseBase

from loket.cases.models import Case, CaseFile, Change
from loket.cases.papers import Reader, label_of, may_see_all
from loket.cases.photos import current_photos, mark_for, pdfs_for
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.documents.rules.names import download_name, ending_of
from loket.documents.serve import serve


def send_file(case: Case, key: str, *, by: Acting, cleared: bool) -> HttpResponseBase:
    """The file under this key, or a page that does not exist.

    A special category of data goes to cleared handlers, and to whoever gave it themselves.
    """
    row = CaseFile.objects.filter(case=case, file__key=key).select_related("file").first()
    if row is None and (made := photos_made(case, key, by=by, cleared=cleared)) is not None:
        return made
    if row is None:
        return send_changed_file(case, key, by=by, cleared=cleared)
    own = row.added_by_id == by.person_id
    if row.privacy == "special" and not (cleared or own):
        raise Http404
    return serve(row.file, name_of(row, case, by.language), own=own)


def photos_made(case: Case, key: str, *, by: Acting, cleared: bool) -> HttpResponseBase | None:
    """The PDF of several photos of the case, for who may see each of them; None when it is none."""
    sets = current_photos(case)
    papers = pdfs_for(sets)
    for photos in sets:
        paper = papers.get(mark_for(photos))
        if paper is None or paper.file is None or paper.file.key != key:
            continue
        if not may_see_all(photos, Reader(by.language, "", cleared, by.person_id)):
            raise Http404
        label = label_of(spec_of(case.version), photos[0].slot, by.language)
        return serve(paper.file, download_name(case.number, label, len(photos), "pdf"))
    return None


def send_changed_file(case: Case, key: str, *, by: Acting, cleared: bool) -> HttpResponseBase:
    """A document of a change that was sent, which is not on the case before it is accepted."""
    asked = Change.objects.filter(change_set__case=case, change_set__sent_at__isnull=False)
    row = asked.filter(file__key=key).select_related("file", "change_set__draft").first()
    if row is None or row.file is None:
        raise Http404
    own = row.change_set.draft.owner_id == by.person_id
    if row.special and not (cleared or own):
        raise Http404
    ending = ending_of(row.file.name)
    label = label_of(spec_of(case.version), row.name, by.language)
    return serve(row.file, download_name(case.number, label, row.pk, ending), own=own)


def name_of(row: CaseFile, case: Case, language: str) -> str:
    """What a document is called on the disk of whoever fetches it: what it is, never what for.

    A file that nobody asked for keeps its own name behind the number of the case.
    """
    ending = ending_of(row.file.name)
    label = label_of(spec_of(case.version), row.slot, language)
    own_name = row.file.name.removesuffix(f".{ending}") if ending else row.file.name
    place = CaseFile.objects.filter(case=case, slot=row.slot, pk__lte=row.pk).count()
    return download_name(case.number, label or own_name, place, ending)
