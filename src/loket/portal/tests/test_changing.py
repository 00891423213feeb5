"""Change a request by the pages: what differs is shown, sent, and decided at the desk."""

import re

import pytest
from django.test import Client
from tests.make import acting, make_handler, make_queue, make_series, make_service

from loket.cases.actions.answering import approve
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, start_case
from loket.cases.models import Case, Change, Task
from loket.catalogue.actions.answers import save_field
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_filling_in import fill_in, page, url
from loket.routing.models import Queue

WISH = "Ik werk het liefst niet op woensdag."


@pytest.fixture
def service(sarah: Person) -> Service:
    """The form, which may be changed until the work begins."""
    make_queue("tijd")
    make_series()
    return make_service(sarah, LEAVE | {"after_submit": {"amend_until": "in_progress"}})


@pytest.fixture
def case(site: Client, draft: Draft) -> Case:
    fill_in(site, draft)
    site.post(url(draft, "indienen"))
    return Case.objects.get()


@pytest.fixture
def desk(case: Case) -> Client:
    """The browser of a handler of the queue."""
    return browser_of(make_handler("Hans Handelaar", Queue.objects.get(), login="hans"))


def begun(site: Client, case: Case) -> Draft:
    """Press the button and be on the page with the changes."""
    answer = site.post(f"/zaken/{case.number}/wijzigen/")
    draft = Draft.objects.open().get()
    assert answer["Location"] == url(draft, "controleren/")
    return draft


def typed(draft: Draft) -> None:
    save_field(draft, "opmerking", WISH, by=acting(draft.owner))


def test_from_the_button_to_the_decision(site: Client, case: Case, desk: Client) -> None:
    assert "Wijzig uw aanvraag" in page(site.get(f"/zaken/{case.number}/"))
    draft = begun(site, case)
    shown = page(site.get(url(draft, "controleren/")))
    assert "U hebt nog niets veranderd. Kies hieronder" in shown
    assert "Nog niet verstuurd." in shown

    typed(draft)
    assert f"<ins>{WISH}</ins>" in page(site.get(url(draft, "controleren/")))
    assert "Nog niet verstuurd." in page(site.get(url(draft, "periode/")))
    assert "U hebt wijzigingen die nog niet verstuurd zijn." in page(
        site.get(f"/zaken/{case.number}/")
    )
    assert site.post(url(draft, "indienen"))["Location"] == f"/zaken/{case.number}/"
    shown = page(site.get(f"/zaken/{case.number}/"))
    assert "Uw wijzigingen zijn verstuurd" in shown
    assert "U hebt wijzigingen gestuurd." in shown

    at_desk = page(desk.get(f"/werk/zaken/{case.number}/"))
    assert "De aanvrager wil dit veranderen" in at_desk
    assert f"<ins>{WISH}</ins>" in at_desk
    pk = Change.objects.get().pk
    desk.post(f"/werk/zaken/{case.number}/wijzigingen/", {f"w-{pk}": "ja"})
    assert "De aanvrager wil dit veranderen" not in page(desk.get(f"/werk/zaken/{case.number}/"))
    assert Case.objects.get().answers["opmerking"] == WISH
    for browser, address in ((site, "/zaken/"), (desk, "/werk/zaken/")):
        assert "overgenomen" in page(browser.get(f"{address}{case.number}/gegevens/"))


def test_without_a_reason_a_no_is_not_taken_and_the_choice_stays(
    site: Client, case: Case, desk: Client
) -> None:
    draft = begun(site, case)
    typed(draft)
    site.post(url(draft, "indienen"))
    pk = Change.objects.get().pk
    address = f"/werk/zaken/{case.number}/wijzigingen/"

    refused = desk.post(address, {f"w-{pk}": "nee"})

    assert refused.status_code == 422
    assert "Schrijf bij elke wijziging die u niet aanneemt waarom." in page(refused)
    assert re.search(rf'name="w-{pk}" value="nee" checked', refused.text)
    desk.post(address, {f"w-{pk}": "nee", f"r-{pk}": "Uw rooster ligt al vast."})
    shown = page(site.get(f"/zaken/{case.number}/gegevens/"))
    assert "niet overgenomen" in shown
    assert "Uw rooster ligt al vast." in shown


def test_a_reason_for_changes_that_nobody_can_decide_any_more_is_not_lost(
    site: Client, case: Case, desk: Client
) -> None:
    draft = begun(site, case)
    typed(draft)
    site.post(url(draft, "indienen"))
    shown = desk.get(f"/werk/zaken/{case.number}/").text
    proof = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="(\w*)">', shown))
    pk = Change.objects.get().pk
    host = f"{case.organisation.slug}.localhost"
    ended = {"status": "closed_incomplete", "outcome": "incomplete", "closed_at": case.created_at}
    Case.objects.filter(pk=case.pk).update(**ended)

    refused = desk.post(
        f"/werk/zaken/{case.number}/wijzigingen/",
        {**proof, f"w-{pk}": "nee", f"r-{pk}": "Ligt al vast."},
        headers={"origin": f"http://{host}"},
    )

    assert refused.status_code in {409, 422}
    assert "Dit schreef u. Het is niet verstuurd:" in page(refused)
    assert "Ligt al vast." in page(refused)


