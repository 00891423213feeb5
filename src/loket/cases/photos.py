"""The photos of one document of a case as one PDF: which belong together, and how far it is."""

from collections.abc import Iterable, Sequence

from loket.cases.models import Case, CaseFile
from loket.documents.models import PhotoPdf, StoredFile
from loket.documents.photos import is_photo, mark_of

FEWEST = 2
type Photos = list[CaseFile]


def photo_sets(rows: Iterable[CaseFile]) -> list[Photos]:
    """The photos of each document that has several, in the order in which they came."""
    places: dict[tuple[str, str], Photos] = {}
    for row in sorted(rows, key=lambda one: one.pk):
        if is_part(row):
            places.setdefault((row.slot, row.item), []).append(row)
    return [photos for photos in places.values() if len(photos) >= FEWEST]


def is_part(row: CaseFile) -> bool:
    """Whether a file goes into the PDF of its document: a photo that nobody refused."""
    good = row.state in (CaseFile.State.GIVEN, CaseFile.State.CHECKED)
    good = good and row.file.state not in StoredFile.NOT_TAKEN
    return bool(row.slot) and good and is_photo(row.file.type)


def mark_for(photos: Photos) -> str:
    """The mark by which their PDF is found."""
    return mark_of([row.file_id for row in photos])


def pdfs_for(sets: Sequence[Photos]) -> dict[str, PhotoPdf]:
    """The PDFs of these photos by their mark; asked only when there are any."""
    if not sets:
        return {}
    marks = [mark_for(photos) for photos in sets]
    found = PhotoPdf.objects.filter(mark__in=marks).select_related("file")
    return {paper.mark: paper for paper in found}


def current_photos(case: Case) -> list[Photos]:
    """The photos of the case as it stands."""
    return photo_sets(CaseFile.objects.filter(case=case).exclude(slot="").select_related("file"))
