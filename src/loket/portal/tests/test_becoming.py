"""The last page says what comes of sending; when that is not so any more, the button does nothing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.make import acting, make_handler, make_queue, make_series, make_service

from loket.cases.actions.answering import approve
from loket.cases.actions.carry import carry_out
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.correction import start_correction
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, return_for_correction, start_case
from loket.cases.models import Case, CaseLink, ChangeSet, Task
from loket.catalogue.actions.answers import save_field
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.people.models import Person
from loket.portal.tests.test_filling_in import fill_in, page, url
from loket.routing.models import Queue


@pytest.fixture
def service(sarah: Person) -> Service:
    """The form, which may be changed and taken back until the work begins."""
    make_queue("tijd")
    make_series()
    ends = {"amend_until": "in_progress", "withdraw_until": "in_progress"}
    return make_service(sarah, LEAVE | {"after_submit": ends})


@pytest.fixture
def case(site: Client, draft: Draft) -> Case:
    fill_in(site, draft)
    site.post(url(draft, "indienen"))
    return Case.objects.get()


@pytest.fixture
def handler(case: Case) -> Acting:
    return acting(make_handler("Hilde Handelaar", Queue.objects.get(), login="hilde"))


def said(site: Client, draft: Draft) -> dict[str, str]:
    """What the button of the last page sends along."""
    shown = page(site.get(url(draft, "controleren/")))
    found = re.findall(r'name="(wordt)" value="([\w ]+)"', shown)
    assert len(found) == 1
    return dict(found)


def edited(case: Case, kind: str, handler: Acting) -> Draft:
    by = acting(case.submitted_by)
    if kind == "change":
        draft = start_changes(case, by=by)
    else:
        claim_case(case, by=handler)
        return_for_correction(case, by=handler, given=Given(text="Welke dag?"))
        draft = start_correction(case, by=by)
    save_field(draft, "opmerking", "Liefst niet op woensdag.", by=by)
    return draft


@pytest.mark.parametrize("kind", ["change", "correction"])
def test_when_the_case_closes_meanwhile_the_button_makes_no_second_request(
    site: Client, case: Case, handler: Acting, kind: str
) -> None:
    draft = edited(case, kind, handler)
    sent = said(site, draft)
    if kind == "change":
        claim_case(case, by=handler)
    carry_out(case.pk, "cancel", by=handler, given=Given(text="Dubbel."))

    answer = site.post(url(draft, "indienen"), sent)

    assert answer.status_code == 422
    assert "Dient u het nu in, dan wordt het een nieuwe aanvraag." in page(answer)
    assert Case.objects.count() == 1
    afresh = page(site.get(url(draft, "controleren/")))
    assert "De zaak is intussen gesloten. Dient u dit in? Dan wordt het een nieuwe" in afresh
    site.post(url(draft, "indienen"), said(site, draft))
    assert Case.objects.count() == 2
    assert CaseLink.objects.get(kind="again").other == case


def test_the_case_that_will_be_replaced_waits_until_the_new_one_is_there(
    site: Client, case: Case
) -> None:
    site.post(f"/zaken/{case.number}/opnieuw/")
    draft = Draft.objects.open().get()
    sent = said(site, draft)

    with CaptureQueriesContext(connection) as asked:
        site.post(url(draft, "indienen"), sent)

    locks = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert "cases_continuation" in locks[0]
    assert Case.objects.get(pk=case.pk).status == "superseded"


def test_who_reads_that_a_case_will_be_replaced_does_not_get_a_second_one_beside_it(
    site: Client, case: Case, handler: Acting
) -> None:
    site.post(f"/zaken/{case.number}/opnieuw/")
    draft = Draft.objects.open().get()
    sent = said(site, draft)
    task = Task.objects.get(case=case, kind="approve")
    assert task.person is not None
    approve(case, by=acting(task.person), given=Given(task=task.pk))
    claim_case(case, by=handler)
    start_case(case, by=handler)

    answer = site.post(url(draft, "indienen"), sent)

    assert answer.status_code == 422
    assert "Er is intussen iets veranderd." in page(answer)
    assert f"Zaak {case.number} loopt door" in page(answer)
    assert Case.objects.count() == 1
    site.post(url(draft, "indienen"), said(site, draft))
    assert Case.objects.count() == 2


@pytest.mark.parametrize("kind", ["change", "correction"])
def test_a_button_that_does_what_it_said_is_not_held_up(
    site: Client, case: Case, handler: Acting, kind: str
) -> None:
    draft = edited(case, kind, handler)
    sent = said(site, draft)

    first, second = (site.post(url(draft, "indienen"), sent) for _turn in range(2))

    assert first["Location"] == second["Location"] == f"/zaken/{case.number}/"


def test_changes_that_are_gone_when_they_are_sent_are_refused_with_a_sentence(
    site: Client, case: Case, handler: Acting
) -> None:
    draft = edited(case, "change", handler)
    Case.objects.update(open_change=None)
    ChangeSet.objects.all().delete()

    with pytest.raises(RuleError, match="de zaak is intussen verder"):
        send_changes(draft, by=acting(case.submitted_by))
