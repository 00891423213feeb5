"""In which language and region a page speaks, and how a person chooses another one.

`?taal=fr` on any address chooses a language and comes back to the same address without it.
The choice is kept in a cookie until the browser closes; a person's own preference comes next,
then what the browser asks for, then the first language of the organisation.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from loket.core.models import Organisation

Handler = Callable[[HttpRequest], HttpResponse]

COOKIE = "taal"
DISPLAY_COOKIE = "weergave"
DISPLAYS = ("light", "dark", "auto")
REGIONAL = {
    "BE": {"nl": "nl-be", "fr": "fr-be", "de": "de-be", "en": "en-gb"},
    "NL": {"nl": "nl-nl", "fr": "fr", "de": "de", "en": "en-gb"},
}


class LanguageMiddleware:
    """Speak the language of the person, with dates and numbers of the region."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language; the person acts in it too."""
        if not hasattr(request, "organisation"):
            return self.get_response(request)
        return speak(request, self.get_response)


def speak(request: HttpRequest, answer: Handler) -> HttpResponse:
    """Answer in the chosen language; a choice in the address is kept and taken out of it."""
    organisation = getattr(request, "organisation", None)
    language = language_of(request, languages_of(organisation))
    spoken.note(request, language)
    acting = getattr(request, "acting", None)
    if acting is not None:
        request.acting = replace(acting, language=language)  # type: ignore[attr-defined]
    with translation.override(variant(language, organisation.region if organisation else "")):
        response = back_to_same_page(request) or answer(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "nl")
    return keep_choices(request, response, language)


@contextmanager
def as_the_page(request: HttpRequest, language: str) -> Iterator[None]:
    """Speak the language of the page that asks for a part: it may not be the person's any more."""
    organisation = getattr(request, "organisation", None)
    if organisation is None or language not in languages_of(organisation):
        yield
        return
    acting = request.acting  # type: ignore[attr-defined]
    request.acting = replace(acting, language=language)  # type: ignore[attr-defined]
    with translation.override(variant(language, organisation.region)):
        yield


def variant(language: str, region: str) -> str:
    """The language as the region writes it: nl and BE are nl-be."""
    return REGIONAL.get(region, {}).get(language, language)


def languages_of(organisation: Organisation | None) -> list[str]:
    """The languages that the organisation speaks, its first one first; without one, all."""
    own = list(organisation.languages) if organisation else []
    return own or [code for code, _name in settings.LANGUAGES]


def language_of(request: HttpRequest, spoken: list[str]) -> str:
    """The language for this request: asked for, kept, preferred, understood or the first."""
    wishes = [request.GET.get("taal", ""), request.COOKIES.get(COOKIE, "")]
    if getattr(request, "person", None) is not None:
        wishes.append(request.acting.language)  # type: ignore[attr-defined]
    header = request.headers.get("Accept-Language", "")
    wishes += [code.partition("-")[0] for code, _weight in parse_accept_lang_header(header)]
    return next((wish for wish in wishes if wish in spoken), spoken[0])


class Spoken:
    """Which language each session last read, in this process: for pages that can ask nobody."""

    MOST = 20_000

    def __init__(self) -> None:
        """Know nobody yet."""
        self.of: dict[int, str] = {}

    def note(self, request: HttpRequest, language: str) -> None:
        """Keep what a session reads; its key itself is not kept."""
        if key := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            if len(self.of) >= self.MOST:
                self.of.clear()
            self.of[hash(key)] = language

    def by(self, request: HttpRequest) -> str:
        """The language that the session of this request last read; empty when nobody knows."""
        return self.of.get(hash(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")), "")


spoken = Spoken()


def language_in_outage(request: HttpRequest) -> str:
    """The language and region of a page for which the database cannot be asked who reads it."""
    organisation = getattr(request, "organisation", None)
    can = languages_of(organisation)
    known = spoken.by(request)
    language = known if known in can else language_of(request, can)
    return variant(language, organisation.region if organisation else "")


def back_to_same_page(request: HttpRequest) -> HttpResponse | None:
    """The same address without the choice in it, when somebody followed a link to choose."""
    chosen = {"taal", "weergave"} & set(request.GET)
    if not chosen or request.method != "GET" or request.headers.get("HX-Request"):
        return None
    query = request.GET.copy()
    for name in chosen:
        del query[name]
    rest = f"?{query.urlencode()}" if query else ""
    # The path of this very request: no address from outside gets in. Two slashes would be one.
    return HttpResponseRedirect("/" + request.path.lstrip("/") + rest)


def keep_choices(request: HttpRequest, response: HttpResponse, language: str) -> HttpResponse:
    """Keep what the address chose: the language, light or dark."""
    if request.GET.get("taal") == language:
        remember_language(response, language)
    display = request.GET.get("weergave")
    if display in DISPLAYS:
        keep(response, DISPLAY_COOKIE, display, days=365)
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the language on this device until the browser closes."""
    keep(response, COOKIE, language)


def keep(response: HttpResponse, name: str, value: str, days: int = 0) -> None:
    """Set a small cookie that says how a page looks or speaks; it identifies nobody."""
    response.set_cookie(
        name,
        value,
        max_age=days * 86_400 or None,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
