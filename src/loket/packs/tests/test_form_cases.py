"""What each form of a pack does with answers: the cases in `forms/cases/`, one file for each form.

A case is one person: their `answers` (and `files`, `later`, `profile`, `no_chief`), and what comes
out: `shows`, `documents`, `checks`, `approvals`, `computed`, `problems` and `queue`. What a case does
not name is empty; without `queue` it is that of the form. Today is 21 November 2026.
"""

import pytest

from loket.catalogue.rules.submitted import submitted_answers
from loket.packs.tests.cases import HOME, KEYS, Told, told
from loket.packs.tests.forms import form

WORDS = {
    "answers", "approvals", "checks", "computed", "documents", "files", "later", "no_chief", "problems",
    "profile", "queue", "shows",
}  # fmt: skip
EVERY = [pytest.param(one, id=f"{key}: {one.name}") for key in KEYS for one in told(key)]


@pytest.mark.parametrize("case", EVERY)
def test_the_form_does_what_the_case_says(case: Told) -> None:
    state = case.state()

    assert {
        "shows": [one.path for one in state.visible()],
        "documents": [one.key.removeprefix("document.") for one in state.slots],
        "checks": [one.check.id for one in state.checks],
        "approvals": [one.approval.id for one in state.approvals if one.possible],
        "computed": {
            one.path: one.value for one in state.visible() if one.field.type == "computed"
        },
        "problems": {one.path: one.code for one in state.problems},
        "queue": state.queue,
    } == {
        "shows": case.says.get("shows", []),
        "documents": case.says.get("documents", []),
        "checks": case.says.get("checks", []),
        "approvals": case.says.get("approvals", []),
        "computed": case.says.get("computed", {}),
        "problems": case.says.get("problems", {}),
        "queue": case.says.get("queue", case.spec.case.queue),
    }


@pytest.mark.parametrize("case", EVERY)
def test_what_is_handed_in_means_the_same_when_it_is_read_again(case: Told) -> None:
    state = case.state()
    again = case.evaluated(submitted_answers(state))

    assert submitted_answers(again) == submitted_answers(state)
    assert [one.path for one in again.visible()] == [one.path for one in state.visible()]


@pytest.mark.parametrize("case", EVERY)
def test_a_case_speaks_of_what_the_form_has(case: Told) -> None:
    assert set(case.says) <= WORDS
    assert set(case.says.get("answers", {})) - {"_reasons"} <= set(case.spec.fields)


@pytest.mark.parametrize("key", KEYS)
def test_everything_in_a_form_happens_to_somebody(key: str) -> None:
    spec = form(HOME[key], key)
    states = [one.state() for one in told(key)]

    assert {(one.field.group, one.field.id) for state in states for one in state.visible()} == {
        (one.group, one.id) for one in spec.every_field()
    }
    assert {one.slot.id for state in states for one in state.slots} == {
        one.id for one in spec.documents
    }
    assert {one.check.id for state in states for one in state.checks} == {
        one.id for one in spec.checks
    }
    assert {one.queue for one in states} == {
        spec.case.queue,
        *(route.queue for route in spec.case.routes),
    }
    assert any(state.ok for state in states)
