"""A change that is taken over brings a case to another team: the pages say where it went."""

import pytest
from django.test import Client
from tests.make import make_handler, make_queue, make_series, make_service

from loket.cases.models import Case, Change
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_changing import begun, typed
from loket.portal.tests.test_filling_in import fill_in, page, url
from loket.routing.models import Queue


@pytest.fixture
def service(sarah: Person) -> Service:
    """The form, of which a remark leads to another queue."""
    queue = make_queue("tijd")
    make_queue("tweede")
    make_series()
    route = {"when": {"f": "opmerking", "answered": True}, "queue": "tweede"}
    case = {"type": "hr.werktijd", "number": "HRB", "queue": queue.slug, "routes": [route]}
    form = LEAVE | {
        "case": case,
        "after_submit": {"amend_until": "in_progress"},
    }
    return make_service(sarah, form)


def test_who_took_the_change_over_reads_to_which_queue_the_case_went(
    site: Client, draft: Draft
) -> None:
    fill_in(site, draft)
    site.post(url(draft, "indienen"))
    case = Case.objects.get()
    desk = browser_of(make_handler("Hans H", Queue.objects.get(slug="tijd"), login="hans"))
    change = begun(site, case)
    typed(change)
    site.post(url(change, "indienen"))

    said = "dan gaat de zaak naar de wachtrij ‘Tweede’"
    assert said in page(desk.get(f"/werk/zaken/{case.number}/")), "it is said before the choice"

    done = desk.post(
        f"/werk/zaken/{case.number}/wijzigingen/", {f"w-{Change.objects.get().pk}": "ja"}
    )

    assert desk.get(f"/werk/zaken/{case.number}/").status_code == 404
    words = "ging naar de wachtrij ‘Tweede’. U behandelt die wachtrij niet."
    assert f"Zaak {case.number} {words}" in page(desk.get(done["Location"]))
    other = browser_of(make_handler("Ann F", Queue.objects.get(slug="tweede"), login="ann"))
    assert words not in page(other.get(done["Location"])), "only who worked on it is told"
    assert "naar een ander team: Tweede." in page(site.get(f"/zaken/{case.number}/"))
