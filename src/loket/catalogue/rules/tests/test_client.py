"""What the browser gets of a form: the conditions of one step, and nothing else."""

from loket.catalogue.rules.client import client_rules
from loket.catalogue.rules.tests.make import (
    choices,
    look,
    make_context,
    make_spec,
    question,
    texts,
)
from loket.catalogue.rules.values import Json

COUNT: dict[str, Json] = {"from": {"count": "@kinderen"}}
SPEC = make_spec(
    steps=[
        {
            "id": "een",
            "title": texts("een"),
            "fields": [
                question("soort", "choice", options=choices("a", "b"), other=texts("anders")),
                question("geheim", privacy="special"),
                question(
                    "kinderen", "group", fields=[question("naam"), question("mee", "boolean")]
                ),
                question("aantal", "computed", **COUNT),
                question("akkoord", "consent", version="1"),
                question("keuzes", "choice", options=choices("x"), multiple=True),
            ],
        },
        {
            "id": "twee",
            "title": texts("twee"),
            "show_when": {"f": "geheim", "answered": False},
            "fields": [
                question("vast", prefill={"from": "hr.vast", "policy": "locked"}),
                question("los"),
                question("extra", show_when={"f": "soort", "eq": "other"}),
                question(
                    "groep",
                    "group",
                    fields=[
                        question("a", "integer"),
                        question("b", show_when={"f": ".a", "gt": 2}),
                        question("c"),
                    ],
                ),
                question(
                    "verplicht",
                    required_when={"all": [{"f": "vast", "ne": "x"}, {"f": "aantal", "gt": 1}]},
                ),
                question("altijd", "choice", multiple=True, options=choices("x"), required=True),
                question(
                    "laatste",
                    show_when={
                        "any": [{"f": "altijd", "contains": "x"}, {"f": "akkoord", "eq": True}]
                    },
                ),
            ],
        },
    ],
    documents=[
        {"id": "vrij", "label": texts("vrij"), "required": True},
        {
            "id": "akte",
            "label": texts("akte"),
            "required": True,
            "per": "kinderen",
            "when": {"f": "keuzes", "contains": "x"},
        },
        {
            "id": "eerder",
            "label": texts("eerder"),
            "required": True,
            "step": "een",
            "when": {"f": "soort", "in": ["a"]},
        },
    ],
)
ANSWERS: dict[str, Json] = {
    "soort": {"other": "iets wat niemand aangaat"},
    "kinderen": [{"_id": "k", "naam": "An"}],
    "akkoord": {"given": True, "version": "1"},
    "keuzes": ["x"],
}
CONTEXT = make_context(profile={"hr.vast": "waarde"})


def test_a_step_carries_its_conditions_and_what_they_look_at() -> None:
    state = look(SPEC, ANSWERS, context=CONTEXT)

    assert client_rules(SPEC, state, CONTEXT, "twee") == {
        "today": "2026-11-21",
        "language": "nl",
        "known": {
            "soort": "other",
            "akkoord": True,
            "aantal": 1,
            "vast": "waarde",
            "keuzes": ["x"],
            "kinderen": [{"_id": "k"}],
        },
        "fields": [
            {"name": "vast", "type": "text"},
            {"name": "extra", "type": "text", "show": {"f": "soort", "eq": "other"}},
            {
                "name": "groep",
                "type": "group",
                "fields": [
                    {"name": "a", "type": "integer"},
                    {"name": "b", "type": "text", "show": {"f": ".a", "gt": 2}},
                ],
            },
            {
                "name": "verplicht",
                "type": "text",
                "required": {"all": [{"not": {"f": "vast", "eq": "x"}}, {"f": "aantal", "gt": 1}]},
            },
            {"name": "altijd", "type": "choice", "multiple": True},
            {
                "name": "laatste",
                "type": "text",
                "show": {"any": [{"f": "altijd", "contains": "x"}, {"f": "akkoord", "eq": True}]},
            },
        ],
        "slots": [{"name": "akte", "per": "kinderen", "show": {"f": "keuzes", "contains": "x"}}],
    }


def test_nothing_but_what_is_needed_leaves_the_server() -> None:
    state = look(SPEC, {**ANSWERS, "geheim": "ziek", "los": "niets"}, context=CONTEXT)

    for step in ("een", "twee"):
        sent = str(client_rules(SPEC, state, CONTEXT, step))
        assert "ziek" not in sent
        assert "niemand aangaat" not in sent
        assert "'An'" not in sent


def test_an_answer_that_is_asked_on_the_page_itself_is_read_there() -> None:
    state = look(SPEC, ANSWERS, context=CONTEXT)

    rules = client_rules(SPEC, state, CONTEXT, "een")

    assert rules["known"] == {}
    assert rules["fields"] == [{"name": "soort", "type": "choice"}]
    assert rules["slots"] == [{"name": "eerder", "show": {"f": "soort", "in": ["a"]}}]


def test_a_form_without_conditions_sends_no_answers() -> None:
    spec = make_spec(question("a"), question("b"))
    context = make_context()

    rules = client_rules(spec, look(spec, {"a": "x"}), context, "een")

    assert (rules["known"], rules["fields"], rules["slots"]) == ({}, [], [])


def test_what_is_not_answered_is_not_sent() -> None:
    context = make_context()

    rules = client_rules(SPEC, look(SPEC, {}, context=context), context, "twee")

    assert rules["known"] == {"aantal": 0}
