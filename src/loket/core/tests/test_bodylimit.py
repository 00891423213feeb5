"""A request that is too large is refused by its own word, unread."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from loket.core.bodylimit import BodyLimitMiddleware, largest_for
from loket.core.errors import LOST

MEGABYTE = 1024 * 1024
FILES = "multipart/form-data; boundary=x"
WORDS = "application/x-www-form-urlencoded"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def make_request(length: str, kind: str = FILES, *, signed_in: bool = False) -> HttpRequest:
    request = RequestFactory().post("/", CONTENT_LENGTH=length, content_type=kind)
    vars(request)["person"] = object() if signed_in else None
    return request


@pytest.mark.parametrize(
    ("kind", "signed_in", "most"),
    [
        (FILES, True, 110 * MEGABYTE),
        (FILES, False, 2.5 * MEGABYTE),
        (WORDS, True, 2.5 * MEGABYTE),
        (WORDS, False, 2.5 * MEGABYTE),
    ],
)
def test_only_people_who_signed_in_send_files(kind: str, signed_in: bool, most: float) -> None:
    assert largest_for(make_request("0", kind, signed_in=signed_in)) == most


@pytest.mark.parametrize("length", ["", "0", "1000", "-1", "many", str(110 * MEGABYTE)])
def test_what_fits_goes_on_to_its_page(length: str) -> None:
    request = make_request(length, signed_in=True)

    assert BodyLimitMiddleware(page).process_view(request, page, (), {}) is None


def test_what_is_too_large_is_refused_with_a_sentence() -> None:
    answer = BodyLimitMiddleware(page).process_view(make_request("3000000"), page, (), {})

    assert answer is not None
    assert answer.status_code == 413
    assert "Stuur uw bestanden een voor een." in answer.text


def test_what_our_disk_did_not_take_is_our_fault_and_says_so() -> None:
    request = make_request("0")
    request.META[LOST] = True

    answer = BodyLimitMiddleware(page).process_view(request, page, (), {})

    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    assert "wat u typte, staat er nog" in answer.text
