"""Worklists: the right cases, in order, page by page, and never by sorting a heap of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from tests.make import (
    NOW,
    acting,
    at,
    make_case,
    make_handler,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
    make_unit,
)

from loket.cases.models import Case
from loket.catalogue.models import Service
from loket.core.database import Server
from loket.core.keys import new_key
from loket.desk.narrowing import conditions_of
from loket.desk.wish import SORTS, read_wish
from loket.desk.worklist import (
    PAGE,
    VIEWS,
    Place,
    Scope,
    View,
    Worklist,
    read_place,
    read_worklist,
)
from loket.people.models import Party, Person
from loket.routing.models import Queue

MANY = 6_000
MOST_SORTED = 500


@dataclass(frozen=True)
class Desk:
    """A handler of three queues with many open cases, and many more that are closed."""

    nele: Person
    queues: list[Queue]
    service: Service

    def read(self, view: str, after: Place | None = None, address: str = "") -> Worklist:
        """The list of Nele, as an address asks for it."""
        wish = read_wish(QueryDict(address))
        queues = tuple(queue.pk for queue in self.queues)
        scope = Scope(
            View(view), queues, NOW.date(), conditions_of(wish, acting(self.nele)), wish.sort
        )
        return read_worklist(scope, self.nele, after)


@pytest.fixture(scope="module")
def made(database_server: Server, database_of_module: str) -> Desk:
    """Commit it once for all tests, and let the owner of the tables tell the planner about it."""
    make_organisation()
    make_series()
    queues = [make_queue("tijd"), make_queue("loon"), make_queue("diversen")]
    nele = make_handler("Nele Peeters", queues[0])
    for queue in queues[1:]:
        nele.grants.create(role="handler", unit=queue.team, starts_on=NOW.date())
    service = make_service(nele)
    make_heap(queues, nele, make_case(make_person("Sarah Vermeulen"), service))
    with database_server.connect("owner", database_of_module) as owner:
        owner.execute("ANALYZE")
    return Desk(nele, queues, service)


@pytest.fixture
def desk(made: Desk) -> Iterator[Desk]:
    """The desk, for a test that undoes what it does."""
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


def make_heap(queues: list[Queue], nele: Person, first: Case) -> None:
    asks = Party.objects.create(
        key=new_key(), kind="person", name="Iemand", sort_key="iemand", language="nl"
    )
    units = [make_unit("griffie"), make_unit("archief")]
    Case.objects.bulk_create(
        Case(
            number=f"X{number:07}",
            version=first.version,
            answers={},
            title=first.title,
            requester=asks,
            subject=asks,
            submitted_by=first.submitted_by,
            queue=queues[number % 3],
            assignee=nele if number % 2 else None,
            status="in_progress" if number % 2 else "open",
            waits_on="requester" if number % 5 == 0 else "",
            returns_on=NOW.date() + timedelta(days=9) if number % 6 == 1 else None,
            is_late=number % 7 == 0,
            requester_unit=units[number % 500 == 0],
            language="fr" if number % 400 == 1 else "nl",
            priority=number % 11 % 4,
            due_at=NOW + timedelta(minutes=number * 37 % 10_000),
            created_at=NOW - timedelta(minutes=number * 53 % 9_000),
            last_public_at=NOW,
            closed_at=NOW if number % 4 == 2 else None,
            outcome="accepted" if number % 4 == 2 else "",
        )
        for number in range(MANY)
    )


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_goes_on_where_the_page_before_ended(desk: Desk, sort: str) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = desk.read("team", after, f"volgorde={sort}&prioriteit=1&prioriteit=2")
        seen += [case.number for case in page.cases]
        if page.next is None:
            break
        after = read_place(str(page.next), sort)

    expected = Case.objects.filter(closed_at=None, priority__in=(1, 2))
    assert len(seen) > PAGE
    assert seen == list(expected.order_by(*SORTS[sort].fields).values_list("number", flat=True))


FILTERED = {
    "status=in_progress&status=waiting": Q(status="in_progress"),
    "wacht=requester": Q(waits_on="requester"),
    "wacht=niemand": Q(waits_on=""),
    "behandelaar=niemand": Q(assignee=None),
    "prioriteit=3": Q(priority=3),
    "termijn=te-laat": Q(is_late=True),
    "termijn=vandaag": Q(due_at__lt=NOW.replace(hour=0, minute=0) + timedelta(days=1)),
    "dienst=archief": Q(requester_unit__slug="archief"),
    "dienst=bestaat-niet": Q(pk=0),
    "formulier=bestaat.niet": Q(pk=0),
    "schrijftaal=fr": Q(language="fr"),
    "van=2026-11-17&tot=2026-11-18": Q(
        created_at__gte=at("2026-11-17 00:00"), created_at__lt=at("2026-11-19 00:00")
    ),
    "prioriteit=2&schrijftaal=fr&wacht=niemand": Q(priority=2, language="fr", waits_on=""),
}


@pytest.mark.parametrize("address", FILTERED)
def test_a_filter_finds_what_it_says_and_nothing_else(desk: Desk, address: str) -> None:
    found = [case.pk for case in desk.read("team", address=address).cases]

    expected = Case.objects.filter(FILTERED[address], closed_at=None).order_by("due_at", "pk")
    assert found == list(expected.values_list("pk", flat=True)[:PAGE])


def test_a_form_and_a_colleague_filter_too(desk: Desk) -> None:
    nele, key = desk.nele.pk, desk.service.form.key

    handled = desk.read("team", address=f"behandelaar={nele}").cases
    either = desk.read("team", address=f"behandelaar={nele}&behandelaar=niemand").cases

    assert {case.assignee_id for case in handled} == {nele}
    assert {case.assignee_id for case in either} == {nele, None}
    assert len(desk.read("team", address=f"formulier={key}").cases) == PAGE


@pytest.mark.parametrize("sort", SORTS)
def test_what_a_filter_lets_through_is_all_that_is_read(desk: Desk, sort: str) -> None:
    with CaptureQueriesContext(connection) as caught:
        page = desk.read("team", address=f"volgorde={sort}&dienst=archief&schrijftaal=nl")

    heads = [node for node in nodes(caught) if node.get("Relation Name") == "cases_case"]
    assert page.cases
    assert {node.get("Rows Removed by Filter", 0) for node in heads} == {0}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("view", VIEWS)
def test_no_list_sorts_a_heap(desk: Desk, view: str, sort: str) -> None:
    with CaptureQueriesContext(connection) as caught:
        page = desk.read(view, address=f"volgorde={sort}")

    assert isinstance(page, Worklist)
    assert 0 < len(page.cases) <= PAGE
    assert [rows for rows in sorts(caught) if rows > MOST_SORTED] == []


def test_a_list_is_one_query(desk: Desk) -> None:
    with CaptureQueriesContext(connection) as caught:
        desk.read("unassigned")

    assert len(questions(caught)) == 1


def test_whoever_handles_the_queue_is_let_through_before_anybody_looks_for_tasks(
    desk: Desk,
) -> None:
    with CaptureQueriesContext(connection) as caught:
        desk.read("unassigned")

    scans = [node for node in nodes(caught) if node.get("Relation Name") == "cases_task"]
    assert scans
    assert [node["Actual Loops"] for node in scans] == [0] * len(scans)


def test_ones_own_request_is_not_in_the_list(desk: Desk) -> None:
    early = NOW - timedelta(days=1)
    own = make_case(desk.nele, desk.service, due_at=early)
    other = make_case(make_person("Sarah Vermeulen"), desk.service, due_at=early)

    numbers = [case.number for case in desk.read("team").cases]

    assert numbers[0] == other.number
    assert own.number not in numbers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "gisteren~4",
        "2026-11-20T10:00:00~4",
        "2026-11-20T10:00:00+01:00",
        "1~2~3",
        "'; DROP~1",
    ],
)
def test_a_broken_place_is_the_beginning(text: str) -> None:
    assert read_place(text) is None


def questions(caught: CaptureQueriesContext) -> list[str]:
    """Give what was asked, without the words about how to plan it."""
    said = (query["sql"] for query in caught.captured_queries)
    return [one for one in said if "plan_cache_mode" not in one]


def sorts(caught: CaptureQueriesContext) -> list[int]:
    """Give, for every sort in the plan of the last query, how many rows went into it."""
    return [
        sum(child["Actual Rows"] for child in node.get("Plans", []))
        for node in nodes(caught)
        if "Sort" in node["Node Type"]
    ]


def nodes(caught: CaptureQueriesContext) -> list[dict[str, Any]]:
    """Run the last query once more, and give every step of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {questions(caught)[-1]}")
        (found,) = cursor.fetchone() or ("[]",)
    plan = json.loads(found) if isinstance(found, str) else found
    return list(walk(plan[0]["Plan"]))


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Walk through a plan."""
    yield node
    for child in node.get("Plans", []):
        yield from walk(child)
