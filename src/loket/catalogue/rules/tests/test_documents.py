"""Documents: which are asked, for which item, later, or replaced by an approval."""

import pytest

from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.tests.make import (
    choices,
    codes,
    given,
    look,
    make_context,
    make_spec,
    question,
    texts,
)
from loket.catalogue.rules.values import Json


def slot(name: str, **rest: Json) -> dict[str, Json]:
    return {"id": name, "label": texts(name), "required": True, **rest}


def make_leave(*documents: Json, **rest: Json) -> FormSpec:
    return make_spec(
        question("verlof", "choice", options=choices("adoptie", "ouderschap", "gewoon")),
        question(
            "kinderen",
            "group",
            show_when={"f": "verlof", "eq": "ouderschap"},
            fields=[question("naam"), question("mee", "boolean")],
        ),
        documents=list(documents),
        **rest,
    )


ADOPTION = make_leave(slot("attest", when={"f": "verlof", "eq": "adoptie"}))


def test_a_document_is_asked_when_its_condition_holds() -> None:
    assert codes(look(ADOPTION, {"verlof": "adoptie"})) == {"document.attest": "document_missing"}
    assert look(ADOPTION, {"verlof": "adoptie"}, [given("attest")]).ok
    assert look(ADOPTION, {"verlof": "gewoon"}).slots == ()


def test_a_stale_hidden_answer_demands_no_paper() -> None:
    spec = make_spec(
        question("soort"),
        question("verlof", show_when={"f": "soort", "eq": "verlof"}),
        documents=[slot("attest", when={"f": "verlof", "eq": "adoptie"})],
    )

    assert look(spec, {"soort": "hervatting", "verlof": "adoptie"}).slots == ()


CHILDREN: Json = [{"_id": "a", "naam": "An", "mee": True}, {"_id": "b", "naam": "Jo"}]


def test_one_document_for_each_item_of_a_group() -> None:
    spec = make_leave(slot("akte", per="kinderen"))

    state = look(spec, {"verlof": "ouderschap", "kinderen": CHILDREN}, [given("akte", "b")])

    assert [(one.path, one.key, one.item) for one in state.slots] == [
        ("document.akte[0]", "akte.a", "a"),
        ("document.akte[1]", "akte.b", "b"),
    ]
    assert codes(state) == {"document.akte[0]": "document_missing"}
    assert [one.path for one in state.missing] == ["document.akte[0]"]


def test_a_document_of_an_item_looks_at_that_item() -> None:
    spec = make_leave(slot("akte", per="kinderen", when={"f": ".mee", "eq": True}))

    state = look(spec, {"verlof": "ouderschap", "kinderen": CHILDREN})

    assert [one.item for one in state.slots] == ["a"]


def test_a_hidden_group_asks_no_documents() -> None:
    spec = make_leave(slot("akte", per="kinderen"), slot("ander", per="onbekend"))

    assert look(spec, {"verlof": "gewoon", "kinderen": CHILDREN}).slots == ()


def test_a_file_of_a_removed_item_becomes_loose_and_is_not_lost() -> None:
    spec = make_leave(slot("akte", per="kinderen"))
    files = [given("akte", "a"), given("akte", "weg"), given("")]

    state = look(spec, {"verlof": "ouderschap", "kinderen": CHILDREN}, files)

    assert state.loose == (files[1], files[2])


FOLLOWS = make_leave(slot("rooster", may_follow="P14D"))


def test_a_document_may_follow_when_the_person_says_so() -> None:
    silent, promised = look(FOLLOWS, {}), look(FOLLOWS, {"_later": ["rooster"]})

    assert codes(silent) == {"document.rooster": "document_or_later"}
    assert promised.ok
    assert [one.key for one in promised.following] == ["rooster"]
    assert promised.missing == ()


def test_a_document_that_is_there_does_not_follow() -> None:
    assert look(FOLLOWS, {"_later": ["rooster"]}, [given("rooster")]).following == ()


def test_a_promise_does_not_count_where_it_is_not_offered() -> None:
    state = look(ADOPTION, {"verlof": "adoptie", "_later": ["attest"]})

    assert codes(state) == {"document.attest": "document_missing"}


CHIEF: Json = {
    "id": "chef",
    "label": texts("chef"),
    "by": "hr.person.manager",
    "fallback": "document.akkoord",
}
APPROVED = make_leave(slot("akkoord", replaced_by="approval.chef"), approvals=[CHIEF])


def test_an_approval_replaces_the_document() -> None:
    state = look(APPROVED, {"_later": ["akkoord"]})

    assert state.ok
    assert [(one.replaced, one.required) for one in state.slots] == [(True, False)]
    assert [(one.approval.id, one.possible) for one in state.approvals] == [("chef", True)]


def test_with_nobody_to_ask_the_document_is_required_after_all() -> None:
    state = look(APPROVED, {}, context=make_context(no_approver=frozenset({"chef"})))

    assert codes(state) == {"document.akkoord": "document_missing"}
    assert not state.approvals[0].possible


def test_an_approval_that_is_not_asked_replaces_nothing() -> None:
    never: Json = {"f": "verlof", "eq": "adoptie"}
    spec = make_leave(
        slot("akkoord", replaced_by="approval.chef"),
        approvals=[{"id": "chef", "label": texts("chef"), "by": "x", "when": never}],
    )

    assert codes(look(spec, {})) == {"document.akkoord": "document_missing"}


def test_an_approval_without_a_document_to_fall_back_on_needs_somebody() -> None:
    spec = make_leave(approvals=[{"id": "chef", "label": texts("chef"), "by": "x"}])

    state = look(spec, {}, context=make_context(no_approver=frozenset({"chef"})))

    assert codes(state) == {"approval.chef": "no_approver"}


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, {"document.attesten": "document_missing"}),
        (1, {"document.attesten": "document_too_few"}),
        (2, {}),
        (3, {}),
        (4, {"document.attesten": "document_too_many"}),
    ],
)
def test_a_document_has_a_fewest_and_a_most(count: int, expected: dict[str, str]) -> None:
    spec = make_leave(slot("attesten", min=2, max=3))
    files = [given("attesten", key=str(n)) for n in range(count)]

    assert codes(look(spec, {}, files)) == expected


def test_a_refused_file_is_named_and_does_not_count() -> None:
    state = look(
        ADOPTION,
        {"verlof": "adoptie"},
        [given("attest", name="attest.pdf", state="infected"), given("attest", key="2")],
    )

    assert state.slots[0].usable == 1
    assert state.problems[0].code == "document_refused"
    assert state.problems[0].params == {"name": "attest.pdf"}


def test_a_file_that_is_still_being_checked_counts() -> None:
    assert look(ADOPTION, {"verlof": "adoptie"}, [given("attest", state="checking")]).ok


def test_a_document_can_become_required_by_an_answer() -> None:
    spec = make_leave(slot("cv", required=False, required_when={"f": "verlof", "answered": True}))

    assert look(spec, {}).ok
    assert codes(look(spec, {"verlof": "gewoon"})) == {"document.cv": "document_missing"}
