"""The search box finds forms in four languages, and opens a case by its number."""

import re
from typing import Any

import pytest
from tests.make import make_case, make_handler

from loket.catalogue.models import Service
from loket.people.models import Person
from loket.portal.tests.conftest import Site, browser_of


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def bare(answer: Any, number: str) -> str:
    """The page without the words that were looked for, and without its token."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page(answer)).replace(number, "")


FORM = 'href="/formulier/vermindering-van-werkregime/"'


@pytest.mark.parametrize(
    "words",
    ["4/5", "vierdagenweek met premie", "semaine de quatre jours", "Viertagewoche",
     "four-day week", "vierdagenwek", "mantelzorgg"],
)  # fmt: skip
def test_the_form_is_found(visitor: Site, service: Service, words: str) -> None:
    answer = visitor.get("/zoeken/", {"q": words})

    assert FORM in page(answer)


def test_the_number_of_an_own_case_opens_it(site: Site, sarah: Person, service: Service) -> None:
    case = make_case(sarah, service)

    answer = site.get("/zoeken/", {"q": f" {case.number.lower()} "})

    assert answer.headers["Location"] == f"/zaken/{case.number}/"


def test_the_number_of_a_case_that_one_handles_opens_it_at_the_desk(
    sarah: Person, service: Service
) -> None:
    case = make_case(sarah, service)
    site = browser_of(make_handler("Hans Handelaar", case.queue, login="hans"))

    answer = site.get("/zoeken/", {"q": case.number}, follow=True)
    offered = site.get("/zoeken/suggesties/", {"q": case.number})

    assert answer.redirect_chain == [(f"/werk/zaken/{case.number}/", 302)]
    assert answer.status_code == 200
    assert f'data-href="/werk/zaken/{case.number}/"' in page(offered)


def test_the_number_of_another_persons_case_finds_nothing(
    site: Site, kim: Person, service: Service
) -> None:
    case = make_case(kim, service)

    of_another = site.get("/zoeken/", {"q": case.number})
    of_nobody = site.get("/zoeken/", {"q": "HRB9999999"})

    assert of_another.status_code == of_nobody.status_code == 200
    assert bare(of_another, case.number) == bare(of_nobody, "HRB9999999")


def test_own_cases_are_found_by_title(site: Site, sarah: Person, service: Service) -> None:
    case = make_case(sarah, service)

    assert case.number in page(site.get("/zoeken/", {"q": "werkregime"}))


def test_nothing_found_repeats_the_words_and_shows_the_themes(
    visitor: Site, service: Service
) -> None:
    shown = page(visitor.get("/zoeken/", {"q": "<xyzzy>"}))

    assert "Zoeken naar ‘&lt;xyzzy&gt;’" in shown
    assert "Wij vonden niets met deze woorden" in shown
    assert "Aanvragen per thema" in shown


def test_suggestions_are_options_in_groups(site: Site, sarah: Person, service: Service) -> None:
    case = make_case(sarah, service)

    shown = page(site.get("/zoeken/suggesties/", {"q": "werkregime"}))

    assert "<html" not in shown
    assert 'data-href="/formulier/vermindering-van-werkregime/"' in shown
    assert f'data-href="/zaken/{case.number}/"' in shown


def test_a_theme_is_searched_within(visitor: Site, service: Service) -> None:
    everything = page(visitor.get("/aanvragen/loopbaan/"))
    found = page(visitor.get("/aanvragen/loopbaan/", {"q": "4/5"}))
    nothing = page(visitor.get("/aanvragen/loopbaan/", {"q": "xyzzy"}))

    assert FORM in everything
    assert FORM in found
    assert FORM not in nothing
    assert "Zoek in alle formulieren" in nothing


def test_all_themes_stand_on_one_page(visitor: Site, service: Service) -> None:
    shown = page(visitor.get("/aanvragen/"))

    assert 'href="/aanvragen/loopbaan/"' in shown
    assert FORM in shown
