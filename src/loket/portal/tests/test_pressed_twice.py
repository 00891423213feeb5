"""A button that is pressed twice, or in two tabs, decides once."""

import pytest
from tests.make import make_approval, make_case, make_task

from loket.cases.models import Approval, Case, Task
from loket.cases.rules.tasks import TaskKind
from loket.catalogue.models import Service
from loket.core.models import Event
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of

NO = {"answer": "nee", "text": "Dit klopt niet."}


@pytest.fixture
def solved(sarah: Person, kim: Person, service: Service) -> Task:
    """The question to Sarah whether she accepts the solution."""
    case = make_case(
        sarah, service, status="awaiting_acceptance", assignee=kim, waits_on="requester"
    )
    return make_task(case, TaskKind.ACCEPT, person=sarah)


@pytest.fixture
def asked(sarah: Person, kim: Person, service: Service) -> Approval:
    """The question to Kim whether she agrees."""
    return make_approval(make_case(sarah, service, waits_on="manager"), kim)


def happened(case: Case, *kinds: str) -> int:
    return Event.objects.about(case).filter(kind__in=kinds).count()


def test_a_yes_that_is_pressed_twice_is_one_yes(sarah: Person, solved: Task) -> None:
    site, case = browser_of(sarah), solved.case

    for _click in range(2):
        answer = site.post(akkoord(solved), {"answer": "ja", "key": "knop"})
        assert answer.status_code == 302

    assert Case.objects.get(pk=case.pk).status == "closed_complete"
    assert happened(case, "case.accepted") == 1


def test_a_no_in_another_tab_after_the_yes_is_told_and_changes_nothing(
    sarah: Person, solved: Task
) -> None:
    site, case = browser_of(sarah), solved.case
    site.post(akkoord(solved), {"answer": "ja", "key": "een"})

    answer = site.post(akkoord(solved), {**NO, "key": "twee"})

    assert answer.status_code == 422
    assert Case.objects.get(pk=case.pk).status == "closed_complete"
    assert happened(case, "case.refused", "case.accepted") == 1


@pytest.mark.parametrize("second", [{"answer": "ja", "key": "knop"}, {**NO, "key": "ander"}])
def test_an_approval_is_decided_once(kim: Person, asked: Approval, second: dict[str, str]) -> None:
    site, address = browser_of(kim), f"/goedkeuringen/{asked.task.key}/beslissen/"

    answers = [site.post(address, sent) for sent in ({"answer": "ja", "key": "knop"}, second)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/goedkeuringen/")] * 2
    assert Approval.objects.get(pk=asked.pk).state == "approved"
    assert happened(asked.task.case, "approval.decided") == 1


def akkoord(task: Task) -> str:
    return f"/zaken/{task.case.number}/akkoord/{task.key}/"
