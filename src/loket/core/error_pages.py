"""The pages for when something goes wrong: they say what happened, what is kept and what to do.

They stand on nothing but templates and what the request already carries, so that they still
appear when the database does not answer.
"""

import logging
import secrets
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from loket.core.errors import RuleError
from loket.core.language import language_of, languages_of
from loket.core.page import page_of

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]


def error_page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """Answer with the page of this status; `sentence` takes the place of the general words.

    The reference number leads whoever is told it to the line in the log.
    """
    reference = secrets.token_hex(4).upper()
    level = logging.ERROR if status >= 500 else logging.INFO
    logger.log(level, "%s answered %s, reference %s", request.path, status, reference)
    context = {
        "page": page_of(request, session=False),
        "status": status,
        "sentence": sentence,
        "reference": reference,
    }
    return HttpResponse(speaking(request, f"ui/errors/{status}.html", context), status=status)


def speaking(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    """The page in the language of the request, also when nothing chose one yet."""
    if hasattr(request, "organisation"):
        return render_to_string(template, context)
    with translation.override(language_of(request, languages_of(None))):
        return render_to_string(template, context | {"page": page_of(request, session=False)})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the question cannot be read; 413: it is too large to read."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not yours to do."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old or cookies are off; settings.CSRF_FAILURE_VIEW names this."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: it is not there, or not yours to see; the two look the same."""
    return error_page(request, 404)


def not_a_page(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405: Django says nothing to whoever reloads the address of a form; we say where to begin."""
    response = not_found(request)
    response.status_code = refused.status_code
    response.headers["Allow"] = refused.headers["Allow"]
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 when the database does not answer, which mostly passes."""
    if isinstance(sys.exception(), OperationalError):
        return unavailable(request)
    return error_page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: we are at work on it."""
    response = error_page(request, 503)
    response.headers["Retry-After"] = "120"
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