def send_wish(site: Client, case: Case, wish: str) -> int:
    """Send this wish as a change; give the change."""
    draft = begun(site, case)
    save_field(draft, "opmerking", wish, by=acting(draft.owner))
    site.post(url(draft, "indienen"))
    return Change.objects.latest("pk").pk


def test_a_choice_for_changes_that_are_decided_is_not_made_for_those_that_came_after(
    site: Client, case: Case, desk: Client
) -> None:
    address = f"/werk/zaken/{case.number}/wijzigingen/"
    colleague = browser_of(make_handler("Mia Medisch", Queue.objects.get(), login="mia"))
    first = send_wish(site, case, WISH)
    colleague.post(address, {f"w-{first}": "ja", "key": "k" * 20})
    second = send_wish(site, case, "Toch liever niet op donderdag.")

    refused = desk.post(address, {f"w-{first}": "nee", f"r-{first}": "Dicht."})
    agreed = desk.post(address, {f"w-{first}": "ja", f"r-{first}": ""})
    typed_only = desk.post(address, {f"r-{first}": "Gesloten."})
    twice = colleague.post(address, {f"w-{first}": "ja", "key": "k" * 20})

    assert (refused.status_code, agreed.status_code, typed_only.status_code) == (409, 409, 409)
    for answer in (refused, agreed, typed_only):
        assert "Mia Medisch besliste al over de wijzigingen die u zag (vandaag, " in page(answer)
        assert "De aanvrager stuurde daarna andere wijzigingen." in page(answer)
        assert f'name="w-{second}"' in answer.text
    assert "U: niet overnemen, collega: overgenomen. Dicht." in page(refused)
    assert "collega: overgenomen. Gesloten." in page(typed_only)
    assert twice.status_code == 302
    assert Change.objects.get(pk=second).state == "asked"


def test_a_reason_for_changes_that_a_colleague_decided_is_shown_beside_theirs(
    site: Client, case: Case, desk: Client
) -> None:
    address = f"/werk/zaken/{case.number}/wijzigingen/"
    colleague = browser_of(make_handler("Mia Medisch", Queue.objects.get(), login="mia"))
    first = send_wish(site, case, WISH)
    colleague.post(address, {f"w-{first}": "ja"})

    refused = desk.post(address, {f"w-{first}": "nee", f"r-{first}": "Dicht."})

    assert refused.status_code == 409
    assert "Mia Medisch besliste al over deze wijzigingen (vandaag, " in page(refused)
    assert "U: niet overnemen, collega: overgenomen. Dicht." in page(refused)


def test_what_is_typed_can_be_thrown_away(site: Client, case: Case) -> None:
    typed(begun(site, case))

    site.post(f"/zaken/{case.number}/wijzigen/weg/")

    assert not Draft.objects.open().exists()
    assert "Wijzig uw aanvraag" in page(site.get(f"/zaken/{case.number}/"))


def test_nothing_is_sent_without_a_change(site: Client, case: Case) -> None:
    draft = begun(site, case)

    answer = site.post(url(draft, "indienen"))

    assert answer.status_code == 422
    assert "U hebt nog niets veranderd." in page(answer)


def test_who_is_too_late_reads_so_and_keeps_what_they_typed(site: Client, case: Case) -> None:
    draft = begun(site, case)
    typed(draft)
    asked = Task.objects.get(case=case, kind="approve")
    assert asked.person is not None
    approve(case, by=acting(asked.person), given=Given(task=asked.pk))
    handler = make_handler("Hilde Handelaar", Queue.objects.get(), login="hilde")
    claim_case(case, by=acting(handler))
    start_case(case, by=acting(handler))

    answer = site.post(url(draft, "indienen"))

    assert answer.status_code == 422
    assert "U kunt deze aanvraag niet meer veranderen." in page(answer)
    assert f"<ins>{WISH}</ins>" in page(answer)
    assert "Dat kan nu niet meer." in page(site.get(f"/zaken/{case.number}/"))


def test_who_may_not_see_a_special_change_does_not_decide(
    site: Client, case: Case, desk: Client
) -> None:
    draft = begun(site, case)
    typed(draft)
    site.post(url(draft, "indienen"))
    Change.objects.update(special=True)

    shown = page(desk.get(f"/werk/zaken/{case.number}/"))
    answer = desk.post(
        f"/werk/zaken/{case.number}/wijzigingen/", {f"w-{Change.objects.get().pk}": "ja"}
    )

    assert WISH not in shown
    assert "Een collega die die mag zien, beslist." in shown
    assert answer.status_code == 422
    assert "opmerking" not in Case.objects.get().answers
