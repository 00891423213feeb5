"""Checks inform, warn, block or stop, and stand in the step that they look at."""

import pytest

from loket.catalogue.rules.tests.make import codes, look, make_spec, question, texts
from loket.catalogue.rules.values import Json


def make_check(level: str, **rest: Json) -> dict[str, Json]:
    when: Json = {"f": "begin", "lt": "today+9w"}
    return {"id": "kort", "level": level, "text": texts("kort"), "when": when, **rest}


@pytest.mark.parametrize(
    ("level", "ask", "expected"),
    [
        ("info", False, {}),
        ("warn", False, {}),
        ("warn", True, {"check.kort": "reason_needed"}),
        ("block", False, {"check.kort": "blocked"}),
        ("stop", False, {"check.kort": "stopped"}),
    ],
)
def test_each_level_of_a_check_asks_what_it_should(
    level: str, ask: bool, expected: dict[str, str]
) -> None:
    spec = make_spec(
        question("begin", "date"), checks=[make_check(level, ask_reason=ask, flag="laat")]
    )

    state = look(spec, {"begin": "2026-12-01"})

    assert codes(state) == expected
    assert state.flags == ("laat",)
    assert state.stopped is (level == "stop")


def test_exactly_nine_weeks_passes_and_one_day_less_asks_a_reason() -> None:
    spec = make_spec(question("begin", "date"), checks=[make_check("warn", ask_reason=True)])

    assert look(spec, {"begin": "2027-01-23"}).checks == ()
    assert codes(look(spec, {"begin": "2027-01-22"})) == {"check.kort": "reason_needed"}


def test_a_reason_answers_a_warning() -> None:
    spec = make_spec(question("begin", "date"), checks=[make_check("warn", ask_reason=True)])

    state = look(spec, {"begin": "2026-12-01", "_reasons": {"check.kort": "Ziek geweest."}})

    assert state.ok
    assert state.checks[0].reason == "Ziek geweest."
    assert state.flags == ()


POSTING = make_spec(
    question("bestaand", "boolean"),
    question("begin", "date"),
    question("eind", "date"),
    question("overleg", "date"),
    checks=[
        {
            "id": "notitie",
            "level": "block",
            "text": texts("eerst overleggen"),
            "when": {
                "all": [
                    {"f": "bestaand", "eq": False},
                    {"f": "eind", "gt": "@begin+6m"},
                    {"not": {"f": "overleg", "answered": True}},
                ]
            },
        }
    ],
)


@pytest.mark.parametrize(
    ("answers", "blocked"),
    [
        ({"bestaand": False, "begin": "2026-08-31", "eind": "2027-02-28"}, False),
        ({"bestaand": False, "begin": "2026-08-31", "eind": "2027-03-01"}, True),
        ({"bestaand": True, "begin": "2026-08-31", "eind": "2028-03-01"}, False),
        (
            {
                "bestaand": False,
                "begin": "2026-08-31",
                "eind": "2027-03-01",
                "overleg": "2026-11-01",
            },
            False,
        ),
    ],
)
def test_exactly_six_months_passes_and_one_day_more_needs_a_consultation(
    answers: dict[str, Json], blocked: bool
) -> None:
    assert look(POSTING, answers).ok is not blocked


def test_a_check_stands_in_the_step_of_the_last_question_that_it_looks_at() -> None:
    steps: Json = [
        {"id": "een", "title": texts("een"), "fields": [question("begin", "date")]},
        {"id": "twee", "title": texts("twee"), "fields": [question("naam")]},
    ]

    spec = make_spec(steps=steps, checks=[make_check("block"), make_check("info", when=True)])

    assert [one.step for one in spec.checks] == ["een", "twee"]
