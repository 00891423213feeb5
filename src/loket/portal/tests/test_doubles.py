"""Who asks the same again for some of the same days is warned, and so is the handler."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.make import make_case, make_draft, make_handler, make_queue, make_series, make_service

from loket.cases.duplicates import overlapping_mine
from loket.cases.models import Case
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.core.clock import now
from loket.core.models import Organisation
from loket.people.models import Person
from loket.portal.tests.conftest import Site, browser_of
from loket.portal.tests.test_filling_in import fill_in, page, url
from loket.routing.models import Queue

WARNED = "Voor deze dagen is er al een aanvraag met dit formulier:"
AT_DESK = "Misschien is dit dubbel"


@pytest.fixture
def service(sarah: Person) -> Service:
    """The form, which says on which days a request is about."""
    make_queue("tijd")
    make_series()
    case: Any = LEAVE["case"]
    days = {"from": "begindatum", "until": "einddatum"}
    return make_service(sarah, LEAVE | {"case": case | {"period": days}})


@pytest.fixture
def desk(service: Service) -> Site:
    """The browser of a handler of the queue."""
    return browser_of(make_handler("Hans Handelaar", Queue.objects.get(), login="hans"))


def known(person: Person, service: Service, **values: Any) -> Case:
    """An earlier case about March to May."""
    days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 5, 31)}
    return make_case(person, service, **days | values)


def asked(site: Client, draft: Draft) -> str:
    """Fill the form in, for a period that begins in March without an end; what is said at the end."""
    fill_in(site, draft)
    return page(site.get(url(draft, "controleren/")))


def test_the_requester_is_told_which_case_there_is_and_may_go_on(
    site: Client, draft: Draft, sarah: Person, service: Service, desk: Site
) -> None:
    earlier = known(sarah, service)

    shown = asked(site, draft)
    site.post(url(draft, "indienen"))

    assert WARNED in shown
    assert f'<a href="/zaken/{earlier.number}/">zaak {earlier.number}</a>' in shown
    new = Case.objects.get(draft=draft)
    assert (new.starts_on, new.ends_on) == (date(2027, 3, 1), None)
    shown = page(desk.get(f"/werk/zaken/{new.number}/"))
    assert AT_DESK in shown
    assert f'<a href="/werk/zaken/{earlier.number}/">{earlier.number}</a>' in shown


def test_two_cases_that_a_handler_linked_are_no_longer_told(
    site: Client, draft: Draft, sarah: Person, service: Service, desk: Site
) -> None:
    earlier = known(sarah, service)
    asked(site, draft)
    site.post(url(draft, "indienen"))
    number = Case.objects.get(draft=draft).number

    sent = {"case": earlier.number, "text": "Twee halve plaatsen."}
    desk.post(f"/werk/zaken/{number}/verbinden/", sent)

    assert AT_DESK not in page(desk.get(f"/werk/zaken/{number}/"))


@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": date(2027, 2, 28), "starts_on": date(2027, 2, 1)},
        {"status": "withdrawn"},
        {"status": "closed_incomplete"},
        {"starts_on": None, "ends_on": None},
    ],
)
def test_other_days_and_what_was_not_granted_are_no_doubles(
    site: Client, draft: Draft, sarah: Person, service: Service, values: dict[str, Any]
) -> None:
    known(sarah, service, **values)

    assert WARNED not in asked(site, draft)


def test_the_case_of_somebody_else_is_no_double_and_is_never_named(
    site: Client, draft: Draft, kim: Person, sarah: Person, service: Service
) -> None:
    of_kim = known(kim, service)
    about_sarah = known(kim, service, subject=sarah.party)

    shown = asked(site, draft)

    assert of_kim.number not in shown
    assert about_sarah.number in shown


def test_it_costs_one_question(site: Client, draft: Draft, sarah: Person, service: Service) -> None:
    fill_in(site, draft)
    with CaptureQueriesContext(connection) as caught:
        site.get(url(draft, "controleren/"))

    assert sum('"cases_case"."starts_on" <=' in one["sql"] for one in caught) == 1


def test_whoever_asks_for_somebody_else_hears_of_no_case_that_they_may_not_see(
    sarah: Person, kim: Person, service: Service
) -> None:
    known(sarah, service)
    days = (date(2027, 4, 1), date(2027, 4, 2))

    found = [
        len(overlapping_mine(viewer.pk, sarah.pk, service.form_id, *days))
        for viewer in (sarah, kim)
    ]

    assert found == [1, 0]


# A form that asks for no days

RUNS = "Er loopt al een aanvraag met dit formulier:"
SHORTLY = "kort na elkaar gevraagd:"


@pytest.fixture
def dateless(sarah: Person) -> Service:
    make_queue("tijd")
    make_series()
    return make_service(sarah)


@pytest.mark.parametrize(
    ("days_ago", "status", "is_told"),
    [(0, "open", True), (13, "open", True), (15, "open", False), (1, "closed_complete", False)],
)
def test_without_days_the_same_request_that_runs_and_was_asked_shortly_before_is_told(
    dateless: Service, days_ago: int, status: str, is_told: bool, sarah: Person
) -> None:
    earlier = asked_before(sarah, dateless, days_ago, status=status)
    site, draft = browser_of(sarah), make_draft(sarah, dateless, answers={})

    shown = asked(site, draft)
    site.post(url(draft, "indienen"))

    assert (RUNS in shown, earlier.number in shown) == (is_told, is_told)
    hans = browser_of(make_handler("Hans Handelaar", Queue.objects.get(), login="hans"))
    at_desk = page(hans.get(f"/werk/zaken/{Case.objects.get(draft=draft).number}/"))
    assert (AT_DESK in at_desk, SHORTLY in at_desk) == (is_told, is_told)


def asked_before(person: Person, service: Service, days: int, **values: Any) -> Case:
    """A case that was asked so many days ago, and of which nothing was heard since."""
    then = now() - timedelta(days=days)
    return make_case(person, service, created_at=then, last_public_at=then, **values)


def test_a_second_general_question_is_no_double(dateless: Service, sarah: Person) -> None:
    asked_before(sarah, dateless, 1)
    Organisation.objects.update(settings={"question_form": dateless.form.key})

    assert RUNS not in asked(browser_of(sarah), make_draft(sarah, dateless, answers={}))
