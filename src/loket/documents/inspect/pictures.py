"""Pictures: check that they open, take out what they hide, make a jpg of a heic photo.

JPG and PNG keep every pixel as it was handed in (a photographed certificate is evidence): only
the parts with hidden data are left out, which also drops whatever hangs behind the picture.
"""

from collections.abc import Iterable
from math import prod
from typing import BinaryIO

import pi_heif
from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from loket.documents.inspect.jpeg import UPRIGHT, strip_jpeg
from loket.documents.inspect.png import strip_png
from loket.documents.inspect.sniff import check_signature
from loket.documents.inspect.verdict import Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.limits import MOST_HEIC_PIXELS, MOST_LAYERED_PIXELS, MOST_PIXELS

SMALLEST_SCALE = 8
JPEG_QUALITY = 88
ORIENTATIONS = range(1, 9)

# Pillow loads its parts when it first needs them; by then no file can be opened any more.
Image.preinit()
READS_EXIF = TiffImagePlugin
pi_heif.options.DECODE_THREADS = 1
pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False


def inspect(job: Job) -> Verdict:
    """Check a picture and write its copies."""
    check_signature(job.type_code, job.file)
    if job.type_code == "heic":
        return _convert_heic(job)
    orientation = _check_jpeg(job.file) if job.type_code == "jpg" else _check_png(job.file)
    job.file.seek(0)
    data = job.file.read()
    stripped = strip_png(data) if job.type_code == "png" else strip_jpeg(data, orientation)
    if stripped == data:
        return Verdict()
    job.cleaned.write(stripped)
    return Verdict(cleaned=True)


def _check_jpeg(file: BinaryIO) -> int:
    """Unpack a jpg at an eighth of its size, which reads every byte, and return its turn."""
    with JpegImagePlugin.JpegImageFile(file) as picture:
        refuse_too_many(picture.size, MOST_PIXELS)
        if picture.info.get("progressive") and prod(picture.size) > MOST_LAYERED_PIXELS:
            raise RefusedError(
                Code.TOO_HEAVY
            )  # its layers are gathered before it can be made small
        orientation = int(picture.getexif().get(ExifTags.Base.Orientation, UPRIGHT))
        width, height = picture.size
        picture.draft(None, (width // SMALLEST_SCALE, height // SMALLEST_SCALE))
        picture.load()
    return orientation if orientation in ORIENTATIONS else UPRIGHT


def _check_png(file: BinaryIO) -> int:
    with PngImagePlugin.PngImageFile(file) as picture:
        refuse_too_many(picture.size, MOST_PIXELS)
        picture.load()
    return UPRIGHT


def _convert_heic(job: Job) -> Verdict:
    """Write a jpg of a heic photo, and the photo itself without place, time and device."""
    photo = pi_heif.open_heif(job.file)
    refuse_too_many(photo.size, MOST_HEIC_PIXELS)
    hidden = _hidden(photo)
    picture = photo.to_pillow()
    profile = picture.info.get("icc_profile")
    if picture.mode not in {"RGB", "L"}:
        picture = picture.convert("RGB")
    picture.info.clear()
    picture.save(job.copy, "JPEG", quality=JPEG_QUALITY, icc_profile=profile)
    return Verdict(cleaned=_blank(job, hidden), copy_type="jpg")


def _hidden(photo: pi_heif.HeifFile) -> list[bytes]:
    """Return the blocks of Exif, XMP and the like, of every picture in the file."""
    blocks: list[bytes] = []
    for picture in photo:
        blocks += [picture.info.get("exif") or b"", picture.info.get("xmp") or b""]
        blocks += [bytes(block["data"]) for block in picture.info.get("metadata", ())]
    return [block for block in blocks if block]


def _blank(job: Job, hidden: Iterable[bytes]) -> bool:
    """Write the photo with zeros where its hidden data stand; False when it has none."""
    job.file.seek(0)
    data = job.file.read()
    blanked = data
    for block in hidden:
        if block not in data:  # packed in a way that cannot be blanked: rather no photo at all
            raise RefusedError(Code.UNREADABLE)
        blanked = blanked.replace(block, bytes(len(block)))
    if blanked == data:
        return False
    job.cleaned.write(blanked)
    return True


def refuse_too_many(size: tuple[int, int], most: int) -> None:
    """Refuse a picture with too many pixels, before one of them is unpacked."""
    if size[0] * size[1] > most:
        raise RefusedError(Code.PICTURE_TOO_LARGE)
