"""What each form of a pack does with answers: the cases in `forms/cases/`, one file for each form.

A case is one person: their `answers` (and `files`, `later`, `profile`, `no_chief`), and what comes
out: `shows`, `documents`, `checks`, `approvals`, `computed`, `problems` and `queue`. What a case does
not name is empty; without `queue` it is that of the form. Today is 21 November 2026.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import Context, GivenFile, State
from loket.catalogue.rules.submitted import submitted_answers
from loket.packs.read import read_yaml
from loket.packs.tests.forms import PACKS, TODAY, form, tables

PACK = "persopoint"
FOLDER = PACKS / PACK / "forms" / "cases"
KEYS = [path.stem for path in sorted(FOLDER.parent.glob("*.yaml"))]
WORDS = {
    "answers", "approvals", "checks", "computed", "documents", "files", "later", "no_chief", "problems",
    "profile", "queue", "shows",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One case: of which form, what it is called, what it says."""

    key: str
    name: str
    says: dict[str, Any]

    @property
    def spec(self) -> FormSpec:
        return form(PACK, self.key)

    def state(self) -> State:
        """What the form makes of the answers."""
        return self.evaluated(
            {**self.says.get("answers", {}), "_later": self.says.get("later", [])}
        )

    def evaluated(self, answers: dict[str, Any]) -> State:
        absent = {one.id for one in self.spec.approvals} if self.says.get("no_chief") else set()
        context = Context(
            today=TODAY,
            tables=tables(PACK),
            profile=self.says.get("profile", {}),
            no_approver=frozenset(absent),
        )
        files = [
            GivenFile(key=name, slot=name.partition(".")[0], item=name.partition(".")[2])
            for name in self.says.get("files", [])
        ]
        return evaluate(self.spec, answers, files, context)


@cache
def told(key: str) -> tuple[Told, ...]:
    cases: Any = read_yaml(FOLDER / f"{key}.yaml").data["cases"]
    return tuple(Told(key, name, says) for name, says in cases.items())


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
    spec = form(PACK, key)
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
