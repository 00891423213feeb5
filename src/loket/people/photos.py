"""Photos of people: made anew from what was sent, and kept under a key that nobody can guess."""

from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from loket.core.errors import RuleError
from loket.core.keys import new_key

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_PIXELS = 50_000_000  # a phone's largest photo; a bomb says more than it holds
LARGEST_UNPACKED = 12_000_000  # of formats that have to be unpacked whole, at 4 bytes a pixel
SIDE = 256
QUALITY = 85
TYPE = "image/jpeg"
TOO_LARGE = gettext_lazy("Deze foto is te groot. Kies een foto van hoogstens 8 MB.")
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
)


def keep_photo(sent: IO[bytes]) -> str:
    """Make a small square of a photo and keep it; only its pixels survive, nothing hidden does."""
    key = new_key()
    default_storage.save(_path(key), ContentFile(_squared(sent)))
    return key


def read_photo(key: str) -> bytes:
    """The photo with this key."""
    with default_storage.open(_path(key)) as file:
        return bytes(file.read())


def forget_photo(key: str) -> None:
    """Throw a photo away; that it is gone already is fine."""
    default_storage.delete(_path(key))


def _path(key: str) -> str:
    return f"photos/{key}.jpg"


def _squared(sent: IO[bytes]) -> bytes:
    raw = sent.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES:
        raise RuleError(str(TOO_LARGE), code="size")
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            shrinks = image.format in {"JPEG", "MPO"}
            most = LARGEST_PIXELS if shrinks else LARGEST_UNPACKED
            if image.width * image.height > most:
                raise RuleError(
                    _("Deze foto heeft te veel beeldpunten. Kies een kleinere foto."), code="pixels"
                )
            image.draft("RGB", (SIDE * 2, SIDE * 2))  # decode no more than is kept
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            square = ImageOps.fit(upright, (SIDE, SIDE))
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
