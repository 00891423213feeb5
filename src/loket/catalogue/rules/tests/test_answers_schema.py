"""The JSON Schema of the answers of a form."""

import pytest
from jsonschema import Draft202012Validator

from loket.catalogue.rules.answers_schema import json_schema
from loket.catalogue.rules.submitted import submitted_answers
from loket.catalogue.rules.tests.make import (
    choices,
    look,
    make_context,
    make_spec,
    question,
    texts,
)
from loket.catalogue.rules.values import Json

SPEC = make_spec(
    question("naam", max=5),
    question("postcode", pattern="postcode_be"),
    question("aantal", "integer"),
    question("bedrag", "money", prefill={"from": "hr.bedrag", "policy": "editable"}),
    question("dag", "date"),
    question("ja", "boolean"),
    question("soort", "choice", options=choices("a", "b"), default="a"),
    question("keuzes", "choice", options=choices("x"), other=texts("Anders"), multiple=True),
    question("land", "reference", source="country"),
    question("akkoord", "consent", version="1"),
    question("verklaring", "statement", version="1"),
    question("rekening", "iban"),
    question("kinderen", "group", fields=[question("naam"), question("uitleg", "info")]),
    question("uitleg", "info"),
    question("som", "computed", **{"from": {"sum": "@aantal"}}),
)
VALIDATOR = Draft202012Validator(json_schema(SPEC))


def test_the_schema_is_a_schema_and_names_only_what_is_answered() -> None:
    schema = json_schema(SPEC, "fr")
    Draft202012Validator.check_schema(schema)

    assert schema["$id"] == "urn:loket:form:test.klein:1"
    assert "uitleg" not in str(schema["properties"])
    assert "som" not in str(schema["properties"])


def test_submitted_answers_fit_the_schema() -> None:
    answers: dict[str, Json] = {
        "naam": "Sarah",
        "aantal": 3,
        "bedrag": None,
        "dag": "2026-11-21",
        "ja": False,
        "soort": "b",
        "keuzes": ["x", {"other": "iets"}],
        "land": "BE",
        "akkoord": {"given": True, "version": "1"},
        "rekening": "BE71096123456769",
        "kinderen": [{"_id": "k", "naam": "An"}],
    }

    state = look(SPEC, answers, context=make_context(profile={"hr.bedrag": "1.00"}))

    assert state.ok
    assert list(VALIDATOR.iter_errors(submitted_answers(state))) == []


@pytest.mark.parametrize(
    "answers",
    [
        {"naam": "te lang"},
        {"postcode": "0999"},
        {"aantal": "3"},
        {"bedrag": 3},
        {"soort": "c"},
        {"keuzes": "x"},
        {"keuzes": ["y"]},
        {"kinderen": [{"naam": "zonder id"}]},
        {"onbekend": 1},
    ],
)
def test_what_does_not_fit_is_refused(answers: dict[str, Json]) -> None:
    assert list(VALIDATOR.iter_errors(answers)) != []
