"""Predicates: what they mean, and that they never raise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.catalogue.rules.compare import compare, equal, number
from loket.catalogue.rules.operands import Scope, looks_relative, parse_operand, parse_ref
from loket.catalogue.rules.predicates import parse_predicate
from loket.catalogue.rules.tests.make import TODAY
from loket.catalogue.rules.tests.strategies import ANSWERS, ITEMS, PREDICATES, STEADY
from loket.catalogue.rules.values import Answers, Json


def holds(predicate: Json, answers: Answers | None = None, item: Answers | None = None) -> bool:
    return parse_predicate(predicate).holds(Scope(answers or {}, item, TODAY))


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ({"f": "x", "eq": "a"}, False),
        ({"f": "x", "in": ["a"]}, False),
        ({"f": "x", "lt": 1}, False),
        ({"f": "x", "lte": "today"}, False),
        ({"f": "x", "gt": 1}, False),
        ({"f": "x", "gte": 1}, False),
        ({"f": "x", "contains": "a"}, False),
        ({"f": "x", "matches": "digits"}, False),
        ({"f": "x", "answered": True}, False),
        ({"f": "x", "ne": "a"}, True),
        ({"f": "x", "not_in": ["a"]}, True),
        ({"f": "x", "answered": False}, True),
        ({"f": ".x", "ne": "a"}, True),
    ],
)
def test_absent_is_false_except_for_ne_not_in_and_not_answered(
    predicate: Json, expected: bool
) -> None:
    assert holds(predicate) is expected


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (True, True),
        (False, False),
        ({"all": []}, True),
        ({"any": []}, False),
        ({"all": [True, {"f": "n", "eq": 3}]}, True),
        ({"all": [False, True]}, False),
        ({"any": [False, {"f": "n", "gt": 2}]}, True),
        ({"not": {"f": "n", "gt": 2}}, False),
        ({"f": "n", "eq": 3}, True),
        ({"f": "n", "eq": "3"}, True),
        ({"f": "n", "eq": True}, False),
        ({"f": "n", "lte": 3}, True),
        ({"f": "bedrag", "gt": 999}, True),
        ({"f": "bedrag", "eq": "1000"}, True),
        ({"f": "bedrag", "lt": "999.99"}, False),
        ({"f": "ja", "eq": True}, True),
        ({"f": "ja", "eq": 1}, False),
        ({"f": "ja", "gt": 0}, False),
        ({"f": "nee", "answered": True}, True),
        ({"f": "leeg", "answered": True}, False),
        ({"f": "onleesbaar", "answered": True}, False),
        ({"f": "soort", "in": ["a", "b"]}, True),
        ({"f": "soort", "not_in": ["a", "b"]}, False),
        ({"f": "keuzes", "contains": "b"}, True),
        ({"f": "keuzes", "contains": "z"}, False),
        ({"f": "keuzes", "in": ["z", "b"]}, True),
        ({"f": "keuzes", "eq": "b"}, False),
        ({"f": "keuzes", "contains": "other"}, True),
        ({"f": "zin", "contains": "Wet"}, True),
        ({"f": "zin", "contains": "wet"}, False),
        ({"f": "zin", "contains": 3}, False),
        ({"f": "zin", "lt": "zzz"}, False),
        ({"f": "postcode", "matches": "postcode_be"}, True),
        ({"f": "postcode", "matches": "onbekend"}, False),
        ({"f": "akkoord", "eq": True}, True),
        ({"f": "anders", "eq": "other"}, True),
        ({"f": "dag", "lt": "today+9w"}, True),
        ({"f": "dag", "lt": "@moment"}, False),
        ({"f": "dag", "lte": "@moment"}, True),
        ({"f": "dag", "gt": "@onbekend-1m"}, False),
        ({"f": "dag", "gt": "@n-1m"}, False),
        ({"f": "dag", "gt": "@eind-6m"}, False),
        ({"f": "dag", "eq": "@eind-6m"}, True),
        ({"f": "dag", "lt": "today+9999y"}, False),
        ({"f": "uur", "gte": "09:00"}, True),
        ({"f": "uur", "lt": "today"}, False),
        ({"f": "periode.until", "gt": "@periode.from"}, True),
        ({"f": "n.until", "answered": True}, False),
        ({"f": "/n", "eq": 3}, True),
    ],
)
def test_each_operator_does_what_its_name_says(predicate: Json, expected: bool) -> None:
    answers: Answers = {
        "n": 3,
        "bedrag": "1000.00",
        "ja": True,
        "nee": False,
        "leeg": "",
        "onleesbaar": {"_raw": "31-31-2026"},
        "soort": "b",
        "keuzes": ["a", "b", {"other": "iets"}],
        "zin": "de Wet",
        "postcode": "1000",
        "akkoord": {"given": True, "version": "1"},
        "anders": {"other": "namelijk dit"},
        "dag": "2026-08-28",
        "moment": "2026-08-28T10:00",
        "eind": "2027-02-28",
        "uur": "09:30",
        "periode": {"from": "2026-01-01", "until": "2026-02-01"},
    }

    assert holds(predicate, answers) is expected


def test_a_dot_looks_in_the_item_and_nothing_else() -> None:
    assert holds({"f": ".naam", "eq": "An"}, {"naam": "Jo"}, {"naam": "An"})
    assert holds({"f": "naam", "eq": "Jo"}, {"naam": "Jo"}, {"naam": "An"})
    assert holds({"f": ".naam", "ne": "@naam"}, {"naam": "Jo"}, {"naam": "An"})


@pytest.mark.parametrize(
    "predicate",
    [
        None,
        3,
        "altijd",
        [],
        {},
        {"f": "X", "eq": 1},
        {"f": 3, "eq": 1},
        {"f": "n", "eq": 3, "ne": 4},
        {"f": "n"},
        {"f": "n", "like": 3},
        {"f": "n", "in": 3},
        {"f": "n", "not_in": 3},
        {"f": "n", "matches": 3},
        {"f": "n", "answered": "ja"},
        {"all": True},
        {"xor": [True]},
        {"all": [], "any": []},
    ],
)
def test_what_cannot_be_understood_never_holds(predicate: Json) -> None:
    assert holds(predicate, {"n": 3}) is False


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
    assert number(0.5) == 5 * 10**9
    assert number("1234567890123456") is None


def test_a_name_or_a_relative_value_is_recognised() -> None:
    assert parse_ref("Begin") is None
    assert looks_relative("@Begin")
    assert looks_relative("today+9x")
    assert not looks_relative("tod")
    assert parse_operand("today+9x").read(Scope({}, None, date(2026, 1, 1))) == "today+9x"


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
