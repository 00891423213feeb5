"""Random predicates and answers, for the rules and for their twin in the browser."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from loket.catalogue.rules.predicates import OPERATORS, PATTERNS
from loket.catalogue.rules.values import Json

# The same cases each time, so that a build fails for a change and not by chance.
STEADY = settings(derandomize=True, max_examples=200, deadline=None)

NAMES = ("a", "b", "c", "keuzes", "periode", "constructor")
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
NEAR = st.dates(date(2026, 10, 1), date(2027, 3, 31)).map(date.isoformat)
NUMBERS = st.integers(-20, 20)
DECIMALS = st.decimals(-20, 20, places=2, allow_nan=False).map(lambda value: f"{value:f}")
ODD = st.sampled_from(
    ["", "01", "-0", "-0.0", "1e5", " 1", "2026-02-30", "2026-13-01", "0000-01-01", "09:30",
     "2026-11-21T09:30", "2026-11-21T24:00", "today", "@a", "a", "b", "é", "𝔘", "1.", ".5",
     "999999999999999", "9999999999999999", "0.0000000001", "0.00000000001", "1000", "1234 AB"]
)  # fmt: skip
SCALARS: st.SearchStrategy[Json] = st.one_of(
    st.booleans(), NUMBERS, DECIMALS, DATES, NEAR, ODD, st.text(max_size=4), st.none()
)
VALUES: st.SearchStrategy[Json] = st.one_of(
    SCALARS,
    st.lists(st.one_of(SCALARS, st.just({"other": "iets"})), max_size=3),
    st.fixed_dictionaries({"from": NEAR}, optional={"until": NEAR}),
    st.just({"given": True, "version": "1"}),
    st.just({"given": False}),
    st.just({"other": "iets"}),
    st.just({"_raw": "31-31-31"}),
    st.just({}),
    st.just([{"_id": "k", "a": 1}]),
)
ANSWERS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
ITEMS = st.none() | ANSWERS

REFS = st.builds(
    lambda dot, name, part: f"{dot}{name}{part}",
    st.sampled_from(["", "", "/", "."]),
    st.sampled_from(NAMES),
    st.sampled_from(["", "", "", ".from", ".until", ".constructor"]),
)
OFFSETS = st.one_of(
    st.just(""),
    st.builds(
        lambda sign, amount, unit: f"{sign}{amount}{unit}",
        st.sampled_from("+-"),
        st.one_of(st.integers(0, 40), st.integers(0, 9999)),
        st.sampled_from("dwmy"),
    ),
)
OPERANDS: st.SearchStrategy[Json] = st.one_of(
    SCALARS,
    OFFSETS.map(lambda offset: f"today{offset}"),
    st.builds(lambda ref, offset: f"@{ref}{offset}", REFS, OFFSETS),
)


def _arguments(operator: str) -> st.SearchStrategy[Json]:
    if operator in ("in", "not_in"):
        return st.lists(OPERANDS, max_size=3)
    if operator == "answered":
        return st.booleans()
    if operator == "matches":
        return st.sampled_from([*PATTERNS, "onbekend"])
    return OPERANDS


TESTS: st.SearchStrategy[Json] = st.sampled_from(OPERATORS).flatmap(
    lambda operator: st.builds(
        lambda ref, value: {"f": ref, operator: value}, REFS, _arguments(operator)
    )
)
PREDICATES: st.SearchStrategy[Json] = st.recursive(
    TESTS | st.booleans(),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)
