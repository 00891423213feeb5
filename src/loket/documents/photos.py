"""Several photos as one paper: which photos, which paper, and how it is made.

Each photo is unpacked and made small in the cage of the inspection; only the pages that come out
of it are set as a PDF.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.utils.translation import override
from PIL import Image

from loket.documents import store
from loket.documents.examine import BytesGoneError
from loket.documents.inspect.run import run_child
from loket.documents.models import PhotoPdf, StoredFile
from loket.documents.pdf import PhotoPage, write_photos
from loket.documents.rules.types import BY_MEDIA_TYPE, Family

PAGE = "page"


class NotReadableError(Exception):
    """A photo cannot be made into a page."""


def is_photo(media_type: str) -> bool:
    """Say whether a file is a photo, by its type."""
    kind = BY_MEDIA_TYPE.get(media_type)
    return kind is not None and kind.family is Family.PICTURE


def mark_of(photos: Sequence[int]) -> str:
    """The mark of these photos in this order."""
    return sha256(",".join(map(str, photos)).encode()).hexdigest()


def photos_in(paper: PhotoPdf) -> list[StoredFile]:
    """The photos of a paper in their order."""
    return [one.file for one in paper.photos.select_related("file").order_by("position")]


def pdf_of(
    paper: PhotoPdf, photos: Sequence[StoredFile], organisation: str, *, at: datetime
) -> bytes:
    """Make the PDF; raises NotReadableError, NotKeptError, BytesGoneError and ChildError."""
    with ExitStack() as stack:
        pages = [_page(photo, stack.enter_context(store.scratch())) for photo in photos]
        with override(paper.language):
            return write_photos(pages, paper.title, organisation, at=at)


def _page(photo: StoredFile, made: Path) -> PhotoPage:
    path = store.full_path(photo.path)
    if not path.is_file():
        raise BytesGoneError
    with store.scratch() as unused, unused.open("wb") as first, made.open("wb") as second:
        verdict = run_child(PAGE, BY_MEDIA_TYPE[photo.type].code, path, first, second)
    if verdict.code:
        raise NotReadableError(verdict.code)
    with Image.open(made) as page:
        across, along = page.size
    return PhotoPage(made, wide=across > along)
