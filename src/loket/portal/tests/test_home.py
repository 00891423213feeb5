"""The home page shows what waits, what one may want and where one's cases are."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make import NOW, at, make_approval, make_case, make_draft, make_service, make_task

from loket.cases.rules.tasks import TaskKind
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE, said
from loket.core.models import Organisation
from loket.people.models import Person
from loket.portal.tests.conftest import Site, browser_of

PORTAL = {
    "welcome": {"nl": "Wat wilt u weten?"},
    "outage": {
        "title": {"nl": "Bestanden komen traag aan"},
        "text": {"nl": "Wij zoeken uit waarom."},
    },
    "searches": [{"nl": "telewerk", "fr": "télétravail"}],
    "links": [
        {"label": "PersoSelfService", "about": {"nl": "Verlof"}, "url": "https://ander.example/"}
    ],
    "announcements": [
        {
            "from": "2020-01-01",
            "title": {"nl": "Onderhoud op zaterdag"},
            "text": "Van 8 tot 12 uur.",
        },
        {"from": "2020-01-01", "until": "2020-02-01", "title": "Lang voorbij"},
    ],
}


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def telework(sarah: Person, service: Service) -> Service:
    spec = {**LEAVE, "key": "hr.telewerk", "title": said("Overeenkomst telewerk"), "minutes": 5}
    return make_service(sarah, spec)


def test_a_visitor_sees_what_can_be_asked_and_how_to_sign_in(
    visitor: Site, service: Service
) -> None:
    shown = page(visitor.get("/"))

    assert "Waarmee kunnen we u helpen?" in shown
    assert 'href="/aanmelden/?naar=/"' in shown
    assert "Vermindering van werkregime" in shown
    assert "Mijn zaken" not in shown


def test_what_waits_stands_on_top(site: Site, sarah: Person, service: Service) -> None:
    case = make_case(sarah, service)
    make_task(case, TaskKind.ANSWER, person=sarah, due_at=NOW + timedelta(days=7))

    shown = page(site.get("/"))

    assert "Wij wachten op u" in shown
    assert f'href="/zaken/{case.number}/"' in shown
    assert "Uiterlijk" in shown


def test_an_approval_says_who_asks(
    site: Site, kim: Person, sarah: Person, service: Service
) -> None:
    approval = make_approval(make_case(kim, service), sarah)

    shown = page(site.get("/"))

    assert "Gevraagd door Kim Peeters" in shown
    assert f'href="/goedkeuringen/{approval.task.key}/"' in shown
    assert re.search(r'sd-fact__n">1</span><span class="sd-fact__t">Goedkeuring<', shown)


def test_nobody_sees_the_tasks_cases_and_drafts_of_another(
    kim: Person, sarah: Person, service: Service, draft: Draft
) -> None:
    case = make_case(sarah, service)
    make_task(case, TaskKind.ANSWER, person=sarah)

    shown = page(browser_of(kim).get("/"))

    assert case.number not in shown
    assert draft.key not in shown
    assert "Er wacht niets op u" in shown


def test_recommended_are_the_forms_one_used_and_it_says_so(
    site: Site, sarah: Person, kim: Person, telework: Service
) -> None:
    before = page(site.get("/"))
    make_case(kim, telework)
    by_others = page(site.get("/"))
    make_case(sarah, telework)
    own = page(site.get("/"))

    assert "Om mee te beginnen" in before
    assert "Vaak gevraagd" in by_others
    assert "Uw meest gebruikte formulieren" in own
    assert own.index("Overeenkomst telewerk") < own.index("Vermindering van werkregime")
    assert "Ongeveer 5 minuten" in own


def test_what_the_organisation_says_of_its_portal(
    site: Site, organisation: Organisation, service: Service
) -> None:
    organisation.settings = {**organisation.settings, **PORTAL}
    organisation.save()

    shown = page(site.get("/"))

    assert 'href="/zoeken/?q=telewerk"' in shown
    assert 'href="https://ander.example/" rel="noopener"' in shown
    assert "Onderhoud op zaterdag" in shown
    assert "Lang voorbij" not in shown
    assert "Wat wilt u weten?" in shown
    assert shown.count("Bestanden komen traag aan") == 1


def test_the_page_speaks_the_language_that_was_chosen(site: Site, service: Service) -> None:
    site.get("/?taal=fr")

    shown = page(site.get("/"))

    assert "Recommandé pour vous" in shown
    assert "Réduction du régime de travail" in shown


def test_the_home_page_costs_as_many_queries_for_much_as_for_little(
    site: Site, sarah: Person, service: Service, django_assert_max_num_queries: Any
) -> None:
    for _number in range(6):
        case = make_case(sarah, service)
        make_task(case, TaskKind.ANSWER, person=sarah)
        make_draft(sarah, service)

    with django_assert_max_num_queries(24):
        site.get("/")


def test_the_list_of_drafts_says_how_far_each_is(site: Site, draft: Draft) -> None:
    shown = page(site.get("/concepten/"))

    assert "Vermindering van werkregime" in shown
    assert "procent ingevuld" in shown
    assert "Wij bewaren dit tot en met" in shown
    assert f'href="/concept/{draft.key}/soort/"' in shown


def test_the_list_of_drafts_costs_as_many_queries_for_many_as_for_one(
    site: Site, sarah: Person, service: Service
) -> None:
    make_draft(sarah, service, answers={"statuut": "statutair"})
    site.get("/concepten/")
    with CaptureQueriesContext(connection) as for_one:
        site.get("/concepten/")
    for _number in range(5):
        make_draft(sarah, service, answers={"statuut": "contractueel"})

    with CaptureQueriesContext(connection) as for_six:
        site.get("/concepten/")

    assert len(for_six) == len(for_one) < 20


def test_a_draft_is_named_and_thrown_away(site: Site, draft: Draft) -> None:
    site.post(f"/concept/{draft.key}/naam", {"naam": "Voor maart"})
    named = page(site.get("/concepten/"))
    site.post(f"/concept/{draft.key}/weg")

    assert "Voor maart" in named
    assert not Draft.objects.open().exists()
    assert "U hebt geen concepten" in page(site.get("/concepten/"))


def test_a_begun_form_offers_to_go_on(site: Site, draft: Draft) -> None:
    shown = page(site.get("/formulier/vermindering-van-werkregime/"))

    assert "U bent al begonnen" in shown
    assert f'href="/concept/{draft.key}/soort/"' in shown
    assert "Begin een nieuwe aanvraag" in shown


def test_own_cases_say_who_must_act_and_by_when_there_is_an_answer(
    site: Site, sarah: Person, service: Service
) -> None:
    until = {"manager": "2026-11-27T16:00:00+00:00", "requester": "2026-12-03T16:00:00+00:00"}
    due = at("2026-12-07 17:00")
    make_case(sarah, service, waits_on="manager,requester", waits_until=until, due_at=due)
    ready = {"requester": "2026-12-04T23:30:00+00:00"}
    make_case(sarah, service, status="awaiting_acceptance", waits_on="requester", waits_until=ready)
    make_case(sarah, service, due_at=due)
    done = make_case(sarah, service, status="closed_complete", outcome="accepted", closed_at=NOW)

    for path in ("/", "/zaken/"):
        shown = page(site.get(path))
        who = "de leidinggevende (uiterlijk 27 november), u (uiterlijk 3 december)"
        assert f"Wij wachten op: {who} · Antwoord uiterlijk 7 december" in shown
        assert "Wij wachten op: u (uiterlijk 5 december)</span>" in shown
        assert "Wij zijn aan zet · Antwoord uiterlijk 7 december" in shown
    closed = page(site.get("/zaken/afgerond/"))
    assert done.number in closed
    assert "Antwoord uiterlijk" not in closed


@pytest.mark.parametrize("path", ["/", "/aanvragen/", "/aanvragen/loopbaan/", "/zoeken/?q=verlof"])
def test_whom_to_call_is_never_called_after_the_page(
    site: Site, organisation: Organisation, service: Service, path: str
) -> None:
    organisation.settings = {**organisation.settings, "contact": {"phone": "02 000 00 00"}}
    organisation.save()

    assert '<h2 id="hulp">Liever iemand spreken?</h2>' in page(site.get(path))
