"""The script in the browser and the rules on the server give the same answers."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from loket.catalogue.rules.numerals import read_decimal
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.predicates import PATTERNS, parse_predicate
from loket.catalogue.rules.tests.strategies import ANSWERS, ITEMS, PREDICATES

SCRIPTS = Path(__file__).parents[1] / "static" / "catalogue"
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
TODAY = date(2026, 11, 21)
BATCH = 500

EACH = """cases => cases.map(([predicate, answers, item]) =>
    Loket.conditions.evaluate(predicate, answers, "2026-11-21", item))"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content("<!doctype html><title>leeg</title>")
    page.add_script_tag(path=SCRIPTS / "conditions.js")
    yield page
    page.close()


def in_python(predicate: Any, answers: Any, item: Any) -> bool:
    return parse_predicate(predicate).holds(Scope(answers, item, TODAY))


def test_the_browser_agrees_on_every_shared_predicate(page: Page) -> None:
    cases = [
        (predicate, VECTORS["answers"] if answers is None else answers, VECTORS["item"])
        for predicate, answers, _expected in VECTORS["predicates"]
    ]

    found = page.evaluate(EACH, cases)

    assert found == [expected for _predicate, _answers, expected in VECTORS["predicates"]]


def test_the_browser_reads_numbers_and_days_as_the_server_does(page: Page) -> None:
    numbers = [(text, language) for text, language, _expected in VECTORS["decimals"]]
    days = [text for text, _expected in VECTORS["days"]]

    read = page.evaluate("c => c.map(([t, l]) => Loket.conditions.readDecimal(t, l))", numbers)
    dated = page.evaluate("c => c.map(t => Loket.conditions.readDay(t))", days)

    assert read == [expected for _text, _language, expected in VECTORS["decimals"]]
    assert dated == [expected for _text, expected in VECTORS["days"]]


def test_both_know_the_same_patterns(page: Page) -> None:
    assert page.evaluate("Loket.conditions.PATTERNS") == dict(PATTERNS)


# One example is a whole batch; hypothesis only makes them, the browser is asked once a batch.
ONE_BATCH = settings(
    derandomize=True, max_examples=1, deadline=None, phases=[Phase.generate], database=None
)
CASES = st.tuples(PREDICATES, ANSWERS, ITEMS)
NUMBERS = st.tuples(
    st.text(st.sampled_from("0123456789.,- '€e\u202f"), max_size=12), st.sampled_from(["nl", "en"])
)


def batch_of[T](cases: st.SearchStrategy[T], size: int = BATCH) -> list[T]:
    """Make a batch of examples, the same ones each time."""
    made: list[T] = []

    @settings(ONE_BATCH, max_examples=size)
    @given(case=cases)
    def collect(case: T) -> None:
        made.append(case)

    collect()
    return made


def test_the_browser_agrees_on_hundreds_of_random_predicates(page: Page) -> None:
    cases = batch_of(CASES)

    found = page.evaluate(EACH, cases)

    expected = [in_python(*case) for case in cases]
    assert [case for case, a, b in zip(cases, found, expected, strict=True) if a is not b] == []
    assert len(cases) == BATCH
    assert {True, False} == set(expected)


def test_the_browser_reads_hundreds_of_random_numbers_alike(page: Page) -> None:
    cases = batch_of(NUMBERS)

    found = page.evaluate("c => c.map(([t, l]) => Loket.conditions.readDecimal(t, l))", cases)

    expected = [read_decimal(text, language) for text, language in cases]
    assert [case for case, a, b in zip(cases, found, expected, strict=True) if a != b] == []
