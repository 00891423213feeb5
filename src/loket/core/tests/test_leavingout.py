"""Signs that stand for nothing are left out of what is sent, and the next page says so."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from loket.core.leavingout import COOKIE, LeavingOutMiddleware, clean
from loket.core.page import page_of

make = RequestFactory()


def test_only_those_signs_leave_and_all_else_stays_in_its_order() -> None:
    request = make.post("/", {"a": ["1\x00", "2"], "b\x01": "é\u200d\n%00"})

    assert clean(request, "POST")

    assert list(request.POST.lists()) == [("a", ["1", "2"]), ("b", ["é\u200d\n%00"])]


def test_what_has_none_is_left_alone() -> None:
    request = make.post("/", {"a": "gewoon\r\n\t\x0b\u2028"})
    sent = request.POST

    assert not clean(request, "POST")

    assert request.POST is sent


def answer_to(request: HttpRequest, answer: HttpResponse) -> tuple[bool, str]:
    """Say whether the page tells it, and what the browser keeps for the next page."""
    told: list[bool] = []

    def view(asked: HttpRequest) -> HttpResponse:
        middleware.process_view(asked)
        told.append(page_of(asked, session=False).left_out)
        return answer

    middleware = LeavingOutMiddleware(view)
    kept = middleware(request).cookies.get(COOKIE)
    return told[0], kept.value if kept else "nothing"


def test_a_page_that_comes_at_once_says_it_itself() -> None:
    assert answer_to(make.post("/", {"a": "\x02"}), HttpResponse()) == (True, "nothing")


@pytest.mark.parametrize("part", [HttpResponseRedirect("/"), HttpResponse(status=204)])
def test_else_the_next_page_says_it(part: HttpResponse) -> None:
    assert answer_to(make.post("/", {"a": "\x02"}), part)[1] == "1"


def test_the_next_page_says_it_once() -> None:
    request = make.get("/")
    request.COOKIES[COOKIE] = "1"

    assert answer_to(request, HttpResponse()) == (True, "")


def test_who_sent_nothing_of_the_kind_hears_nothing() -> None:
    assert answer_to(make.post("/", {"a": "b"}), HttpResponseRedirect("/")) == (False, "nothing")


def test_an_address_with_such_a_sign_leads_nowhere(db: None) -> None:
    answer = LeavingOutMiddleware(lambda _request: HttpResponse())(make.get("/%01/"))

    assert answer.status_code == 404
