"""What is shown, what counts, what is asked and what is wrong."""

from dataclasses import replace

import pytest

from loket.catalogue.rules.tests.make import (
    choices,
    codes,
    look,
    make_context,
    make_spec,
    question,
    shown,
    texts,
)
from loket.catalogue.rules.values import Answers, Json, Problem

TREE = make_spec(
    question("soort", "choice", options=choices("a", "b"), required=True),
    question("verlof", show_when={"f": "soort", "eq": "a"}, required=True),
    question("reden", show_when={"f": "verlof", "answered": True}, recommended=True),
)


def test_a_hidden_question_is_not_shown_and_not_asked() -> None:
    state = look(TREE, {"soort": "b"})

    assert shown(state) == ["soort"]
    assert state.ok
    assert not state.fields["verlof"].required


def test_a_hidden_answer_counts_as_absent_for_what_comes_after() -> None:
    state = look(TREE, {"soort": "b", "verlof": "iets", "reden": "omdat"})

    assert shown(state) == ["soort"]
    assert state.fields["verlof"].value is None
    assert state.fields["reden"].value is None


def test_going_back_finds_the_answer_again() -> None:
    state = look(TREE, {"soort": "a", "verlof": "iets", "reden": "omdat"})

    assert shown(state) == ["soort", "verlof", "reden"]
    assert state.fields["reden"].value == "omdat"


def test_a_required_question_without_an_answer_is_a_problem_with_its_place() -> None:
    state = look(TREE, {})

    assert state.problems == (Problem("soort", "required", {}, step="een", key="soort"),)


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_an_empty_choice_is_no_answer(empty: Json) -> None:
    assert codes(look(TREE, {"soort": empty})) == {"soort": "required"}


def test_recommended_advises_and_never_blocks() -> None:
    state = look(TREE, {"soort": "a", "verlof": "iets"})

    assert state.ok
    assert [(one.path, one.code) for one in state.advice] == [("reden", "recommended")]


def test_a_text_that_nobody_could_read_is_named_again_and_counts_as_absent() -> None:
    spec = make_spec(
        question("dag", "date", required=True),
        question("later", show_when={"f": "dag", "answered": True}),
    )

    state = look(spec, {"dag": {"_raw": "31-02-2027"}})

    assert codes(state) == {"dag": "not_a_date"}
    assert shown(state) == ["dag"]


def test_a_raw_text_that_can_be_read_after_all_is_no_problem() -> None:
    state = look(make_spec(question("x")), {"x": {"_raw": "goed"}})

    assert state.ok


def test_required_when_may_look_forward() -> None:
    spec = make_spec(
        question("naam", required_when={"f": "bedrag", "gt": 100}),
        question("bedrag", "money"),
    )

    assert codes(look(spec, {"bedrag": "100.00"})) == {}
    assert codes(look(spec, {"bedrag": "100.01"})) == {"naam": "required"}


PERIOD = make_spec(
    question(
        "eind",
        "date",
        validate=[{"rule": {"f": "eind", "gte": "@begin"}, **texts("na het begin")}],
    ),
    question("begin", "date", required=True),
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"begin": "2026-12-01"}, {}),
        ({"eind": "2026-12-01"}, {"begin": "required"}),
        ({"begin": "2026-12-01", "eind": "2026-12-01"}, {}),
        ({"begin": "2026-12-02", "eind": "2026-12-01"}, {"eind": "rule"}),
    ],
)
def test_a_rule_runs_only_when_all_that_it_names_is_answered(
    answers: dict[str, Json], expected: dict[str, str]
) -> None:
    assert codes(look(PERIOD, answers)) == expected


def test_a_broken_rule_says_which_one_it_is() -> None:
    state = look(PERIOD, {"begin": "2026-12-02", "eind": "2026-12-01"})

    assert state.problems[0].params == {"rule": 0}


STEPS = make_spec(
    steps=[
        {"id": "een", "title": texts("een"), "fields": [question("ja", "boolean", required=True)]},
        {
            "id": "twee",
            "title": texts("twee"),
            "show_when": {"f": "ja", "eq": True},
            "fields": [question("naam", required=True), question("bedrag", "money")],
        },
    ],
    documents=[{"id": "bewijs", "label": texts("bewijs"), "required": True, "step": "twee"}],
)


