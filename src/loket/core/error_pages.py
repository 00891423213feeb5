"""The pages for when something goes wrong: they say what happened, what is kept and what to do.

They stand on nothing but templates and what the request already carries, so that they still
appear when the database does not answer.
"""

import logging
import secrets
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from urllib.parse import quote

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from loket.core.errors import RuleError
from loket.core.language import language_in_outage, language_of, languages_of
from loket.core.outage import Outage, outage_of
from loket.core.page import page_of
from loket.core.typed import (
    Typed,
    files_in,
    is_from_our_page,
    sent_by_htmx,
    sent_by_script,
    typed_in,
    words_in,
    words_read,
)
from loket.core.whose import is_of_another

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]


LOSING = (404, 409, 500)
"""The pages that come in the place of the one on which somebody wrote: they show the words."""
AGAIN_AFTER = "10"
"""Seconds after which somebody who was refused by an outage may come back."""


def error_page(
    request: HttpRequest, status: int, sentence: str = "", *, language: str = "", **more: object
) -> HttpResponse:
    """Answer with the page of this status; `sentence` takes the place of the general words.

    The reference number leads whoever is told it to the line in the log.
    """
    reference = secrets.token_hex(4).upper()
    level = logging.ERROR if status >= 500 else logging.INFO
    where = quote(request.path)  # one line of the log, whatever stands in the address
    logger.log(level, "%s answered %s, reference %s", where, status, reference)
    known = {"status": status, "sentence": sentence, "reference": reference, **more}
    if status in LOSING:
        known |= {"words": words_read(request), "lost": files_in(request)}
    with speaking(request, language):
        context = known | {"page": page_of(request, session=False)}
        return HttpResponse(render_to_string(f"ui/errors/{status}.html", context), status=status)


def speaking(request: HttpRequest, language: str) -> AbstractContextManager[None]:
    """Speak this language, else that of the request, also when nothing chose one yet."""
    if not language and hasattr(request, "organisation"):
        return nullcontext()
    return translation.override(language or language_of(request, languages_of(None)))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the question cannot be read; 413: it is too large to read."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not yours to do."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old or cookies are off; settings.CSRF_FAILURE_VIEW names this.

    What a page of ours sent is offered again: it is older than signing in was, no more. What came
    from elsewhere is not, or one press on our own button would do what another site made up. Nor is
    what somebody else typed, who was signed in before on this device.
    """
    if not request.COOKIES:
        sentence = _(
            "Uw browser bewaart geen cookies. Sta ze toe voor dit adres en probeer opnieuw."
        )
        return error_page(request, 403, sentence)
    if not is_from_our_page(request):
        return not_taken(request, None)
    typed = words_in(request) if sent_by_htmx(request) else typed_in(request)
    if typed and is_of_another(request):
        return held(request, of_another=True)
    return not_taken(request, typed)


def not_taken(request: HttpRequest, typed: Typed | None, sign_in: str = "") -> HttpResponse:
    """403 with what was typed, to send it again; `sign_in` is where to sign in first."""
    response = held(request, typed=typed, sign_in=sign_in, proof=get_token(request))
    response.headers["Cache-Control"] = "no-store"
    return response


def held(
    request: HttpRequest,
    *,
    typed: Typed | None = None,
    sign_in: str = "",
    proof: str = "",
    of_another: bool = False,
) -> HttpResponse:
    """403: the page that says that a form was not taken.

    What htmx sent is told in a notice on the page where it was typed, which stays as it is; its
    409 is what htmx puts in a page.
    """
    said = {"typed": typed, "sign_in": sign_in, "proof": proof, "of_another": of_another}
    if not sent_by_htmx(request) or not (typed or of_another):
        return error_page(request, 403, sentence="", language="", **said)
    with speaking(request, ""):
        response = HttpResponse(render_to_string("ui/parts/held.html", said), status=409)
    response.headers["HX-Retarget"] = "#meldingen"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it is not there, or not yours to see; the two look the same."""
    return error_page(request, 404)


def not_a_page(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405: Django says nothing to whoever reloads the address of a form; we say where to begin.

    Who goes there with a browser (another language on a page that refused a form, an address that
    was kept) comes to the page that the form stood on.
    """
    reads = "text/html" in request.headers.get("Accept", "")
    if request.method == "GET" and reads and not sent_by_script(request):
        return HttpResponseRedirect(page_above(request.path))
    response = not_found(request)
    response.status_code = refused.status_code
    response.headers["Allow"] = refused.headers["Allow"]
    return response


def page_above(path: str) -> str:
    """The nearest address above this one at which there is something: /zaken/X/ of /zaken/X/bericht/."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:end])}/" for end in range(len(parts) - 1, 0, -1))
    return next((one for one in above if is_address(one)), "/")


def is_address(path: str) -> bool:
    """Whether anything of ours answers there."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 and 507 when it is the machine that fails, which passes."""
    fault = sys.exception()
    outage = outage_of(fault)
    if outage is None and isinstance(fault, OperationalError):
        outage = "away"  # the database is there, but had no time for this
    return unavailable(request, outage) if outage else error_page(request, 500)


def unavailable(request: HttpRequest, outage: Outage = "away", sentence: str = "") -> HttpResponse:
    """503: the database is away for a moment; 507: a disk is full. What was typed is offered again.

    Who asks may not be known yet, nor in what language the page speaks.
    """
    typed = typed_in(request)
    again = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    language = language_in_outage(request)
    status = 507 if outage == "full" else 503
    response = error_page(request, status, sentence, language=language, typed=typed, again=again)
    response.headers["Content-Language"] = language
    response.headers["Retry-After"] = AGAIN_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response


class RuleErrorMiddleware:
    """Show the sentence of a rule that forbade something, when no page did so itself."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; an address that only takes a form is no page to look at."""
        response = self.get_response(request)
        return not_a_page(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 with the sentence; any other exception rises."""
        if isinstance(exception, RuleError):
            return error_page(request, 409, exception.message)
        return None
