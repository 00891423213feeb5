"""A button that is pressed twice, or in two tabs, decides once."""

import pytest
from tests.make import NOW, make_approval, make_case, make_task

from loket.cases.models import Approval, Case, Task
from loket.cases.rules.tasks import TaskKind
from loket.catalogue.models import Draft, Service
from loket.core.keys import new_key
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


def test_an_approval_is_decided_once(kim: Person, asked: Approval) -> None:
    site, address = browser_of(kim), f"/goedkeuringen/{asked.task.key}/beslissen/"

    answers = [site.post(address, {"answer": "ja", "key": key}) for key in ("knop", "ander")]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/goedkeuringen/")] * 2
    assert Approval.objects.get(pk=asked.pk).state == "approved"
    assert happened(asked.task.case, "approval.decided") == 1


def test_a_no_that_comes_too_late_is_told_and_its_reason_is_given_back(
    kim: Person, asked: Approval
) -> None:
    site, address = browser_of(kim), f"/goedkeuringen/{asked.task.key}/beslissen/"
    site.post(address, {"answer": "ja", "key": "knop"})

    late = site.post(
        address,
        {**NO, "key": "ander", "csrfmiddlewaretoken": "een"},
        headers={"origin": f"http://{kim.organisation.slug}.localhost"},
    )

    assert late.status_code == 409
    assert "Uw antwoord is niet verstuurd" in late.text
    assert NO["text"] in late.text
    assert Approval.objects.get(pk=asked.pk).state == "approved"
    assert happened(asked.task.case, "approval.decided") == 1


@pytest.mark.parametrize("answer", ["ja", "nee"])
def test_the_same_answer_with_another_reason_is_told_and_its_reason_is_given_back(
    kim: Person, asked: Approval, answer: str
) -> None:
    site, address = browser_of(kim), f"/goedkeuringen/{asked.task.key}/beslissen/"
    own = {"origin": f"http://{kim.organisation.slug}.localhost"}
    first = {"answer": answer, "text": "Eerste reden.", "csrfmiddlewaretoken": "een"}
    site.post(address, first, headers=own)

    same = site.post(address, first | {"text": " Eerste\r\nreden. "}, headers=own)
    other = site.post(address, first | {"text": "Tweede reden, beter."}, headers=own)

    assert (same.status_code, same["Location"]) == (302, "/goedkeuringen/")
    assert other.status_code == 409
    assert "Uw antwoord is niet verstuurd" in other.text
    assert "Tweede reden, beter." in other.text
    assert Approval.objects.get(pk=asked.pk).reason == "Eerste reden."


def test_a_page_of_a_draft_that_was_handed_in_meanwhile_leads_to_the_case(
    sarah: Person, draft: Draft
) -> None:
    site, case = browser_of(sarah), make_case(sarah, draft.version.form.service)
    Draft.objects.filter(pk=draft.pk).update(submitted_at=case.created_at)
    Case.objects.filter(pk=case.pk).update(draft=draft)

    late = site.post(f"/concept/{draft.key}/naam", {"naam": "Zomer"})

    assert late.status_code == 409
    assert "Deze aanvraag is al ingediend." in late.text
    assert f'href="/zaken/{case.number}/"' in late.text


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


@pytest.fixture
def question(sarah: Person, kim: Person, service: Service) -> Task:
    """A question to Kim, who sees the case only as long as it asks her something."""
    tom = Person.objects.get(given_name="Tom")
    values = {"status": "waiting", "resume_status": "in_progress", "waits_on": "third"}
    case = make_case(sarah, service, assignee=tom, **values)
    return make_task(case, TaskKind.ANSWER, party="third", person=kim)


def test_who_is_asked_no_more_hears_so_and_gets_their_words_back(
    kim: Person, question: Task
) -> None:
    Task.objects.filter(pk=question.pk).update(done_at=NOW, dropped=True)
    address = f"/zaken/{question.case.number}/antwoord/{question.key}/"

    late = browser_of(kim).post(
        address,
        {"text": "Ja, dat klopt zo.", "key": "een", "csrfmiddlewaretoken": "een"},
        headers={"origin": f"http://{kim.organisation.slug}.localhost"},
    )

    assert late.status_code == 409
    assert "Deze vraag is al beantwoord of niet meer nodig." in late.text
    assert "Ja, dat klopt zo." in late.text


def test_an_answer_of_who_saw_the_case_only_for_that_may_be_pressed_twice(
    kim: Person, question: Task
) -> None:
    site = browser_of(kim)
    address = f"/zaken/{question.case.number}/antwoord/{question.key}/"

    sent = {"text": "Ja.", "key": f"{new_key()}-{question.pk}"}

    answers = [site.post(address, sent) for _click in range(2)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/taken/")] * 2
    assert happened(question.case, "case.answered") == 1


def test_a_question_to_somebody_else_is_not_found(question: Task) -> None:
    tom = Person.objects.get(given_name="Tom")
    for address in (
        f"/zaken/{question.case.number}/antwoord/{question.key}/",
        f"/zaken/{question.case.number}/antwoord/bestaat-niet/",
    ):
        assert browser_of(tom).post(address, {"text": "Ja."}).status_code == 404