def test_a_hidden_step_asks_nothing_not_even_a_document() -> None:
    state = look(STEPS, {"ja": False, "naam": "An"})

    assert state.ok
    assert [one.visible for one in state.steps] == [True, False]
    assert state.slots == ()
    assert state.progress == 100


def test_progress_counts_what_is_asked_and_done() -> None:
    state = look(STEPS, {"ja": True, "naam": "An"})

    step = state.step("twee")
    assert step is not None
    assert (step.asked, step.done) == (2, 1)
    assert [one.code for one in step.problems] == ["document_missing"]
    assert state.progress == 66
    assert state.step("drie") is None


def test_a_form_without_questions_is_complete() -> None:
    assert look(make_spec(steps=[]), {}).progress == 100


GROUP = make_spec(
    question("ouder", "boolean"),
    question(
        "kinderen",
        "group",
        min=1,
        max=2,
        show_when={"f": "ouder", "eq": True},
        fields=[
            question("naam", required=True),
            question(
                "geboortedatum",
                "date",
                required=True,
                validate=[{"rule": {"f": ".geboortedatum", "lte": "today"}, **texts("toekomst")}],
            ),
            question("mee", "boolean"),
            question("school", required=True, show_when={"f": ".mee", "eq": True}),
        ],
    ),
)


def test_each_item_of_a_group_has_its_own_questions_and_problems() -> None:
    answers: dict[str, Json] = {
        "ouder": True,
        "kinderen": [
            {"_id": "a", "naam": "An", "geboortedatum": "2027-01-01"},
            {"_id": "b", "geboortedatum": "2020-01-01", "mee": True},
        ],
    }

    state = look(GROUP, answers)

    assert codes(state) == {
        "kinderen[0].geboortedatum": "rule",
        "kinderen[1].naam": "required",
        "kinderen[1].school": "required",
    }
    assert state.problems[1].key == "kinderen.b.naam"
    assert not state.fields["kinderen[0].school"].visible
    assert state.fields["kinderen[1].school"].item == "b"


def test_a_group_has_a_fewest_and_a_most() -> None:
    children: list[Json] = [
        {"_id": str(n), "naam": "x", "geboortedatum": "2020-01-01"} for n in range(3)
    ]

    assert codes(look(GROUP, {"ouder": True})) == {"kinderen": "group_min"}
    assert codes(look(GROUP, {"ouder": True, "kinderen": children})) == {"kinderen": "group_max"}
    assert codes(look(GROUP, {"ouder": True, "kinderen": "geen"})) == {"kinderen": "group_min"}


HIDDEN_GROUP: list[Json] = [
    question("ouder", "boolean"),
    question("kinderen", "group", show_when={"f": "ouder", "eq": True}, fields=[question("naam")]),
]


def test_the_items_of_a_hidden_group_do_not_count() -> None:
    spec = make_spec(
        *HIDDEN_GROUP,
        question("aantal", "computed", **{"from": {"count": "@kinderen"}}),
    )

    assert look(spec, {"kinderen": [{"naam": "An"}]}).fields["aantal"].value == 0


def test_an_item_without_an_id_gets_its_place() -> None:
    state = look(GROUP, {"ouder": True, "kinderen": [{"naam": "An"}]})

    assert state.fields["kinderen[0].naam"].key == "kinderen._0.naam"


COMPUTED = make_spec(
    question("land", "reference", source="country"),
    question("taal", "computed", **{"from": {"lookup": "country.cv_language", "key": "@land"}}),
    question("frans", show_when={"f": "taal", "eq": "fr"}),
)


def test_a_computed_value_counts_for_what_comes_after() -> None:
    assert shown(look(COMPUTED, {"land": "FR"})) == ["land", "taal", "frans"]
    assert shown(look(COMPUTED, {"land": "BE"})) == ["land", "taal"]
    assert (
        look(COMPUTED, {"land": "FR"}, context=make_context(tables=None)).fields["taal"].value
        is None
    )


def test_a_prefilled_answer_counts_until_the_person_gives_another() -> None:
    spec = make_spec(
        question("statuut", required=True, prefill={"from": "hr.status", "policy": "editable"})
    )
    context = make_context(profile={"hr.status": "statutair"})

    untouched = look(spec, {}, context=context).fields["statuut"]
    changed = look(spec, {"statuut": "anders"}, context=context).fields["statuut"]
    emptied = look(spec, {"statuut": None}, context=context)

    assert (untouched.value, untouched.origin and untouched.origin.changed) == ("statutair", False)
    assert (changed.value, changed.origin and changed.origin.changed) == ("anders", True)
    assert codes(emptied) == {"statuut": "required"}
    assert look(spec, {"statuut": "anders"}, context=context).ok


