"""What an address asks of a list is understood, said again in one way, and never trusted."""

from datetime import datetime

import pytest
from django.http import QueryDict
from tests.make import NOW, ZONES

from loket.core.acting import Acting
from loket.desk.narrowing import conditions_of, term, waiting_on
from loket.desk.wish import SORTS, USUAL, read_wish

BY = Acting(person_id=1, organisation_id=1, at=NOW)


def address(text: str) -> str:
    return read_wish(QueryDict(text)).query


def test_an_address_is_understood_whatever_its_order() -> None:
    one = read_wish(QueryDict("schrijftaal=fr&status=open&status=waiting&volgorde=nieuwste"))
    other = read_wish(QueryDict("volgorde=nieuwste&status=open&status=waiting&schrijftaal=fr"))

    assert one == other
    assert one.query == "status=open&status=waiting&schrijftaal=fr&volgorde=nieuwste"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "status=closed_complete&wacht=iedereen&prioriteit=9&termijn=ooit",
        "van=2026-13-01&tot=gisteren&schrijftaal=xx&behandelaar=0&behandelaar=x",
        "van=0001-01-01&tot=9999-12-31",
        "dienst='; DROP&formulier=<script>&volgorde=id&kolom=answers",
        "volgorde=termijn&kolom=aanvrager&kolom=behandelaar&kolom=wachtrij",
    ],
)
def test_what_means_nothing_in_an_address_is_left_out(text: str) -> None:
    assert address(text) == ""


def test_of_two_terms_the_last_one_counts() -> None:
    assert address("termijn=vandaag&termijn=te-laat") == "termijn=te-laat"


def test_one_value_can_be_taken_away() -> None:
    wish = read_wish(QueryDict("status=open&status=waiting"))

    assert wish.without("status", "open").query == "status=waiting"
    assert wish.unfiltered().query == ""


def test_columns_keep_their_order_and_are_usual_when_none_is_named() -> None:
    assert read_wish(QueryDict("kolom=dienst&kolom=aanvrager")).columns == ("aanvrager", "dienst")
    assert read_wish(QueryDict("kolom=onzin")).columns == USUAL


def test_every_order_ends_with_what_no_two_cases_share() -> None:
    assert {sort.fields[-1].lstrip("-") for sort in SORTS.values()} == {"pk"}


def test_a_case_that_waits_on_two_is_found_by_each() -> None:
    both = "manager,personnel"

    assert both in waiting_on(["manager"])
    assert both in waiting_on(["personnel"])
    assert both not in waiting_on(["requester"])
    assert waiting_on(["niemand"]) == {""}


def test_this_week_ends_with_sunday() -> None:
    ((_lookup, (first, last)),) = term("week", BY)

    assert first == datetime(2026, 11, 20, tzinfo=ZONES["BE"])
    assert isinstance(last, datetime)
    assert last.date().isoformat() == "2026-11-22"


def test_lists_with_other_values_ask_the_same_question() -> None:
    one = conditions_of(read_wish(QueryDict("schrijftaal=fr&van=2026-11-01")), BY)
    other = conditions_of(read_wish(QueryDict("schrijftaal=de&van=2026-10-01")), BY)

    assert one.groups == other.groups
    assert one.values != other.values
