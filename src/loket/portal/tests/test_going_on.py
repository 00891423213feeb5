"""Go on from a case by its page: do it again, or ask something new when it is closed."""

import re

import pytest
from django.test import Client
from tests.make import make_case, make_handler, make_queue, make_series, make_service

from loket.cases.models import Case, CaseLink
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_filling_in import fill_in, page, url
from loket.routing.models import Queue


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


def test_from_the_button_to_the_case_that_takes_its_place(site: Client, case: Case) -> None:
    assert "Doe deze aanvraag opnieuw" in page(site.get(f"/zaken/{case.number}/"))

    begun = site.post(f"/zaken/{case.number}/opnieuw/")
    draft = Draft.objects.open().get()
    assert begun["Location"] == url(draft, "controleren/")
    shown = page(site.get(url(draft, "controleren/")))
    assert f"Dient u dit in? Dan komt het in de plaats van zaak {case.number}" in shown
    assert f"zaak {case.number}" in page(site.get(url(draft, "soort/")))
    site.post(url(draft, "indienen"))

    new = Case.objects.exclude(pk=case.pk).get()
    assert site.get(f"/zaken/{case.number}/")["Location"] == f"/zaken/{new.number}/"
    shown = page(site.get(f"/zaken/{new.number}/"))
    assert "Komt in de plaats van" in shown
    own = f"/zaken/{case.number}/?zelf=1"
    assert f'<a href="{own}">{case.number}</a>' in shown
    assert f'<a href="/zaken/{new.number}/">{new.number}</a>' in page(site.get(own))


def test_a_new_question_about_a_closed_case_is_seen_from_both_sides(
    site: Client, sarah: Person, service: Service
) -> None:
    closed = make_case(sarah, service, status="closed_complete")
    assert "Stel een nieuwe vraag over deze zaak" in page(site.get(f"/zaken/{closed.number}/"))

    for _click in range(2):
        site.post(f"/zaken/{closed.number}/vraag/")
    draft = Draft.objects.get()
    assert f"zaak {closed.number}" in page(site.get(url(draft, "soort/")))
    fill_in(site, draft)
    site.post(url(draft, "indienen"))

    new = Case.objects.exclude(pk=closed.pk).get()
    handler = browser_of(make_handler("Hans Handelaar", Queue.objects.get(), login="hans"))
    for browser, place in ((site, "/zaken/"), (handler, "/werk/zaken/")):
        for one, other in ((new, closed), (closed, new)):
            address = f'<a href="{place}{other.number}/">{other.number}</a>'
            assert address in page(browser.get(f"{place}{one.number}/"))


def test_a_case_that_runs_takes_no_new_question(site: Client, case: Case) -> None:
    answer = site.post(f"/zaken/{case.number}/vraag/")

    assert answer.status_code == 422
    assert "Deze zaak loopt nog." in page(answer)


def test_a_handler_links_two_cases_for_handlers_only_and_lets_go_again(
    site: Client, case: Case, sarah: Person, service: Service
) -> None:
    other = make_case(sarah, service)
    desk = browser_of(make_handler("Hans Handelaar", Queue.objects.get(), login="hans"))
    address = f"/werk/zaken/{case.number}/"
    sent = {"case": other.number.lower(), "text": "Zelfde rooster."}

    for _click in range(2):
        desk.post(f"{address}verbinden/", sent)

    assert CaseLink.objects.count() == 1
    for one in (case, other):
        assert "Zelfde rooster." in page(desk.get(f"/werk/zaken/{one.number}/"))
        assert "Zelfde rooster." not in page(site.get(f"/zaken/{one.number}/"))
        assert "verbonden met zaak" not in page(site.get(f"/zaken/{one.number}/"))
    late = desk.post(f"{address}verbinden/", {"case": other.number, "text": "Zelfde persoon."})
    assert late.status_code == 409
    assert "Deze zaken zijn intussen al verbonden." in page(late)
    for _click in range(2):
        gone = desk.post(f"{address}losmaken/", {"case": other.number, "text": "Toch niet."})
        assert gone.status_code == 302
    late = desk.post(f"{address}losmaken/", {"case": other.number, "text": "Andere reden."})
    assert late.status_code == 409
    assert "Deze zaken zijn intussen al losgemaakt." in page(late)
    assert "Zelfde rooster." not in page(desk.get(address))
    assert CaseLink.objects.get().end_reason == "Toch niet."


@pytest.mark.parametrize(
    ("number", "why", "said"),
    [
        ("HRB9999999", "Daarom.", "Vul het nummer in van een zaak die u behandelt."),
        ("", "Daarom.", "Vul het nummer in van een zaak die u behandelt."),
        ("zelf", "Daarom.", "Dit is dezelfde zaak."),
        ("ander", " ", "Schrijf waarom."),
    ],
)
def test_what_cannot_be_linked_is_said_and_what_was_typed_stays(
    case: Case, sarah: Person, service: Service, number: str, why: str, said: str
) -> None:
    known = {"zelf": case.number, "ander": make_case(sarah, service).number}
    number = known.get(number, number)
    desk = browser_of(make_handler("Hans Handelaar", Queue.objects.get(), login="hans"))

    refused = desk.post(f"/werk/zaken/{case.number}/verbinden/", {"case": number, "text": why})

    assert refused.status_code == 422
    assert said in page(refused)
    assert re.search(rf'name="case" type="text" value="{number}"', refused.text)
    assert not CaseLink.objects.exists()
