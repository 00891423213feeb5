"""Worklists: the right cases, in order, page by page, and never by sorting a heap of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.make import (
    NOW,
    make_case,
    make_handler,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
)

from loket.cases.models import Case
from loket.catalogue.models import Service
from loket.core.database import Server
from loket.core.keys import new_key
from loket.desk.worklist import PAGE, VIEWS, Worklist, read_place, read_worklist
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
            is_late=number % 7 == 0,
            due_at=NOW + timedelta(minutes=number * 37 % 10_000),
            created_at=NOW,
            last_public_at=NOW,
            closed_at=NOW if number % 4 == 2 else None,
            outcome="accepted" if number % 4 == 2 else "",
        )
        for number in range(MANY)
    )


def test_a_list_goes_on_where_the_page_before_ended(
    desk: Desk,
) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = read_worklist("team", desk.queues, desk.nele, after)
        seen += [case.number for case in page.cases]
        if page.next is None:
            break
        after = read_place(str(page.next))

    expected = Case.objects.filter(closed_at=None).order_by("due_at", "pk")
    assert seen == list(expected.values_list("number", flat=True))


@pytest.mark.parametrize("view", VIEWS)
def test_no_list_sorts_a_heap(desk: Desk, view: str) -> None:
    with CaptureQueriesContext(connection) as caught:
        page = read_worklist(view, desk.queues, desk.nele)

    assert isinstance(page, Worklist)
    assert 0 < len(page.cases) <= PAGE
    assert [rows for rows in sorts(caught) if rows > MOST_SORTED] == []


def test_a_list_is_one_query(desk: Desk) -> None:
    with CaptureQueriesContext(connection) as caught:
        read_worklist("unassigned", desk.queues, desk.nele)

    assert len(caught.captured_queries) == 1


def test_whoever_handles_the_queue_is_let_through_before_anybody_looks_for_tasks(
    desk: Desk,
) -> None:
    with CaptureQueriesContext(connection) as caught:
        read_worklist("unassigned", desk.queues, desk.nele)

    scans = [node for node in nodes(caught) if node.get("Relation Name") == "cases_task"]
    assert scans
    assert [node["Actual Loops"] for node in scans] == [0] * len(scans)


def test_ones_own_request_is_not_in_the_list(desk: Desk) -> None:
    early = NOW - timedelta(days=1)
    own = make_case(desk.nele, desk.service, due_at=early)
    other = make_case(make_person("Sarah Vermeulen"), desk.service, due_at=early)

    numbers = [case.number for case in read_worklist("team", desk.queues, desk.nele).cases]

    assert numbers[0] == other.number
    assert own.number not in numbers


@pytest.mark.parametrize("text", ["", "~", "gisteren~4", "2026-11-20T10:00:00~4", "'; DROP~1"])
def test_a_broken_place_is_the_beginning(text: str) -> None:
    assert read_place(text) is None


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
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {caught.captured_queries[-1]['sql']}")
        (found,) = cursor.fetchone() or ("[]",)
    plan = json.loads(found) if isinstance(found, str) else found
    return list(walk(plan[0]["Plan"]))


def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Walk through a plan."""
    yield node
    for child in node.get("Plans", []):
        yield from walk(child)
