"""Why something is as it is, is read by everybody who has to judge it; a mail does not tell."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from tests.make import acting, make_case, make_handler, make_queue, make_series, make_service, same

from loket.cases.models import Approval, Case
from loket.cases.tidings import summary_of
from loket.catalogue.actions.shelves import Row, save_table
from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE
from loket.core.models import Organisation
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_filling_in import GO_ON, fill_in, page, url
from loket.routing.models import Queue

GIVEN = ("Ik was toen ziek.", "Sinds juni heb ik een contract.")
KNOWN = "Wat wij hadden"


@pytest.fixture
def case(site: Client, draft: Draft, sarah: Person) -> Case:
    rows = [Row(code, {"label": same(code.title())}) for code in ("statutair", "contractueel")]
    save_table("statuten", {}, rows, by=acting(sarah))
    fill_in(site, draft)
    site.post(
        url(draft, "periode/"),
        {
            "begindatum": "2/3/2026",
            "statuut": "contractueel",
            "_reasons.check.terugwerkend": GIVEN[0],
            "_reasons.field.statuut": GIVEN[1],
            "vinkje": "document.rooster",
            "document.rooster.later": "true",
            **GO_ON,
        },
    )
    site.post(url(draft, "indienen"))
    return Case.objects.get()


def tells_all(shown: str) -> bool:
    return all(words in shown for words in (*GIVEN, KNOWN))


def test_the_requester_finds_the_reasons_among_the_answers(site: Client, case: Case) -> None:
    assert tells_all(page(site.get(f"/zaken/{case.number}/gegevens/")))


def test_the_chief_reads_the_reasons_before_deciding(case: Case) -> None:
    approval = Approval.objects.select_related("task", "approver").get()

    shown = browser_of(approval.approver).get(f"/goedkeuringen/{approval.task.key}/")

    assert tells_all(page(shown))


def test_the_handler_reads_the_reasons(case: Case) -> None:
    handler = make_handler("Hans Handelaar", Queue.objects.get(), login="hans")

    assert tells_all(page(browser_of(handler).get(f"/werk/zaken/{case.number}/gegevens/")))


def test_a_mail_tells_nothing_sensitive(sarah: Person, organisation: Organisation) -> None:
    form: dict[str, Any] = deepcopy(LEAVE)
    form["steps"][0]["fields"] += [
        {"id": "rrn", "type": "rrn", "label": same("Rijksregister"), "privacy": "sensitive"},
        {"id": "kleur", "type": "text", "label": same("Kleur")},
    ]
    make_queue("tijd")
    make_series()
    answers = {"verlof": "vierdagenweek", "rrn": "85073003328", "kleur": "Blauw"}
    case = make_case(sarah, make_service(sarah, form), answers=answers)

    told = summary_of(case, "nl", organisation, by=acting(sarah))

    assert "Kleur: Blauw" in told
    assert "85073003328" not in told


def test_a_mail_tells_no_reasons(case: Case, organisation: Organisation, sarah: Person) -> None:
    told = summary_of(case, "nl", organisation, by=acting(sarah))

    assert "Contractueel" in told
    assert not any(words in told for words in (*GIVEN, KNOWN))
