"""Leave out of a request what stands for nothing, and let the page say that this was done."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from loket.core.error_pages import not_found
from loket.core.signs import has_nothing, without_nothing

Handler = Callable[[HttpRequest], HttpResponse]
COOKIE = "weggelaten"
"""Until the next whole page is shown: what was sent lost signs that stand for nothing."""
SECONDS = 300


class LeavingOutMiddleware:
    """Take signs that stand for nothing out of what is sent; an address with one leads nowhere.

    Nobody sees such a sign, and PostgreSQL holds no NUL. They come along from a PDF or another
    program, so refusing them would be a riddle; the page says that they were left out.
    """

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what is sent is looked at before the view."""
        if has_nothing(request.path_info):
            return not_found(request)
        told = bool(request.COOKIES.get(COOKIE))
        request.left_out = told  # type: ignore[attr-defined]  # read by core.page
        response = self.get_response(request)
        if is_whole_page(request, response):
            if told:
                response.delete_cookie(COOKIE, samesite="Lax")
        elif getattr(request, "left_out", False) and not told:
            remember(response)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Take the signs out of the query and of the fields of a form."""
        clean(request, "GET")
        if clean(request, "POST"):
            request.left_out = True  # type: ignore[attr-defined]  # read by core.page


def clean(request: HttpRequest, name: str) -> bool:
    """Take the signs out of one of the two; say whether there were any."""
    sent: QueryDict = getattr(request, name)
    if not any(has_nothing("".join([key, *values])) for key, values in sent.lists()):
        return False
    made = QueryDict(mutable=True)
    for key, values in sent.lists():
        made.setlist(without_nothing(key), [without_nothing(one) for one in values])
    setattr(request, name, made)
    return True


def is_whole_page(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether the answer is a page that a person reads, and no part of one."""
    kind = response.headers.get("Content-Type", "")
    leads_on = response.status_code in (204, 301, 302, 303)
    return kind.startswith("text/html") and not leads_on and "HX-Request" not in request.headers


def remember(response: HttpResponse) -> None:
    """Let the next page say it."""
    response.set_cookie(
        COOKIE,
        "1",
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
