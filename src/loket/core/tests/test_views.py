"""Staying signed in."""

from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import RequestFactory, override_settings

from loket.core.views import extend_session


@override_settings(SESSION_COOKIE_AGE=1800)
def test_who_is_signed_in_may_stay_and_hears_how_long() -> None:
    request = RequestFactory().post("/sessie/verlengen/")
    request.session = SessionStore()
    vars(request)["person"] = object()

    answer = extend_session(request)

    assert answer.content == b"1800"
    assert request.session.modified
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_is_not_signed_in_cannot_stay() -> None:
    request = RequestFactory().post("/sessie/verlengen/")
    vars(request)["person"] = None

    assert extend_session(request).status_code == 403
