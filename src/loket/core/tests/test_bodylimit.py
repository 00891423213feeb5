"""A request that is too large for its page is refused by its own word, unread."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from loket.core.bodylimit import BodyLimitMiddleware, takes_files

MEGABYTE = 1024 * 1024


def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@takes_files
def files(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def ask(view: object, length: str, *, signed_in: bool = True) -> HttpResponse | None:
    request = RequestFactory().post("/", CONTENT_LENGTH=length)
    vars(request)["person"] = object() if signed_in else None
    middleware = BodyLimitMiddleware(words)
    return middleware.process_view(request, view, (), {})  # type: ignore[arg-type]  # a view


@pytest.mark.parametrize("length", ["", "0", "1000", "-1", "many", str(110 * MEGABYTE)])
def test_files_up_to_a_whole_submission_may_come_in(length: str) -> None:
    assert ask(files, length) is None


def test_more_than_a_submission_is_refused_with_a_sentence() -> None:
    answer = ask(files, str(111 * MEGABYTE))

    assert answer is not None
    assert answer.status_code == 413
    assert "Stuur uw bestanden een voor een." in answer.text


def test_a_page_for_words_takes_no_files() -> None:
    answer = ask(words, str(3 * MEGABYTE))

    assert answer is not None
    assert answer.status_code == 413
    assert ask(words, str(2 * MEGABYTE)) is None


def test_a_visitor_sends_no_files() -> None:
    answer = ask(files, str(3 * MEGABYTE), signed_in=False)

    assert answer is not None
    assert answer.status_code == 413
