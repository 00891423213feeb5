"""PDF: papers set by typst from a template of ours and data; tagged, so that all can read them.

What people typed goes in as data and is never read as markup. A template sees no file outside its
folder and nothing of the network.
"""

import json
import logging
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils import translation
from django.utils.translation import gettext as _

TEMPLATES = Path(__file__).parent / "pdfs"
FONTS = TEMPLATES / "fonts"
BLACK = "#000000"

logger = logging.getLogger(__name__)

type Row = tuple[str, str]
type Standard = Literal["ua-1"] | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the answers: its heading and, per row, the question and the answer."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands on the receipt of a request, in the words of its reader.

    Texts come in the language that is active; answers of special categories are left out by
    whoever fills this in.
    """

    organisation: str
    title: str
    number: str
    submitted: str
    requester: str
    sections: tuple[Section, ...] = ()
    documents: tuple[Row, ...] = ()
    """Name of the document, and what is known of it: the file, or when it follows."""
    next_steps: tuple[str, ...] = ()
    accent: str = BLACK


def write_receipt(receipt: Receipt, *, at: datetime) -> bytes:
    """Set the receipt of a request as a PDF, in the language that is active."""
    facts = [
        (_("Nummer"), receipt.number),
        (_("Ingediend op"), receipt.submitted),
        (_("Aanvrager"), receipt.requester),
    ]
    data = {
        "accent": receipt.accent,
        "organisation": receipt.organisation,
        "title": receipt.title,
        "lead": _("Wij hebben uw aanvraag ontvangen. Bewaar dit ontvangstbewijs."),
        "facts": facts,
        "facts-header": (_("Gegeven"), _("Inhoud")),
        "sections-header": (_("Vraag"), _("Antwoord")),
        "documents-header": (_("Document"), _("Stand van zaken")),
        "sections": [{"heading": each.heading, "rows": each.rows} for each in receipt.sections],
        "documents": receipt.documents,
        "documents-heading": _("Documenten"),
        "next": receipt.next_steps,
        "next-heading": _("Wat gebeurt er nu?"),
        "footer": f"{receipt.organisation}, {receipt.number}",
        "page": _("Bladzijde"),
    }
    return render_pdf("receipt", data, at=at)


@dataclass(frozen=True, slots=True)
class PhotoPage:
    """A photo on its page: where it lies, and whether it is wider than high."""

    path: Path
    wide: bool


def write_photos(
    pages: Sequence[PhotoPage], title: str, organisation: str, *, at: datetime
) -> bytes:
    """Set photos as one PDF in the language that is active, each on a page and with its number."""
    with tempfile.TemporaryDirectory(prefix="loket-photos-") as made:
        folder = Path(made)
        shutil.copyfile(TEMPLATES / "photos.typ", folder / "photos.typ")
        photos = []
        for n, page in enumerate(pages, start=1):
            shutil.copyfile(page.path, folder / f"{n}.jpg")
            words = _("Foto %(n)s van %(total)s") % {"n": n, "total": len(pages)}
            photos.append({"file": f"{n}.jpg", "wide": page.wide, "words": words})
        data = {"title": title, "organisation": organisation, "photos": photos}
        return render_pdf("photos", data, at=at, folder=folder)


def render_pdf(
    template: str, data: dict[str, Any], *, at: datetime, folder: Path = TEMPLATES
) -> bytes:
    """Set a template of ours with data; `at` is the moment written into the file.

    `folder` is where the template lies, and all that it can see.

    A sign that none of the fonts has (an emoji, a script we do not carry) may not stand in a file
    that promises accessibility; then the same paper is set without that promise, still tagged.
    """
    language, _dash, region = (translation.get_language() or "nl").partition("-")
    inputs = {"data": json.dumps({"language": language, "region": region or None} | data)}
    try:
        return _compile(folder / f"{template}.typ", inputs, at, "ua-1")
    except typst.TypstError as error:
        logger.info("A %s was set without PDF/UA: %s", template, type(error).__name__)
        return _compile(folder / f"{template}.typ", inputs, at, None)


def _compile(template: Path, inputs: dict[str, str], at: datetime, standard: Standard) -> bytes:
    made: bytes = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standard,
        timestamp=at.replace(microsecond=0),
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
