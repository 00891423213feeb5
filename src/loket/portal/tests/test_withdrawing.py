"""Take a request back by the page of the case, also when somebody was faster."""

import pytest
from django.test import Client
from tests.make import acting, make_handler, make_queue, make_series, make_service

from loket.cases.actions.answering import approve
from loket.cases.actions.given import Given
from loket.cases.actions.handling import (
    ask,
    claim_case,
    return_for_correction,
    start_case,
    whom_to_ask,
)
from loket.cases.models import Case, Task
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.core.keys import new_key
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_filling_in import fill_in, page, url
from loket.routing.models import Queue

WHY = "Mijn plannen zijn veranderd."


@pytest.fixture
def service(sarah: Person) -> Service:
    """The form, which may be taken back until there is a solution."""
    make_queue("tijd")
    make_series()
    ends = {"after_submit": {"withdraw_until": "awaiting_acceptance"}}
    return make_service(sarah, LEAVE | ends)


@pytest.fixture
def case(site: Client, draft: Draft) -> Case:
    fill_in(site, draft)
    site.post(url(draft, "indienen"))
    return Case.objects.get()


def begin(case: Case) -> None:
    """The chief agrees and a handler begins."""
    asked = Task.objects.get(case=case, kind="approve")
    assert asked.person is not None
    approve(case, by=acting(asked.person), given=Given(task=asked.pk))
    handler = make_handler("Hans Handelaar", Queue.objects.get(), login="hans")
    claim_case(case, by=acting(handler))
    start_case(case, by=acting(handler))


def test_twice_the_same_button_takes_a_request_back_once(site: Client, case: Case) -> None:
    address = f"/zaken/{case.number}/intrekken/"
    sent = {"text": WHY, "key": new_key()}

    first, second = site.post(address, sent), site.post(address, sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Case.objects.get().status == Case.Status.WITHDRAWN
    assert page(site.get(f"/zaken/{case.number}/")).count(WHY) == 1


def test_whoever_comes_too_late_reads_so_and_keeps_their_words(site: Client, case: Case) -> None:
    begin(case)

    late = site.post(f"/zaken/{case.number}/intrekken/", {"text": WHY, "key": new_key()})

    assert late.status_code == 422
    assert "Wij werken al aan uw aanvraag." in page(late)
    assert WHY in page(late)
    assert Case.objects.get().status == Case.Status.IN_PROGRESS


def test_words_for_a_case_that_was_closed_meanwhile_stay_on_the_page(
    site: Client, case: Case
) -> None:
    site.post(f"/zaken/{case.number}/intrekken/", {"key": new_key()})  # in another window

    message = site.post(f"/zaken/{case.number}/bericht/", {"text": WHY, "key": new_key()})
    withdrawal = site.post(f"/zaken/{case.number}/intrekken/", {"text": WHY, "key": new_key()})

    for late in (message, withdrawal):
        assert late.status_code == 422
        assert "Dit schreef u. Het is niet verstuurd:" in page(late)
        assert page(late).count(WHY) == 1


def test_a_second_answer_to_the_same_question_stays_on_the_page(site: Client, case: Case) -> None:
    begin(case)
    handler = acting(Person.objects.get(pk=Case.objects.get().assignee_id))
    asked = whom_to_ask(case, Task.Party.REQUESTER, by=handler)
    ask(case, asked, by=handler, given=Given(text="Vanaf wanneer?"))
    key = Task.objects.open().get(case=case, kind="answer").key
    site.post(f"/zaken/{case.number}/antwoord/{key}/", {"text": "Mei.", "key": new_key()})

    second = site.post(f"/zaken/{case.number}/antwoord/{key}/", {"text": WHY, "key": new_key()})

    assert "Dit schreef u. Het is niet verstuurd:" in page(second)
    assert WHY in page(second)


def test_a_correction_that_was_begun_stays_as_a_draft_that_can_be_handed_in_or_deleted(
    site: Client, case: Case
) -> None:
    begin(case)
    handler = acting(Person.objects.get(pk=Case.objects.get().assignee_id))
    given = Given(text="Begin op een maandag.")
    return_for_correction(case, by=handler, given=given)
    key = Task.objects.open().get(case=case, kind="correct").key
    site.post(f"/zaken/{case.number}/verbeteren/{key}/")

    site.post(f"/zaken/{case.number}/intrekken/", {"key": new_key()})

    left = Draft.objects.open().get()
    assert left.answers == Draft.objects.exclude(pk=left.pk).get().answers
    assert "/concept/" + left.key in page(site.get("/concepten/"))
    site.post(url(left, "indienen"))
    assert Case.objects.exclude(pk=case.pk).get().draft == left


def test_only_a_party_to_the_case_takes_it_back(case: Case) -> None:
    chief = Task.objects.get(case=case, kind="approve").person
    assert chief is not None

    answer = browser_of(chief).post(f"/zaken/{case.number}/intrekken/", {"key": new_key()})

    assert answer.status_code == 404
    assert Case.objects.get().status == Case.Status.OPEN
