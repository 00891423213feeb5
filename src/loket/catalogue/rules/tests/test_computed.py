"""Computed values."""

import pytest

from loket.catalogue.rules.tests.make import look, make_spec, question
from loket.catalogue.rules.values import Json

FIELDS = (
    question("a", "integer"),
    question("b", "money"),
    question("begin", "date"),
    question("eind", "date"),
    question("keuzes", "choice", multiple=True, options=[]),
    question("posten", "group", fields=[question("bedrag", "money"), question("ja", "boolean")]),
)
ITEMS: Json = [
    {"_id": "1", "bedrag": "0.10", "ja": True},
    {"_id": "2", "bedrag": "0.20"},
    {"_id": "3", "bedrag": {"_raw": "veel"}},
]


@pytest.mark.parametrize(
    ("how", "answers", "expected"),
    [
        ({"sum": ["@a", "@a"]}, {"a": 2}, 4),
        ({"sum": ["@a", "@b"]}, {"a": 2, "b": "0.50"}, "2.50"),
        ({"sum": ["@a", "@b"]}, {"b": "0.50"}, "0.50"),
        ({"sum": ["@a", "@b"]}, {}, None),
        ({"sum": "@posten.bedrag"}, {"posten": ITEMS}, "0.30"),
        ({"sum": "@posten.bedrag"}, {}, None),
        ({"count": "@posten"}, {"posten": ITEMS}, 3),
        ({"count": "@posten"}, {}, 0),
        ({"count": "@keuzes"}, {"keuzes": ["x", "y"]}, 2),
        ({"count": "@keuzes", "where": {"f": ".ja", "eq": True}}, {"keuzes": ["x"]}, 0),
        ({"count": "@posten", "where": {"f": ".ja", "eq": True}}, {"posten": ITEMS}, 1),
        ({"count": "posten"}, {"posten": ITEMS}, 0),
        (
            {"months_between": ["@begin", "@eind"]},
            {"begin": "2026-01-31", "eind": "2026-02-28"},
            1,
        ),
        ({"months_between": ["today", "@eind"]}, {"eind": "2027-11-20"}, 11),
        ({"months_between": ["@begin", "@eind"]}, {"begin": "2026-01-31"}, None),
        ({"months_between": ["@begin"]}, {"begin": "2026-01-31"}, None),
        ({"lookup": "country.cv_language", "key": "FR"}, {}, "fr"),
        ({"lookup": "country.onbekend", "key": "FR"}, {}, None),
        ({"lookup": "country.cv_language", "key": "ZZ"}, {}, None),
        ({"lookup": "land.taal", "key": "@a"}, {"a": 3}, None),
        ({}, {}, None),
    ],
)
def test_a_computed_value_comes_from_earlier_answers(
    how: Json, answers: dict[str, Json], expected: Json
) -> None:
    spec = make_spec(*FIELDS, question("uit", "computed", **{"from": how}))

    assert look(spec, answers).fields["uit"].value == expected


@pytest.mark.parametrize(
    ("how", "names"),
    [
        ({"sum": ["@a", "@posten.bedrag"]}, ["a", "posten.bedrag"]),
        ({"count": "@posten"}, ["posten"]),
        ({"months_between": ["@begin", "@eind"]}, ["begin", "eind"]),
        ({"lookup": "country.cv_language", "key": "@a"}, ["a"]),
    ],
)
def test_a_computed_value_names_what_it_looks_at(how: Json, names: list[str]) -> None:
    computed = make_spec(question("uit", "computed", **{"from": how})).fields["uit"].computed

    assert computed is not None
    assert [str(ref) for ref in computed.refs()] == names
