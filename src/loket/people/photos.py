"""Photos of people: made anew from what was sent, and kept under a key that nobody can guess."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from loket.core.errors import RuleError
from loket.core.keys import new_key
from loket.core.removal import remove_file

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_PIXELS = 50_000_000  # a phone's largest photo; a bomb says more than it holds
LARGEST_UNPACKED = 12_000_000  # of what has to be unpacked whole, at up to 8 bytes a pixel
LONGEST_SIDE = 20_000  # a picture of one column has a row for each of its points
SIDE = 256
QUALITY = 85
TYPE = "image/jpeg"
FOLDER = "photos"
ENDING = ".jpg"
TOO_LARGE = gettext_lazy("Deze foto is te groot. Kies een foto van hoogstens 8 MB.")
NOT_KEPT = gettext_lazy(
    "Wij konden uw foto niet bewaren. Dat ligt aan ons. Probeer het later opnieuw."
)
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
)


logger = logging.getLogger(__name__)


def keep_photo(sent: IO[bytes]) -> str:
    """Make a small square of a photo and keep it; only its pixels survive, nothing hidden does."""
    key = new_key()
    content = ContentFile(_squared(sent))
    try:
        default_storage.save(path_of_photo(key), content)
    except OSError as problem:
        logger.error("A photo cannot be kept: %s", problem)
        raise RuleError(str(NOT_KEPT), code="not_kept") from problem
    return key


def read_photo(key: str) -> bytes:
    """The photo with this key."""
    with default_storage.open(path_of_photo(key)) as file:
        return bytes(file.read())


def forget_photo(key: str) -> None:
    """Throw a photo away; that it is gone already is fine."""
    remove_file(Path(default_storage.path(path_of_photo(key))))


def kept_before(moment: datetime) -> Iterator[str]:
    """The keys of the photos that were there at that moment already."""
    if not default_storage.exists(FOLDER):
        return
    _folders, names = default_storage.listdir(FOLDER)
    for name in names:
        with suppress(FileNotFoundError):  # it is replaced by another one just now
            if default_storage.get_modified_time(f"{FOLDER}/{name}") < moment:
                yield name.removesuffix(ENDING)


def path_of_photo(key: str) -> str:
    """Where the photo with this key lies, below the folder of files."""
    return f"{FOLDER}/{key}{ENDING}"


def _squared(sent: IO[bytes]) -> bytes:
    raw = sent.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES:
        raise RuleError(str(TOO_LARGE), code="size")
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            refuse_too_many(image)
            image.draft("RGB", (SIDE * 2, SIDE * 2))  # decode no more than is kept
            # Cut out first: each copy of the whole would take as much memory again.
            plain = image if image.mode in {"RGB", "RGBA", "L"} else image.convert("RGBA")
            square = ImageOps.exif_transpose(ImageOps.fit(plain, (SIDE, SIDE))).convert("RGBA")
    except UNREADABLE as problem:
        raise RuleError(
            _("Wij kunnen deze foto niet lezen. Kies een jpg, png of webp van hoogstens 8 MB."),
            code="type",
        ) from problem
    paper = Image.new("RGB", (SIDE, SIDE), "white")
    paper.paste(square, mask=square.getchannel("A"))
    made = BytesIO()
    paper.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def refuse_too_many(image: Image.Image) -> None:
    """Refuse a picture with too many points, before one of them is unpacked.

    A jpg is made small while it is read, unless it comes in layers: those are gathered first.
    """
    shrinks = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
    most = LARGEST_PIXELS if shrinks else LARGEST_UNPACKED
    if image.width * image.height > most or max(image.size) > LONGEST_SIDE:
        raise RuleError(
            _("Deze foto heeft te veel beeldpunten. Kies een kleinere foto."), code="pixels"
        )
