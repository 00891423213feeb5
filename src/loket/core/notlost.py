"""A page that refuses a form never forgets what was written in it.

Most pages show a form that was refused again, as it was filled in. Where the form is not there any
more (the case was closed meanwhile, somebody else decided) its words would be gone with it: they
are shown on top of the page then, to be copied. See docs/decisions/typed-words.md.
"""

import re
from collections.abc import Callable
from html import unescape

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from loket.core.typed import is_from_our_page, is_kept, sent_by_htmx, words_in
from loket.core.whose import is_of_another

Handler = Callable[[HttpRequest], HttpResponse]
REFUSALS = frozenset({400, 403, 404, 409, 422})
MAIN = re.compile(r'<main id="inhoud"[^>]*>')
TAG = re.compile(r"<[^>]*>")
PART = "ui/parts/written.html"


class NotLostMiddleware:
    """Add to a refusal what was written and is not in its page."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what the page forgot is added to it."""
        response = self.get_response(request)
        if request.method == "POST" and is_refusal(response):
            page = response.content.decode(response.charset)
            words = forgotten(request, page)
            if words:
                response.content = with_words(page, words, part=sent_by_htmx(request))
        return response


def is_refusal(response: HttpResponse) -> bool:
    """Whether a page or a part of one says no."""
    kind = response.headers.get("Content-Type", "")
    whole = not response.streaming and kind.startswith("text/html")
    return whole and response.status_code in REFUSALS


def forgotten(request: HttpRequest, page: str) -> list[str]:
    """What a person wrote in more than one word, and what stands nowhere in this page.

    Never what another site or somebody else of this device wrote.
    """
    if "_post" not in vars(request) or not is_from_our_page(request) or is_of_another(request):
        return []
    typed = words_in(request)
    if typed is None:
        return []
    shown = flat(unescape(page)), flat(unescape(TAG.sub(" ", page)))
    lost = (value for value in typed.written if not is_kept(request, value))
    return [value for value in lost if not any(flat(value) in one for one in shown)]


def flat(text: str) -> str:
    """The text with single spaces: a page breaks its lines elsewhere."""
    return " ".join(text.split())


def with_words(page: str, words: list[str], *, part: bool) -> str:
    """The page with the words on top; a part of a page brings them as a notice."""
    shown = render_to_string(PART, {"words": words, "part": part})
    if part:
        return page + shown
    return MAIN.sub(lambda found: found.group() + shown, page, count=1)
