"""Have the photos of a document made into one PDF, each time they change."""

from loket.cases.models import Case
from loket.cases.papers import label_of
from loket.cases.photos import current_photos
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.documents.actions import ask_photo_pdf


def merge_photos(case: Case, *, by: Acting) -> None:
    """Ask for the PDF of each document that has several photos; what is there already stays."""
    for photos in current_photos(case):
        label = label_of(spec_of(case.version), photos[0].slot, case.language)
        ask_photo_pdf([row.file_id for row in photos], label, case.language, by=by)
