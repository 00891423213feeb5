"""The search of the desk finds the work of one's own queues, and nothing that is not."""

from typing import Any

import pytest
from tests.make import make_case
from tests.world import World, client_of, sign_in

from loket.cases.models import Case
from loket.core.tenancy import enter_organisation

WORDS = ("{number}", "Rita Vraagt")


@pytest.fixture
def world(here: World) -> World:
    enter_organisation(here.organisation.pk)
    return here


def search(world: World, role: str, words: str) -> Any:
    browser = client_of(world, sign_in(world, world.people[role]))
    return browser.get("/werk/zoeken/", {"q": words})


def test_the_exact_number_of_a_case_opens_it(world: World) -> None:
    case: Case = world.things["case"]

    answer = search(world, "handler", f" {case.number.lower()} ")

    assert answer.headers["Location"] == f"/werk/zaken/{case.number}/"


def test_cases_are_found_by_the_name_of_who_asked(world: World) -> None:
    case: Case = world.things["case"]

    assert case.number in search(world, "handler", "vraagt").text


@pytest.mark.parametrize("words", WORDS)
def test_the_work_of_another_queue_looks_like_what_does_not_exist(world: World, words: str) -> None:
    case: Case = world.things["case"]

    answer = search(world, "other_handler", words.format(number=case.number))

    assert answer.status_code == 200
    assert f"/werk/zaken/{case.number}/" not in answer.text


@pytest.mark.parametrize("words", ["{number}", "Hans Handelaar"])
def test_nobody_finds_their_own_request_at_the_desk(world: World, words: str) -> None:
    own = make_case(world.people["handler"], world.things["service"])

    answer = search(world, "handler", words.format(number=own.number))

    assert answer.status_code == 200
    assert f"/werk/zaken/{own.number}/" not in answer.text


@pytest.mark.parametrize("words", ["", " ", "%", "\x00", "HRB0000000", "x" * 3000])
def test_words_that_fit_nothing_find_nothing(world: World, words: str) -> None:
    answer = search(world, "handler", words)

    assert answer.status_code == 200
    assert "/werk/zaken/" not in answer.text
