"""What leaves a draft, and where answers are kept."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from loket.catalogue.rules import paths
from loket.catalogue.rules.state import State
from loket.catalogue.rules.submitted import (
    dropped_keys,
    join_special,
    split_special,
    submitted_answers,
)
from loket.catalogue.rules.tests.make import (
    choices,
    look,
    make_context,
    make_spec,
    question,
    texts,
)
from loket.catalogue.rules.tests.make import (
    given as file,
)
from loket.catalogue.rules.tests.strategies import STEADY, VALUES
from loket.catalogue.rules.values import Json

SPEC = make_spec(
    question("a", "choice", options=choices("x", "y"), default="x"),
    question("b", "date", show_when={"f": "a", "ne": "y"}),
    question("c", "boolean", prefill={"from": "hr.c", "policy": "confirm"}),
    question(
        "keuzes",
        "group",
        show_when={"any": [{"f": "b", "answered": True}, {"f": "c", "eq": True}]},
        fields=[
            question("a", "integer"),
            question("b", show_when={"f": ".a", "gt": 2}, privacy="special"),
        ],
    ),
    question("aantal", "computed", **{"from": {"count": "@keuzes"}}),
    question("uitleg", "info"),
    question("geheim", privacy="special", prefill={"from": "hr.geheim", "policy": "editable"}),
    documents=[
        {"id": "d", "label": texts("d"), "required": True, "may_follow": "P14D", "per": "keuzes"}
    ],
    checks=[
        {
            "id": "r",
            "level": "warn",
            "ask_reason": True,
            "text": texts("r"),
            "when": {"f": "b", "lt": "today"},
        }
    ],
)
CONTEXT = make_context(profile={"hr.c": True, "hr.geheim": "ziek"})


def test_hidden_answers_are_dropped_and_named() -> None:
    answers: dict[str, Json] = {"a": "y", "b": "2026-12-01", "c": False}

    state = look(SPEC, answers)

    assert submitted_answers(state) == {"a": "y", "c": False, "_computed": {"aantal": 0}}
    assert dropped_keys(answers, state) == ["b"]


def test_what_was_prefilled_computed_promised_and_explained_goes_along() -> None:
    answers: dict[str, Json] = {
        "b": "2026-11-01",
        "c": False,
        "keuzes": [{"_id": "k", "a": 3, "b": "diep"}, {"_id": "l", "a": 1, "b": "weg"}],
        "_reasons": {"field.c": "Klopt niet.", "check.r": "Was ziek.", "check.weg": "Oud."},
        "_later": ["d.k", "weg"],
    }

    state = look(SPEC, answers, [file("d", "l")], context=CONTEXT)

    assert submitted_answers(state) == {
        "a": "x",
        "b": "2026-11-01",
        "c": False,
        "geheim": "ziek",
        "keuzes": [{"_id": "k", "a": 3, "b": "diep"}, {"_id": "l", "a": 1}],
        "_reasons": {"field.c": "Klopt niet.", "check.r": "Was ziek."},
        "_later": ["d.k"],
        "_provenance": {
            "c": {"source": "hr.c", "policy": "confirm", "original": True, "changed": True},
            "geheim": {
                "source": "hr.geheim",
                "policy": "editable",
                "original": "ziek",
                "changed": False,
            },
        },
        "_computed": {"aantal": 2},
    }


def test_special_answers_are_sealed_with_all_that_tells_about_them() -> None:
    state = look(SPEC, {"keuzes": [{"_id": "k", "a": 1}]}, context=CONTEXT)
    answers = submitted_answers(state)

    plain, sealed = split_special(SPEC, answers)

    assert "ziek" not in str(plain)
    assert sorted(sealed) == ["_provenance", "geheim", "keuzes"]
    assert join_special(plain, sealed) == answers
    assert join_special({"a": "x"}, {}) == {"a": "x"}


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.sampled_from(["x", "y", "z"]) | VALUES,
        "b": st.sampled_from(["2026-11-01", "2026-12-01"]) | VALUES,
        "c": st.booleans() | VALUES,
        "keuzes": st.lists(
            st.fixed_dictionaries(
                {}, optional={"_id": st.text(max_size=3), "a": VALUES, "b": VALUES}
            ),
            max_size=3,
        )
        | VALUES,
        "geheim": VALUES,
        "_reasons": st.just({"check.r": "omdat"}) | VALUES,
        "_later": st.just(["d.k", "d._0"]) | VALUES,
    },
)


@STEADY
@given(answers=ANSWERS)
def test_evaluating_never_raises_and_is_the_same_twice(answers: dict[str, Json]) -> None:
    files = [file("d", "_0"), file("d", "weg")]

    assert look(SPEC, answers, files, CONTEXT) == look(SPEC, answers, files, CONTEXT)


@STEADY
@given(answers=ANSWERS)
def test_submitting_twice_gives_the_same_answers(answers: dict[str, Json]) -> None:
    once = submitted_answers(look(SPEC, answers, context=CONTEXT))

    assert submitted_answers(look(SPEC, once, context=CONTEXT)) == once


@STEADY
@given(answers=ANSWERS)
def test_dropping_hidden_answers_changes_nothing(answers: dict[str, Json]) -> None:
    state = look(SPEC, answers, context=CONTEXT)

    kept = dict(answers)
    for key in dropped_keys(answers, state):
        kept = paths.set_answer(kept, key, None)

    assert without_hidden(look(SPEC, kept, context=CONTEXT)) == without_hidden(state)


def without_hidden(state: State) -> State:
    return replace(state, fields={one.path: one for one in state.visible()})


def test_an_answer_is_found_and_set_by_its_lasting_key() -> None:
    answers = paths.set_answer({}, "a", "x")
    answers = paths.set_answer(answers, "keuzes.k.a", 3)
    answers = paths.set_answer(answers, "keuzes.l.a", 4)
    answers = paths.set_answer(answers, "keuzes.k.b", "diep")

    assert answers == {
        "a": "x",
        "keuzes": [{"_id": "k", "a": 3, "b": "diep"}, {"_id": "l", "a": 4}],
    }
    assert paths.get_answer(answers, "a") == "x"
    assert paths.get_answer(answers, "keuzes.l.a") == 4
    assert paths.get_answer(answers, "keuzes.weg.a") is None
    assert paths.get_answer({"keuzes": [{"a": 5}]}, "keuzes._0.a") == 5


def test_items_are_added_and_removed() -> None:
    answers = paths.add_item(paths.add_item({}, "keuzes", "k"), "keuzes", "l")

    assert paths.remove_item(answers, "keuzes", "k") == {"keuzes": [{"_id": "l"}]}


def test_reasons_and_promises_are_set_and_taken_away() -> None:
    answers = paths.set_reason({"_reasons": "kapot"}, "check.r", "omdat")
    answers = paths.set_later(answers, "d.k", later=True)

    assert answers == {"_reasons": {"check.r": "omdat"}, "_later": ["d.k"]}
    assert paths.get_reason(answers, "check.r") == "omdat"
    assert paths.get_reason({"_reasons": {"check.r": 3}}, "check.r") == ""
    assert paths.set_reason(answers, "check.r", "")["_reasons"] == {}
    assert paths.set_later(answers, "d.k", later=False)["_later"] == []


def test_an_id_that_is_missing_or_repeated_is_replaced_by_its_place() -> None:
    answers: dict[str, Json] = {"k": [{"_id": "a"}, {"_id": "a"}, {"_id": 3}, "weg", {"_id": ""}]}

    assert [one["_id"] for one in paths.items_of(answers, "k")] == ["a", "_1", "_2", "_3"]


def test_a_key_names_a_field_or_nothing() -> None:
    assert paths.find_field(SPEC, "a") is SPEC.fields["a"]
    assert paths.find_field(SPEC, "keuzes.k.b") is SPEC.fields["keuzes"].fields[1]
    assert paths.find_field(SPEC, "keuzes.k.weg") is None
    assert paths.find_field(SPEC, "keuzes.k") is None
    assert paths.find_field(SPEC, "weg.k.b") is None
