"""A request that is too large for its page is refused by its own word, unread."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from loket.core.bodylimit import BodyLimitMiddleware

MEGABYTE = 1024 * 1024
FILES = "multipart/form-data; boundary=x"
WORDS = "application/x-www-form-urlencoded"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def ask(length: str, kind: str = FILES, *, signed_in: bool = True) -> HttpResponse | None:
    request = RequestFactory().post("/", CONTENT_LENGTH=length, content_type=kind)
    vars(request)["person"] = object() if signed_in else None
    return BodyLimitMiddleware(page).process_view(request, page, (), {})


@pytest.mark.parametrize("length", ["", "0", "1000", "-1", "many", str(110 * MEGABYTE)])
def test_files_up_to_a_whole_submission_may_come_in(length: str) -> None:
    assert ask(length) is None


def test_more_than_a_submission_is_refused_with_a_sentence() -> None:
    answer = ask(str(111 * MEGABYTE))

    assert answer is not None
    assert answer.status_code == 413
    assert "Stuur uw bestanden een voor een." in answer.text


def test_a_form_of_words_stays_small() -> None:
    answer = ask(str(3 * MEGABYTE), WORDS)

    assert answer is not None
    assert answer.status_code == 413
    assert ask(str(2 * MEGABYTE), WORDS) is None


def test_a_visitor_sends_no_files() -> None:
    answer = ask(str(3 * MEGABYTE), signed_in=False)

    assert answer is not None
    assert answer.status_code == 413
