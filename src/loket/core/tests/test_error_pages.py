"""Error pages appear without a database, in the language of the person, with a number to tell."""

import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from loket.core.error_pages import (
    RuleErrorMiddleware,
    bad_request,
    error_page,
    not_found,
    server_error,
    unavailable,
)
from loket.core.errors import RuleError
from loket.core.models import Organisation

SETTINGS = {"contact": {"phone": "02 740 74 74", "hours": {"nl": "Van 8.30 tot 17 uur"}}}


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().get("/zaken/HRB0001167/")
    vars(request)["organisation"] = Organisation(
        name="PersoPoint", theme="persopoint", languages=["nl", "fr"], settings=SETTINGS
    )
    return request


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 500, 503])
def test_every_error_page_says_what_to_do_and_whom_to_call(
    request_: HttpRequest, status: int
) -> None:
    answer = error_page(request_, status)

    page = answer.content.decode()
    assert answer.status_code == status
    assert re.search(r"<strong class=\"sd-num\">[0-9A-F]{8}</strong>", page)
    assert "tel:027407474" in page
    assert "<h1>" in page


def test_an_error_page_speaks_the_language_of_the_person(request_: HttpRequest) -> None:
    with translation.override("fr-be"):
        page = not_found(request_).content.decode()

    assert '<html lang="fr-be"' in page
    assert "Deze pagina bestaat niet" not in page


def test_an_error_page_appears_when_no_organisation_is_known() -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": "de-DE,de;q=0.9"})

    page = error_page(request, 404).content.decode()

    assert "theme-loket.css" in page
    assert "Diese Seite gibt es nicht" in page


def test_a_database_that_does_not_answer_is_a_pause_and_not_a_fault(request_: HttpRequest) -> None:
    try:
        raise OperationalError
    except OperationalError:
        answer = server_error(request_)

    assert answer.status_code == 503
    assert server_error(request_).status_code == 500


def test_a_question_that_is_too_large_says_so(request_: HttpRequest) -> None:
    assert bad_request(request_, RequestDataTooBig()).status_code == 413
    assert bad_request(request_, ValueError()).status_code == 400


def test_a_pause_says_when_to_come_back(request_: HttpRequest) -> None:
    assert unavailable(request_).headers["Retry-After"] == "10"


def test_a_rule_that_no_page_shows_becomes_a_page_with_its_sentence(request_: HttpRequest) -> None:
    middleware = RuleErrorMiddleware(lambda request: HttpResponse())

    answer = middleware.process_exception(request_, RuleError("Deze zaak is al gesloten."))

    assert answer is not None
    assert answer.status_code == 409
    assert "Deze zaak is al gesloten." in answer.content.decode()
    assert middleware.process_exception(request_, ValueError("anders")) is None
