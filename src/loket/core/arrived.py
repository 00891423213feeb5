"""Say to the script of a page that a form was taken, so that it forgets the words that it kept."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
SIGN = "teken-van-versturen"
"""The field in which frontend/js/words.js says which sending this is."""
COOKIE = "aangekomen-"
"""With the sign behind it; the script takes it away as soon as it read it."""
SECONDS = 300
_SIGN = re.compile(r"[0-9a-f]{16}", re.ASCII)


class ArrivedMiddleware:
    """Give the sign of a form back when it was taken: not when it was refused, or nobody signed in."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that it arrived."""
        response = self.get_response(request)
        if request.method == "POST" and was_taken(request, response):
            sign = request.POST.get(SIGN, "")
            if _SIGN.fullmatch(sign):
                response.set_cookie(
                    f"{COOKIE}{sign}",
                    "1",
                    max_age=SECONDS,
                    samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )
        return response


def was_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a person sent it whom we know, and nothing refused it."""
    known = getattr(request, "person", None) is not None
    return known and response.status_code < 400 and "_post" in vars(request)
