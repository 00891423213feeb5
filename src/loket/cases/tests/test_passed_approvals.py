"""An agreement that does not come is asked of whoever leads the person now."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.make import employ, make_file, make_person, make_service

from loket.accounts.models import User
from loket.cases.actions import answering, handling
from loket.cases.actions.approving import pass_approval
from loket.cases.actions.changing import send_changes
from loket.cases.actions.correction import correct_case, start_correction
from loket.cases.actions.given import Given
from loket.cases.models import Approval, Case, Task
from loket.cases.tests.conftest import World, by
from loket.cases.tests.test_changes import YES, change, decide, sent
from loket.catalogue.actions.answers import save_field
from loket.catalogue.models import DraftFile
from loket.catalogue.tests.forms import LEAVE
from loket.contacts.models import Notification
from loket.core.errors import RuleError
from loket.people.models import Employment, Person

RunJobs = Callable[..., list[str]]


def task_of(case: Case) -> Task:
    return Task.objects.open().get(case=case, kind="approve")


def lead(world: World, chief: Person) -> None:
    """The register names another chief for Sarah from now on."""
    Employment.objects.filter(person=world.sarah).update(manager=chief)


def leave(person: Person) -> None:
    person.user = User.objects.create(
        organisation=person.organisation, login=f"p{person.pk}", is_active=False
    )
    person.save()


@pytest.fixture
def ines(world: World) -> Person:
    """The chief of Tom, who leads Sarah."""
    made = make_person("Ines Maes", login="ines")
    work = Employment.objects.filter(person=world.tom).first()
    if work is None:
        employ(world.tom, world.sarah.employments.get().unit, chief=made)
    else:
        Employment.objects.filter(pk=work.pk).update(manager=made)
    return made


def test_a_chief_who_left_is_not_asked_to_agree(world: World, ines: Person) -> None:
    leave(world.tom)

    assert task_of(world.case()).person == ines


def test_without_another_chief_the_document_is_asked_instead(world: World) -> None:
    leave(world.tom)

    with pytest.raises(RuleError):
        world.case()  # the document of the chief is missing now


def test_whoever_leads_the_person_now_is_asked(
    world: World, ines: Person, run_jobs: RunJobs
) -> None:
    case = world.case()
    asked = task_of(case)
    leave(world.tom)
    run_jobs()

    pass_approval(case, asked.pk, by=by(world.nele), given=Given(key="k"))
    run_jobs()

    now = task_of(case)
    assert now.person == ines
    asked.refresh_from_db()
    assert asked.dropped
    assert [(one.approver, one.state) for one in Approval.objects.order_by("pk")] == [
        (world.tom, "dropped"),
        (ines, "asked"),
    ]
    assert Notification.objects.filter(person=ines, kind="approval_asked").count() == 1
    answering.approve(case, by=by(ines), given=Given(task=now.pk))
    assert not Task.objects.open().filter(case=case, kind="approve").exists()


def test_pressed_twice_it_is_asked_once(world: World, ines: Person) -> None:
    case = world.case()
    asked = task_of(case)
    leave(world.tom)

    first = pass_approval(case, asked.pk, by=by(world.nele), given=Given(key="k"))
    again = pass_approval(case, asked.pk, by=by(world.nele), given=Given(key="k"))

    assert (first.repeated, again.repeated) == (False, True)
    assert Approval.objects.filter(state="asked").count() == 1


def test_a_yes_that_came_first_stays_a_yes(world: World, ines: Person) -> None:
    case = world.case()
    asked = task_of(case)
    lead(world, ines)
    answering.approve(case, by=by(world.tom), given=Given(task=asked.pk))

    with pytest.raises(RuleError) as refused:
        pass_approval(case, asked.pk, by=by(world.nele), given=Given(key="k"))

    assert refused.value.code == "no_approval_asked"
    assert Approval.objects.get().state == "approved"


@pytest.mark.parametrize("gone", [False, True])
def test_it_says_so_when_the_register_names_nobody_else(world: World, gone: bool) -> None:
    case = world.case()
    asked = task_of(case)
    if gone:
        leave(world.tom)

    with pytest.raises(RuleError) as refused:
        pass_approval(case, asked.pk, by=by(world.nele), given=Given(key="k"))

    assert refused.value.code == ("nobody_agrees" if gone else "same_approver")
    assert task_of(case) == asked


def test_a_correction_asks_the_chief_of_now(world: World, ines: Person) -> None:
    case = world.case()
    lead(world, ines)
    handling.claim_case(case, by=by(world.nele))
    handling.return_for_correction(case, by=by(world.nele), given=Given(text="Vul aan."))

    draft = start_correction(case, by=by(world.sarah))
    save_field(draft, "begindatum", "2027-04-05", by=by(world.sarah))
    correct_case(draft, by=by(world.sarah))

    assert task_of(case).person == ines


@pytest.fixture
def open_to_change(world: World) -> World:
    """A world whose form may be changed until somebody begins to work."""
    form: Any = LEAVE | {"after_submit": {"amend_until": "in_progress"}}
    return replace(world, service=make_service(world.nele, form))


@pytest.mark.parametrize("agreed", [True, False])
def test_an_agreement_that_nobody_can_give_any_more_is_not_forgotten(
    open_to_change: World, agreed: bool
) -> None:
    case, tom = open_to_change.case(), open_to_change.tom
    task = Task.objects.get(case=case, kind="approve")
    if agreed:
        answering.approve(case, by=by(tom), given=Given(task=task.pk))
    sent(case, open_to_change, begindatum="2027-06-01")
    leave(tom)

    decide(case, open_to_change, YES)

    last = Approval.objects.order_by("pk").last()
    assert last is not None
    assert (last.state, last.approver, last.answers_rev) == ("asked", tom, 2)
    assert Task.objects.open().filter(case=case, kind="approve").exists()


def test_a_document_replaces_the_agreement_that_nobody_can_give_any_more(
    open_to_change: World,
) -> None:
    case, tom = open_to_change.case(), open_to_change.tom
    draft = change(case, open_to_change)
    DraftFile.objects.create(draft=draft, file=make_file(open_to_change.sarah), slot="akkoord")
    send_changes(draft, by=by(open_to_change.sarah))
    leave(tom)

    decide(case, open_to_change, YES)

    assert Approval.objects.get().state == "dropped"
    assert not Task.objects.open().filter(case=case, kind="approve").exists()


def test_a_handler_who_leads_the_person_is_asked_to_agree_to_the_changes_too(
    open_to_change: World,
) -> None:
    case = open_to_change.case()
    lead(open_to_change, open_to_change.nele)
    sent(case, open_to_change, begindatum="2027-06-01")

    decide(case, open_to_change, YES)

    last = Approval.objects.order_by("pk").last()
    assert last is not None
    assert (last.state, last.approver) == ("asked", open_to_change.nele)
