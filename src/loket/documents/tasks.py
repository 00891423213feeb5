"""Clockwork and jobs of files: check them, check again what was left, sweep up."""

import logging
from datetime import datetime, timedelta

from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.literals import Literal
from loket.core.models import Organisation
from loket.core.outage import outage_of
from loket.core.tenancy import current_organisation
from loket.documents import store
from loket.documents.actions import (
    ask_check,
    finish_check,
    finish_photo_pdf,
    make_soon,
    postpone_check,
    start_check,
)
from loket.documents.examine import BytesGoneError, examine
from loket.documents.inspect.run import ChildError
from loket.documents.models import PhotoPdf, StoredFile
from loket.documents.photos import NotReadableError, pdf_of, photos_in
from loket.documents.scanners import ScannerAwayError, the_scanner
from loket.documents.store import NotKeptError

LEFT_AFTER = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(hours=1)
SWEPT_AFTER = timedelta(hours=1)
RECENT = timedelta(days=1)
MOST_AT_ONCE = 200

logger = logging.getLogger(__name__)


def check_file(file_id: int) -> None:
    """Scan and inspect a file. Running it twice does no harm: the first to finish counts."""
    file = start_check(file_id)
    if file is None:
        return
    try:
        finish_check(file_id, examine(file, the_scanner()), by=_system(now()))
    except ScannerAwayError as error:
        logger.warning("The virus scanner gives no answer (%s); files wait.", error)
        postpone_check(file_id, scanner_away=True, by=_system(now()))
    except (ChildError, NotKeptError, BytesGoneError) as error:
        if outage_of(error):  # a full disk says nothing about the file: the job waits for room
            raise
        logger.error("The inspection of file %s broke down: %r.", file_id, error)
        postpone_check(file_id, scanner_away=False, by=_system(now()))


def make_photo_pdf(pdf_id: int) -> None:
    """Make the PDF of some photos, once all of them are found safe; twice does no harm."""
    paper = PhotoPdf.objects.filter(pk=pdf_id, state=PhotoPdf.State.MAKING).first()
    if paper is None:
        return
    photos = photos_in(paper)
    states = {photo.state for photo in photos}
    at = now()
    if states <= {StoredFile.State.CLEAN}:
        organisation = Organisation.objects.get(pk=_organisation_id())
        try:
            content = pdf_of(paper, photos, organisation.name, at=at)
        except ChildError as error:  # it says nothing about the photos: it is tried again
            logger.error("Making a PDF of photos %s broke down: %r.", pdf_id, error)
            if paper.asked_at > at - GIVEN_UP_AFTER:
                return
            content = None
        except (NotReadableError, NotKeptError, BytesGoneError) as error:
            if outage_of(error):
                raise
            logger.warning("Photos %s could not be made into a PDF: %r.", pdf_id, error)
            content = None
        finish_photo_pdf(pdf_id, content, by=_system(at))
    elif states & StoredFile.NOT_TAKEN:
        finish_photo_pdf(pdf_id, None, by=_system(at))


def check_left_files() -> None:
    """Ask once more for the check of files, and the PDF of photos, that waited for a minute."""
    waiting = Literal(StoredFile.State.UPLOADED), Literal(StoredFile.State.CHECKING)
    left = StoredFile.objects.filter(state__in=waiting, uploaded_at__lt=now() - LEFT_AFTER)
    for file in left.order_by("pk")[:MOST_AT_ONCE]:
        ask_check(file)
    papers = PhotoPdf.objects.filter(
        state=Literal(PhotoPdf.State.MAKING), asked_at__lt=now() - LEFT_AFTER
    )
    for paper in papers.order_by("pk")[:MOST_AT_ONCE]:
        make_soon(paper)


def sweep_incoming_files() -> None:
    """Take away what stopped coming in an hour ago."""
    store.sweep_incoming(now() - SWEPT_AFTER)


def sweep_recent_files() -> None:
    """Take away the organisation's files of the last day that no row knows."""
    at = now()
    store.sweep_placed(_organisation_id(), _known, before=at - SWEPT_AFTER, after=at - RECENT)


def sweep_all_files() -> None:
    """Take away all the organisation's files that no row knows, also those from before a stop."""
    store.sweep_placed(_organisation_id(), _known, before=now() - SWEPT_AFTER)


def _known(paths: list[str]) -> set[str]:
    return set(StoredFile.objects.filter(path__in=paths).values_list("path", flat=True))


def _system(at: datetime) -> Acting:
    return Acting(person_id=None, organisation_id=_organisation_id(), at=at, channel="system")


def _organisation_id() -> int:
    organisation_id = current_organisation()
    if organisation_id is None:
        raise RuntimeError("Files belong to an organisation, and none is acting.")
    return organisation_id
