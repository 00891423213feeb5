"""Refuse a request that is too large by what it says of itself, or that found no place with us."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loket.core.error_pages import error_page
from loket.core.errors import LOST
from loket.core.signs import LONGEST_NUMBER

Handler = Callable[[HttpRequest], HttpResponse]
FILES = "multipart/form-data"
AGAIN_AFTER = "120"
"""Seconds."""


class BodyLimitMiddleware:
    """Answer 413 to a request that is too large, 503 when our disk did not take it.

    Files come only from people who signed in; all others, and all other forms, send words.
    """

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on: which limit holds is known once the person is."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Handler, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse what is too large for who asks; nothing has read the request yet."""
        if LOST in request.META:
            return lost(request)
        if length_of(request) <= largest_for(request):
            return None
        sentence = _("Wat u stuurt is te groot. Stuur uw bestanden een voor een.")
        return error_page(request, 413, sentence)


def lost(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault, and that what was typed is still on the page before."""
    sentence = _(
        "Wij konden niet aannemen wat u stuurde. Dat ligt aan ons: onze schijf is vol of werkt "
        "niet. Ga terug naar de vorige pagina: wat u typte, staat er nog. Probeer het later "
        "opnieuw, of stuur eerst alleen uw tekst."
    )
    answer = error_page(request, 503, sentence)
    answer.headers["Retry-After"] = AGAIN_AFTER
    return answer


def largest_for(request: HttpRequest) -> int:
    """Return how many bytes a request may have."""
    takes_files = request.content_type == FILES and getattr(request, "person", None) is not None
    return settings.LARGEST_REQUEST if takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def length_of(request: HttpRequest) -> int:
    """Return the length that a request says it has; none counts as nothing."""
    said = request.headers.get("Content-Length", "")
    return int(said[:LONGEST_NUMBER]) if said.isascii() and said.isdigit() else 0
