"""Photos as pages of a paper: upright, no larger than a page needs, without hidden data."""

import pi_heif
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin

from loket.documents.inspect import pictures
from loket.documents.inspect.verdict import Job, Verdict
from loket.documents.rules.limits import MOST_HEIC_PIXELS, MOST_PIXELS

LONG_SIDE, SHORT_SIDE = 2200, 1560
"""A photo fills a page of A4 within its margins at about 200 dots for each inch."""
QUALITY = 82
WHITE = (255, 255, 255)


def inspect(job: Job) -> Verdict:
    """Write the page of one photo as a jpg."""
    picture = _open(job)
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    picture = _flat(ImageOps.exif_transpose(picture))
    across, along = picture.size
    most = (LONG_SIDE, SHORT_SIDE) if across > along else (SHORT_SIDE, LONG_SIDE)
    picture.thumbnail(most, Image.Resampling.LANCZOS)
    picture.info.clear()
    picture.save(job.copy, "JPEG", quality=QUALITY, optimize=False)
    return Verdict(copy_type="jpg")


def _open(job: Job) -> Image.Image:
    """Open a photo without unpacking more of it than the page needs."""
    if job.type_code == "heic":
        photo = pi_heif.open_heif(job.file)
        pictures.refuse_too_many(photo.size, MOST_HEIC_PIXELS)
        opened: Image.Image = photo.to_pillow()
        return opened
    if job.type_code == "png":
        picture: Image.Image = PngImagePlugin.PngImageFile(job.file)
        pictures.refuse_too_many(picture.size, MOST_PIXELS)
        return picture.convert("RGBA") if picture.mode == "P" else picture
    picture = JpegImagePlugin.JpegImageFile(job.file)
    pictures.refuse_too_many(picture.size, MOST_PIXELS)
    return picture


def _flat(picture: Image.Image) -> Image.Image:
    """Give a picture that one can look through a white ground, and plain colours."""
    if picture.mode in {"RGB", "L"}:
        return picture
    if "A" not in picture.getbands():
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, WHITE)
    whole = picture.convert("RGBA")
    ground.paste(whole, mask=whole.getchannel("A"))
    return ground
