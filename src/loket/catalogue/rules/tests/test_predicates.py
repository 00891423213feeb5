"""Predicates: what they mean, and that they never raise."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.catalogue.rules.compare import compare, equal, number
from loket.catalogue.rules.operands import Scope, looks_relative, parse_operand, parse_ref
from loket.catalogue.rules.predicates import parse_predicate
from loket.catalogue.rules.tests.make import TODAY
from loket.catalogue.rules.tests.strategies import ANSWERS, ITEMS, PREDICATES, STEADY
from loket.catalogue.rules.values import Answers, Json

VECTORS = json.loads((Path(__file__).parents[2] / "tests" / "vectors.json").read_text())


def holds(predicate: Json, answers: Answers | None = None, item: Answers | None = None) -> bool:
    return parse_predicate(predicate).holds(Scope(answers or {}, item, TODAY))


@pytest.mark.parametrize(("predicate", "answers", "expected"), VECTORS["predicates"])
def test_each_predicate_does_what_its_name_says(
    predicate: Json, answers: Answers | None, expected: bool
) -> None:
    found = holds(predicate, VECTORS["answers"] if answers is None else answers, VECTORS["item"])

    assert found is expected


def test_a_dot_looks_in_the_item_and_nothing_else() -> None:
    assert holds({"f": ".naam", "eq": "An"}, {"naam": "Jo"}, {"naam": "An"})
    assert holds({"f": "naam", "eq": "Jo"}, {"naam": "Jo"}, {"naam": "An"})
    assert holds({"f": ".naam", "ne": "@naam"}, {"naam": "Jo"}, {"naam": "An"})


def test_a_predicate_nested_too_deep_never_holds() -> None:
    deep: Json = True
    for _ in range(30):
        deep = {"all": [deep]}

    assert holds(deep) is False


def test_a_predicate_names_all_answers_that_it_looks_at() -> None:
    predicate = parse_predicate(
        {
            "all": [
                {"any": [{"f": "a", "eq": "@b"}, {"f": ".c", "in": ["@d.until", "x", "today"]}]},
                {"not": {"f": "e", "gt": "@f+1m"}},
                {"f": "g", "answered": True},
                {"f": "h", "contains": 1},
                {"f": "i", "matches": "digits"},
                True,
            ]
        }
    )

    assert [str(ref) for ref in predicate.refs()] == [
        "a", "b", ".c", "d.until", "e", "f", "g", "h", "i",
    ]  # fmt: skip


def test_numbers_are_compared_as_numbers_and_codes_as_text() -> None:
    assert equal("10.50", "10.5")
    assert equal(2, "2.0")
    assert not equal("01", "1")
    assert compare("9.5", "10") == -1
    assert compare("-0.5", 0) == -1
    assert number(10**15) is None
    assert number(1e300) is None
    assert number(0.5) is None
    assert number(2.0) == number(2) == number("2.0")
    assert number("1234567890123456") is None


def test_a_name_or_a_relative_value_is_recognised() -> None:
    assert parse_ref("Begin") is None
    assert looks_relative("@Begin")
    assert looks_relative("today+9x")
    assert not looks_relative("tod")
    assert parse_operand("today+9x").read(Scope({}, None, date(2026, 1, 1))) == "today+9x"


@STEADY
@given(predicate=PREDICATES, answers=ANSWERS, item=ITEMS)
def test_a_predicate_written_out_means_the_same(
    predicate: Json, answers: Answers, item: Answers | None
) -> None:
    scope = Scope(answers, item, TODAY)
    read = parse_predicate(predicate)

    assert parse_predicate(read.json()).holds(scope) is read.holds(scope)


@STEADY
@given(predicate=PREDICATES, answers=ANSWERS, item=ITEMS)
def test_a_predicate_is_total(predicate: Json, answers: Answers, item: Answers | None) -> None:
    read = parse_predicate(predicate)

    assert read.holds(Scope(answers, item, TODAY)) in (True, False)
    assert all(ref.name for ref in read.refs())


@STEADY
@given(
    source=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["f", "all", "any", "not", "eq", "in", "answered", "x"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_any_rubbish_is_read_without_an_error(source: Json) -> None:
    assert holds(source, {"x": 1}) in (True, False)
