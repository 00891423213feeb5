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


def test_a_yes_is_taken_back_by_the_button_on_the_page_and_then_asked_again(
    sarah: Person, solved: Task
) -> None:
    site, case = browser_of(sarah), solved.case
    page, address = f"/zaken/{case.number}/", f"/zaken/{case.number}/akkoord-terug/"
    site.post(akkoord(solved), {"answer": "ja", "key": "knop"})
    assert "draai terug" in site.get(page).text

    for _click in range(2):
        assert site.post(address, {"key": "terug"}).status_code == 302

    assert Case.objects.get(pk=case.pk).status == "awaiting_acceptance"
    assert Task.objects.open().get(case=case, kind="accept").person == sarah
    assert happened(case, "case.accept_undone") == 1
    assert "draai terug" not in site.get(page).text


def test_a_yes_in_a_list_can_be_taken_back_from_its_row(sarah: Person, solved: Task) -> None:
    site, number = browser_of(sarah), solved.case.number

    row = site.post(akkoord(solved), {"answer": "ja"}, headers={"HX-Request": "true"})

    assert f'action="/zaken/{number}/akkoord-terug/"' in row.text


def test_whoever_is_too_late_to_take_a_yes_back_reads_so(
    sarah: Person, kim: Person, service: Service
) -> None:
    long_ago = make_case(sarah, service, status="closed_complete", outcome="accepted")
    site = browser_of(sarah)

    late = site.post(f"/zaken/{long_ago.number}/akkoord-terug/", {"key": "terug"})

    assert late.status_code == 422
    assert "U kunt dit niet meer terugdraaien." in late.text
    assert "draai terug" not in late.text
    assert Case.objects.get(pk=long_ago.pk).status == "closed_complete"
