"""The script of a page hears which form was taken, and only then forgets what was written in it."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from loket.core.arrived import COOKIE, SIGN, ArrivedMiddleware

ONE = "0123456789abcdef"


def cookies(answer: HttpResponse, sign: str = ONE, *, person: object = "somebody") -> list[str]:
    def view(asked: HttpRequest) -> HttpResponse:
        assert asked.POST[SIGN] == sign
        return answer

    request = RequestFactory().post("/zaken/1/bericht/", {SIGN: sign, "text": "Beste"})
    request.person = person  # type: ignore[attr-defined]
    return list(ArrivedMiddleware(view)(request).cookies)


@pytest.mark.parametrize("answer", [HttpResponseRedirect("/zaken/1/"), HttpResponse()])
def test_a_form_that_was_taken_brings_its_sign_back(answer: HttpResponse) -> None:
    assert cookies(answer) == [COOKIE + ONE]


@pytest.mark.parametrize("status", [403, 409, 422, 500, 503])
def test_a_form_that_was_refused_does_not(status: int) -> None:
    assert cookies(HttpResponse(status=status)) == []


def test_who_is_sent_to_sign_in_first_has_sent_nothing() -> None:
    assert cookies(HttpResponseRedirect("/aanmelden/"), person=None) == []


@pytest.mark.parametrize("sign", ["", "0123", "0123456789abcdeg", "x; path=/", ONE + "\n"])
def test_what_is_no_sign_becomes_no_cookie(sign: str) -> None:
    assert cookies(HttpResponse(), sign) == []
