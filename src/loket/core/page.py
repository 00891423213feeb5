"""What every page knows of itself: the house style, the languages, the help line, the session."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from loket.core.addresses import address_of
from loket.core.language import DISPLAY_COOKIE, languages_of
from loket.core.models import Organisation
from loket.core.whose import reader_of

DEFAULT_THEME = "loket"
"""The house style of pages that belong to no organisation."""
STATIC = Path(__file__).parent / "static" / "loket"
ACCENT = re.compile(r"--basis-color-action-1-inverse-bg-default: light-dark\((#[0-9a-f]{6}),")


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A way to read the same page in another language."""

    code: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The frame of a page, the same for portal, desk and errors."""

    theme: str = DEFAULT_THEME
    language: str = "nl"
    name: str = "Loket"
    tagline: str = ""
    phone: str = ""
    hours: str = ""
    mail: str = ""
    links: tuple[tuple[str, str], ...] = ()
    languages: tuple[LanguageLink, ...] = ()
    display: str = "auto"
    session_seconds: int = 0
    reader: str = ""
    """Who is signed in, so that a script knows whether it still is the same person (core.whose)."""
    outage: str = ""
    """The title of a disturbance that everybody must know of, and what it means for them."""
    outage_text: str = ""
    left_out: bool = False
    """Whether signs that stand for nothing were left out of what was sent."""
    settled: int = 0
    """The transaction from which on the page may not have seen what happened (core.live)."""

    @property
    def phone_link(self) -> str:
        """The number as a telephone dials it."""
        return "tel:" + "".join(sign for sign in self.phone if sign in "+0123456789")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: put the frame of the page in every template."""
    return {"page": page_of(request)}


def page_of(request: HttpRequest, *, session: bool = True) -> Page:
    """The frame of the page for this request; without `session` it asks the database nothing."""
    organisation = getattr(request, "organisation", None)
    language = (translation.get_language() or "nl").partition("-")[0]
    display = request.COOKIES.get(DISPLAY_COOKIE, "auto")
    left_out = getattr(request, "left_out", False)
    if organisation is None:
        links = language_links(request, language, None)
        return Page(display=display, languages=links, left_out=left_out)
    said = organisation.settings
    contact, outage = said.get("contact", {}), said.get("outage", {})
    signed_in = session and getattr(request, "person", None) is not None
    return Page(
        theme=theme_of(organisation),
        language=language,
        name=organisation.name,
        tagline=said_in(said.get("tagline", ""), language),
        phone=contact.get("phone", ""),
        hours=said_in(contact.get("hours", ""), language),
        mail=contact.get("mail", ""),
        links=footer_of(said, language),
        languages=language_links(request, language, organisation),
        display=display,
        session_seconds=request.session.get_expiry_age() if signed_in else 0,
        reader=reader_of(request) if signed_in else "",
        outage=said_in(outage.get("title", ""), language),
        outage_text=said_in(outage.get("text", ""), language),
        left_out=left_out,
        settled=getattr(request, "settled", 0),
    )


def footer_of(said: dict[str, Any], language: str) -> tuple[tuple[str, str], ...]:
    """The links at the foot of every page: what the organisation accounts for, then its own."""
    statements = [
        (said_in(title, language), address_of("core:statement", slug))
        for slug, title in said.get("statements", {}).items()
    ]
    own = [
        (said_in(link["label"], language), said_in(link["url"], language))
        for link in said.get("footer", ())
    ]
    return tuple(statements + own)


def language_links(
    request: HttpRequest, current: str, organisation: Organisation | None
) -> tuple[LanguageLink, ...]:
    """A link to this page in each language; the question in the address stays."""
    names = dict(settings.LANGUAGES)
    query = request.GET.copy()
    found = []
    for code in languages_of(organisation):
        query["taal"] = code
        found.append(LanguageLink(code, names[code], f"?{query.urlencode()}", code == current))
    return tuple(found)


def said_in(words: str | dict[str, str], language: str) -> str:
    """A text of a pack in this language, else in the first one that it has."""
    if isinstance(words, str):
        return words
    return words.get(language) or next(iter(words.values()), "")


def theme_of(organisation: Organisation) -> str:
    """The house style of an organisation, when it was built."""
    return organisation.theme if organisation.theme in themes() else DEFAULT_THEME


@cache
def accent_of(theme: str) -> str:
    """The colour of a house style on white paper."""
    sheet = (STATIC / f"theme-{theme}.css").read_text("utf-8")
    found = ACCENT.search(sheet)
    return found[1] if found else "#000000"


@cache
def themes() -> frozenset[str]:
    """The house styles that were built (frontend/themes)."""
    names = (path.stem.removeprefix("theme-") for path in STATIC.glob("theme-*.css"))
    return frozenset(names)