def test_a_locked_answer_cannot_be_changed() -> None:
    spec = make_spec(question("naam", prefill={"from": "hr.name", "policy": "locked"}))
    context = make_context(profile={"hr.name": "Sarah"})

    state = look(spec, {"naam": {"_raw": "iets anders"}}, context=context)

    assert state.fields["naam"].value == "Sarah"
    assert state.fields["naam"].locked
    assert state.ok


def test_without_a_known_value_a_prefilled_question_is_just_asked() -> None:
    spec = make_spec(question("naam", prefill={"from": "hr.name", "policy": "locked"}))

    state = look(spec, {"naam": "Sarah"}, context=make_context(profile={"hr.name": ""}))

    assert state.fields["naam"].value == "Sarah"
    assert not state.fields["naam"].locked
    assert state.fields["naam"].origin is None


def test_contesting_a_prefilled_answer_asks_a_reason() -> None:
    spec = make_spec(question("statuut", prefill={"from": "hr.status", "policy": "confirm"}))
    context = make_context(profile={"hr.status": "statutair"})

    without = look(spec, {"statuut": "contractueel"}, context=context)
    reasons: Json = {"field.statuut": "Sinds 1 mei."}
    answers: dict[str, Json] = {"statuut": "contractueel", "_reasons": reasons}
    given = look(spec, answers, context=context)

    assert codes(without) == {"statuut": "contest_reason"}
    assert given.ok
    origin = given.fields["statuut"].origin
    assert origin is not None
    assert (origin.original, origin.changed, origin.reason) == ("statutair", True, "Sinds 1 mei.")
    assert look(spec, {"statuut": "statutair"}, context=context).ok
    assert codes(look(spec, {"statuut": {"_raw": "?"}}, context=context)) == {}


def test_a_default_counts_until_it_is_emptied() -> None:
    spec = make_spec(question("land", default="BE", required=True))

    assert look(spec, {}).fields["land"].value == "BE"
    assert codes(look(spec, {"land": None})) == {"land": "required"}


def test_not_in_the_list_asks_name_and_birth_date() -> None:
    spec = make_spec(
        question("niet_in_lijst", "boolean"),
        question(
            "medewerker",
            "party",
            source="hr.statuten",
            required=True,
            show_when={"not": {"f": "niet_in_lijst", "eq": True}},
        ),
        question("naam", required=True, show_when={"f": "niet_in_lijst", "eq": True}),
        question("geboren", "date", required=True, show_when={"f": "niet_in_lijst", "eq": True}),
    )

    assert codes(look(spec, {})) == {"medewerker": "required"}
    assert codes(look(spec, {"niet_in_lijst": True})) == {"naam": "required", "geboren": "required"}


def test_equal_inputs_give_equal_states() -> None:
    answers: dict[str, Json] = {"soort": "a", "verlof": "iets"}

    assert look(TREE, answers) == look(TREE, dict(answers))
    assert look(TREE, answers) != look(TREE, {**answers, "verlof": "anders"})


def test_a_state_does_not_share_its_context() -> None:
    context = make_context(language="nl")

    assert look(TREE, {}, context=context) == look(
        TREE, {}, context=replace(context, language="fr")
    )


def test_the_queue_follows_from_the_first_route_that_fits() -> None:
    routes: list[Json] = [
        {"when": {"f": "soort", "eq": "geld"}, "queue": "wedde"},
        {"when": {"f": "soort", "in": ["geld", "tijd"]}, "queue": "tijd"},
    ]
    spec = make_spec(
        question("soort", "choice", options=choices("geld", "tijd", "anders")),
        case={"type": "t", "number": "HRB", "queue": "vragen", "routes": routes},
    )

    def queue(answers: Answers) -> str:
        return look(spec, answers).queue

    assert queue({"soort": "geld"}) == "wedde"
    assert queue({"soort": "tijd"}) == "tijd"
    assert queue({"soort": "anders"}) == "vragen"
    assert queue({}) == "vragen"
