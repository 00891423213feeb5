"""Other answers ask for other things: documents that follow and people who must agree."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.make import make_service

from loket.cases.actions import answering, handling
from loket.cases.actions.correction import correct_case, start_correction
from loket.cases.actions.given import Given
from loket.cases.actions.papers import waive_document
from loket.cases.models import Approval, Case, Task
from loket.cases.tests.conftest import World, by
from loket.catalogue.actions.answers import mark_later, save_field
from loket.catalogue.tests.forms import LEAVE
from loket.core.errors import RuleError

TWO_DAYS = {"f": "opmerking", "answered": True}


@pytest.fixture
def asking(world: World) -> World:
    """A world whose form asks the chief, and proof that may follow, only of who remarks something."""
    spec: Any = deepcopy(LEAVE)
    spec["approvals"][0] |= {"when": TWO_DAYS}
    spec["documents"][0] |= {"when": TWO_DAYS}
    spec["documents"].append(
        {
            "id": "bewijs",
            "required": True,
            "may_follow": "P14D",
            "when": TWO_DAYS,
            "label": {"nl": "Bewijs", "fr": "Preuve", "de": "Beweis", "en": "Proof"},
        }
    )
    return replace(world, service=make_service(world.nele, spec))


def remarked(world: World, words: str) -> Case:
    """A case that was sent back, corrected with these words as the remark."""
    case = world.case()
    handling.claim_case(case, by=by(world.nele))
    handling.return_for_correction(case, by=by(world.nele), given=Given(text="Vul aan."))
    return correct(case, world, words)


def correct(case: Case, world: World, words: str) -> Case:
    draft = start_correction(case, by=by(world.sarah))
    save_field(draft, "opmerking", words, by=by(world.sarah))
    mark_later(draft, "bewijs", later=bool(words), by=by(world.sarah))
    correct_case(draft, by=by(world.sarah))
    return read(case)


def read(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def open_tasks(case: Case) -> set[tuple[str, str]]:
    return set(Task.objects.open().filter(case=case).values_list("kind", "slot"))


def test_what_the_new_answers_ask_is_asked(asking: World) -> None:
    case = asking.case()
    assert open_tasks(case) == {("deliver", "rooster")}

    case = remarked(asking, "Ik werk ook op zaterdag.")

    assert open_tasks(case) == {("deliver", "rooster"), ("deliver", "bewijs"), ("approve", "")}
    assert Approval.objects.get(task__case=case).approver == asking.tom
    assert case.waits_on == "manager,requester"
    assert set(case.waits_until) == {"manager", "requester"}
    with pytest.raises(RuleError, match="nog niet beslist"):
        handling.start_case(case, by=by(asking.nele))


def test_what_the_new_answers_no_longer_ask_waits_for_nobody(asking: World) -> None:
    case = remarked(asking, "Ik werk ook op zaterdag.")
    handling.return_for_correction(case, by=by(asking.nele), given=Given(text="Toch niet."))

    case = correct(case, asking, "")

    assert open_tasks(case) == {("deliver", "rooster")}
    assert Approval.objects.get(task__case=case).state == "dropped"
    handling.start_case(case, by=by(asking.nele))
    assert read(case).status == "in_progress"


def test_what_was_dropped_is_asked_anew_when_it_is_needed_again(asking: World) -> None:
    case = remarked(asking, "Ik werk ook op zaterdag.")
    handling.return_for_correction(case, by=by(asking.nele), given=Given(text="Toch niet."))
    case = correct(case, asking, "")
    handling.return_for_correction(case, by=by(asking.nele), given=Given(text="Toch wel."))

    case = correct(case, asking, "Toch ook op zaterdag.")

    assert ("approve", "") in open_tasks(case)
    task = Task.objects.open().get(case=case, kind="approve")
    answering.approve(case, by=by(asking.tom), given=Given(task=task.pk))
    handling.start_case(case, by=by(asking.nele))
    assert read(case).status == "in_progress"


def test_a_document_that_was_waived_is_not_asked_again_by_a_correction(asking: World) -> None:
    case = remarked(asking, "Ik werk ook op zaterdag.")
    task = Task.objects.open().get(case=case, slot="bewijs")
    waived = Given(text="Niet nodig.", task=task.pk, slot="bewijs")
    waive_document(case, by=by(asking.nele), given=waived)
    handling.return_for_correction(case, by=by(asking.nele), given=Given(text="Vul aan."))

    case = correct(case, asking, "Ik werk ook op zondag.")

    assert ("deliver", "bewijs") not in open_tasks(case)
