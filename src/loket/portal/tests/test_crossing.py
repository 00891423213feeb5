"""Two people at once by the pages: who decides has seen the answers, and each address leads on."""

import pytest
from django.test import Client
from tests.make import acting, make_handler

from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, return_for_correction
from loket.cases.models import Approval, Case, Change, Task
from loket.catalogue.models import Draft
from loket.people.models import Person
from loket.portal.tests import test_changing
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_changing import WISH, begun, typed
from loket.portal.tests.test_filling_in import page, url
from loket.routing.models import Queue

service = test_changing.service
case = test_changing.case


@pytest.fixture
def handler(case: Case) -> Person:
    return make_handler("Hans Handelaar", Queue.objects.get(), login="hans")


@pytest.fixture
def chief(case: Case) -> Client:
    """The browser of whoever must agree."""
    return browser_of(Approval.objects.get().approver)


def change(site: Client, case: Case) -> None:
    draft = begun(site, case)
    typed(draft)
    site.post(url(draft, "indienen"))


def take_over(case: Case, handler: Person) -> None:
    verdicts = {one.pk: Verdict(accepted=True) for one in Change.objects.all()}
    decide_changes(case, verdicts, by=acting(handler), given=Given())


def correction(site: Client, case: Case, handler: Person) -> Draft:
    """Send it back, and begin to correct it."""
    return_for_correction(case, by=acting(handler), given=Given(text="Vul aan."))
    task = Task.objects.open().get(case=case, kind="correct")
    site.post(f"/zaken/{case.number}/verbeteren/{task.key}/")
    draft = Case.objects.get().correction
    assert draft is not None
    return draft


@pytest.mark.parametrize("answer", ["ja", "nee"])
def test_who_has_an_old_page_open_reads_the_new_answers_before_deciding(
    site: Client, case: Case, handler: Person, chief: Client, answer: str
) -> None:
    seen = f"/goedkeuringen/{Approval.objects.get().task.key}/"
    assert WISH not in page(chief.get(seen))
    change(site, case)
    take_over(case, handler)

    refused = chief.post(f"{seen}beslissen/", {"answer": answer, "text": "Mijn lange uitleg."})

    assert refused.status_code == 409
    shown = page(refused)
    assert "De aanvraag is intussen veranderd." in shown
    assert WISH in shown
    assert "Mijn lange uitleg." in shown
    again = Approval.objects.get(state="asked")
    assert f'action="/goedkeuringen/{again.task.key}/beslissen/"' in shown
    assert chief.get(seen)["Location"] == f"/goedkeuringen/{again.task.key}/"
    chief.post(f"/goedkeuringen/{again.task.key}/beslissen/", {"answer": "ja"})
    again.refresh_from_db()
    assert (again.state, again.answers_rev) == ("approved", 2)


def test_who_refuses_while_a_change_waits_reads_why_not_and_keeps_the_words(
    site: Client, case: Case, chief: Client
) -> None:
    change(site, case)

    refused = chief.post(
        f"/goedkeuringen/{Approval.objects.get().task.key}/beslissen/",
        {"answer": "nee", "text": "Mijn lange uitleg."},
    )

    assert refused.status_code == 422
    assert "De aanvrager stuurde wijzigingen." in page(refused)
    assert "Mijn lange uitleg." in page(refused)


def test_the_address_of_an_earlier_correction_leads_to_the_case(
    site: Client, case: Case, handler: Person
) -> None:
    claim_case(case, by=acting(handler))
    first = correction(site, case, handler)
    site.post(url(first, "indienen"))
    correction(site, case, handler)
    to_case = f"/zaken/{case.number}/"

    again = site.post(url(first, "indienen"))

    assert again["Location"] == to_case
    assert site.get(url(first, "controleren/"))["Location"] == to_case
    typed_late = site.post(url(first, "periode/"), {"opmerking": "x", "rev": "1"})
    assert typed_late.status_code == 409
    assert to_case in page(typed_late)
