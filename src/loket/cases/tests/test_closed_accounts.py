"""Nobody gets work who cannot sign in any more, and what they had can be handed over."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from tests.make import acting, grant, make_approval, make_case, make_letters
from tests.world import World, client_of, sign_in

from loket.accounts.actions import change_account
from loket.cases.actions.absences import Days, give_work_away, set_absence, take_work_back
from loket.cases.actions.handling import assign_case
from loket.cases.models import Absence, Case
from loket.contacts.models import Notification
from loket.core.clock import now
from loket.core.errors import RuleError
from loket.core.tenancy import acting_in, enter_organisation
from loket.people.actions.roles import withdraw_role
from loket.people.models import Employment, Person, RoleGrant

RunJobs = Callable[..., list[str]]


@pytest.fixture
def world(here: World) -> Iterator[World]:
    with acting_in(here.organisation.pk):
        make_letters()
        Absence.objects.all().delete()
        yield here


def close(person: Person) -> None:
    assert person.user is not None
    change_account(person.user, loa="low", active=False, by=acting(person))


def begun(world: World, assignee: str) -> Case:
    people = world.people
    requester, service = people["requester"], world.things["service"]
    return make_case(requester, service, assignee=people[assignee], status="in_progress")


def days_from_now() -> Days:
    return Days(now().date(), now().date())


def options(world: World, path: str, field: str) -> str:
    page = client_of(world, sign_in(world, world.people["lead"])).get(path).content.decode()
    enter_organisation(world.organisation.pk)  # the request left it
    return page.partition(f'name="{field}"')[2].partition("</select>")[0]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/werk/zaken/{number}/", "colleague"),
        ("/werk/zaken/{number}/?doe=raadplegen", "whom"),
        ("/werk/afwezigheid/", "stand_in"),
    ],
)
def test_who_cannot_sign_in_any_more_is_not_offered(world: World, path: str, field: str) -> None:
    place = path.format(number=begun(world, "handler").number)
    name = world.people["cleared"].party.name
    assert name in options(world, place, field)

    close(world.people["cleared"])

    assert name not in options(world, place, field)
    assert world.people["handler"].party.name in options(world, place, field)


def test_a_case_given_to_a_closed_account_stays_where_it_is(world: World) -> None:
    case = begun(world, "handler")
    close(world.people["cleared"])

    with pytest.raises(RuleError, match="gesloten"):
        assign_case(case, world.people["cleared"], by=acting(world.people["lead"]))

    assert Case.objects.get(pk=case.pk).assignee == world.people["handler"]


def test_a_closed_account_takes_over_no_work(world: World) -> None:
    close(world.people["cleared"])

    with pytest.raises(RuleError) as refused:
        set_absence(
            world.people["handler"],
            world.people["cleared"],
            days_from_now(),
            by=acting(world.people["lead"]),
        )

    assert refused.value.code == "no_stand_in"


def test_all_work_of_a_closed_account_is_handed_over_and_does_not_go_back_to_it(
    world: World, run_jobs: RunJobs
) -> None:
    case, lead = begun(world, "handler"), acting(world.people["lead"])
    close(world.people["handler"])
    assert world.people["handler"].party.name in options(world, "/werk/afwezigheid/", "person")
    people = world.people
    absence = set_absence(people["handler"], people["cleared"], days_from_now(), by=lead)

    give_work_away(absence, by=lead)
    run_jobs()
    take_work_back(absence, by=lead)
    run_jobs()

    assert Case.objects.get(pk=case.pk).assignee == people["cleared"]
    assert absence.rows.get(case=case).reason == "colleague_closed"


def test_the_work_of_who_is_in_the_team_no_more_is_handed_over_too(
    world: World, run_jobs: RunJobs
) -> None:
    people, case = world.people, begun(world, "handler")
    for grant_held in RoleGrant.objects.filter(person=people["handler"]):
        withdraw_role(grant_held, by=acting(people["lead"]))
    name = people["handler"].party.name
    assert name in options(world, "/werk/afwezigheid/", "person")
    assert name not in options(world, "/werk/afwezigheid/", "stand_in")

    by = acting(people["lead"])
    absence = set_absence(people["handler"], people["cleared"], days_from_now(), by=by)
    give_work_away(absence, by=by)
    run_jobs()

    assert Case.objects.get(pk=case.pk).assignee == people["cleared"]
    assert name not in options(world, "/werk/afwezigheid/", "person")


def test_what_happens_to_a_case_is_not_mailed_to_a_closed_account(
    world: World, run_jobs: RunJobs
) -> None:
    people = world.people
    grant(people["lead"], RoleGrant.Role.HANDLER)
    case = begun(world, "handler")
    close(people["handler"])
    Notification.objects.all().delete()

    assign_case(case, people["cleared"], by=acting(people["lead"]))
    run_jobs()

    assert people["cleared"].notifications.exists()
    assert not people["handler"].notifications.exists()


def test_an_agreement_of_a_closed_account_is_asked_of_who_leads_the_person_now(
    world: World,
) -> None:
    people = world.people
    case = begun(world, "handler")
    asked = make_approval(case, people["chief"])
    browser, place = (
        client_of(world, sign_in(world, people["handler"])),
        f"/werk/zaken/{case.number}/",
    )
    offered = "ander-akkoord"
    assert offered not in shown(world, browser.get(place))

    close(people["chief"])

    page = shown(world, browser.get(place))
    assert offered in page
    assert f"{people['chief'].party.name} (account gesloten)" in page
    pressed = {"task": str(asked.task_id), "key": "sleutel-1"}
    refused = browser.post(f"{place}{offered}/", pressed)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_CONTENT
    assert "noemt nu niemand anders" in shown(world, refused)

    Employment.objects.filter(person=case.subject_id).update(manager=people["lead"])
    browser.post(f"{place}{offered}/", pressed)
    page = shown(world, browser.get(place))
    assert offered not in page
    assert f"vraagt het akkoord nu aan {people['lead'].party.name}." in page


def shown(world: World, answer: Any) -> str:
    enter_organisation(world.organisation.pk)  # the request left it
    return str(answer.content.decode())
