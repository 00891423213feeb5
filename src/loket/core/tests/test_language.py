"""The language is the one asked for, kept, preferred or understood; the region writes the figures."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import formats, translation

from loket.core import figures
from loket.core.acting import Acting
from loket.core.language import LanguageMiddleware, language_of, variant
from loket.core.models import Organisation

NOW = datetime(2026, 11, 21, 8, 12, tzinfo=UTC)


def ask(path: str = "/", *, header: str = "", cookie: str = "", **more: Any) -> HttpRequest:
    request = RequestFactory().get(path, headers={"Accept-Language": header})
    if cookie:
        request.COOKIES["taal"] = cookie
    desk = Organisation(
        region="BE", languages=["nl", "fr", "de", "en"], time_zone="Europe/Brussels"
    )
    vars(request).update(organisation=desk, person=None, **more)
    return request


def answer_to(request: HttpRequest) -> HttpResponse:
    return LanguageMiddleware(lambda request: HttpResponse(translation.get_language()))(request)


@pytest.mark.parametrize(
    ("path", "cookie", "header", "language"),
    [
        ("/?taal=de", "fr", "en", "de"),
        ("/", "fr", "en", "fr"),
        ("/", "", "en-US,en;q=0.9", "en"),
        ("/", "", "pl,fr;q=0.5", "fr"),
        ("/", "", "", "nl"),
        ("/?taal=xx", "zz", "pl", "nl"),
    ],
)
def test_the_first_known_wish_decides(path: str, cookie: str, header: str, language: str) -> None:
    request = ask(path, cookie=cookie, header=header)

    assert language_of(request, ["nl", "fr", "de", "en"]) == language


def test_a_person_reads_in_their_own_language_and_acts_in_it() -> None:
    acting = Acting(person_id=1, organisation_id=1, at=NOW, language="de")
    request = ask(header="fr", acting=acting)
    vars(request)["person"] = object()

    answer = answer_to(request)

    assert answer.content == b"de-be"
    assert answer.headers["Content-Language"] == "de-be"
    assert vars(request)["acting"].language == "de"


def test_choosing_a_language_comes_back_to_the_same_page_and_keeps_the_choice() -> None:
    answer = answer_to(ask("/zoeken/?q=telewerk&taal=fr"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/zoeken/?q=telewerk"
    assert answer.cookies["taal"].value == "fr"
    assert answer.cookies["taal"]["max-age"] == ""


def test_choosing_a_language_never_leads_to_another_site() -> None:
    request = ask("/?taal=fr")
    request.path = "//example.org/"

    answer = answer_to(request)

    assert answer.headers["Location"] == "/example.org/"


def test_light_or_dark_is_kept_for_a_year() -> None:
    answer = answer_to(ask("/?weergave=dark"))

    assert answer.headers["Location"] == "/"
    assert answer.cookies["weergave"].value == "dark"
    assert answer.cookies["weergave"]["max-age"] == 365 * 86_400


@pytest.mark.parametrize(
    ("language", "region", "day", "short", "clock", "amount"),
    [
        ("nl", "BE", "21 november 2026", "21/11/2026", "9.12 uur", "€ 1.234,50"),
        ("nl", "NL", "21 november 2026", "21-11-2026", "9.12 uur", "€ 1.234,50"),
        ("fr", "BE", "21 novembre 2026", "21/11/2026", "9h12", "1\u202f234,50 €"),
        ("de", "BE", "21. November 2026", "21.11.2026", "9.12 Uhr", "1.234,50 €"),
        ("en", "BE", "21 November 2026", "21/11/2026", "9:12", "€1,234.50"),
    ],
)
def test_dates_and_amounts_are_written_as_people_of_the_region_do(
    language: str, region: str, day: str, short: str, clock: str, amount: str
) -> None:
    with translation.override(variant(language, region)):
        assert formats.date_format(NOW, "DATE_FORMAT") == day
        assert formats.date_format(NOW, "SHORT_DATE_FORMAT") == short
        assert figures.moment(NOW, date(2026, 11, 20)).endswith(clock)
        assert figures.money(Decimal("1234.5")) == amount
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "vandaag"),
        (date(2026, 11, 19), "gisteren"),
        (date(2026, 11, 21), "morgen"),
        (date(2026, 3, 1), "1 maart"),
        (date(2027, 3, 1), "1 maart 2027"),
    ],
)
def test_a_day_is_said_as_people_say_it(day: date, words: str) -> None:
    with translation.override("nl-be"):
        assert figures.day(day, date(2026, 11, 20)) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(84, "84 bytes"), (184_000, "184 kB"), (2_100_000, "2,1 MB"), (25_000_000, "25 MB")],
)
def test_a_size_is_short(size: int, words: str) -> None:
    with translation.override("nl-be"):
        assert figures.file_size(size) == words
