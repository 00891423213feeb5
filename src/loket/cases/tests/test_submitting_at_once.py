"""Fifty people hand in at the same moment: every draft is one case, the numbers have no gap."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.db import OperationalError, connection

from loket.cases.actions.submit import submit_case
from loket.cases.models import Case, Task
from loket.cases.tests.conftest import by, make_world
from loket.catalogue.models import Draft
from loket.core.models import Event
from loket.core.tenancy import acting_in
from loket.people.models import Person

PEOPLE, TWICE, TRIES = 40, 10, 20


def hand_in(draft: Draft, person: Person) -> str:
    """Hand in on a connection of one's own; who is told to try again, does."""
    try:
        with acting_in(draft.organisation_id):
            for _try in range(TRIES):
                with suppress(OperationalError):  # a busy machine, and a lock waits two seconds
                    return submit_case(Draft.objects.get(pk=draft.pk), by=by(person)).number
        raise AssertionError("it could not be handed in")
    finally:
        connection.close()


def test_fifty_at_once_make_a_case_of_each_draft_and_leave_no_gap(own_database: str) -> None:
    world = make_world()
    drafts = [world.draft() for _ in range(PEOPLE)]
    clicks = [*drafts, *drafts[:TWICE]]

    with ThreadPoolExecutor(len(clicks)) as pool:
        numbers = list(pool.map(lambda draft: hand_in(draft, world.sarah), clicks))

    assert sorted(set(numbers)) == [f"HRB{number:07d}" for number in range(1, PEOPLE + 1)]
    assert numbers[PEOPLE:] == numbers[:TWICE]
    assert Case.objects.count() == PEOPLE
    assert Event.objects.filter(kind="case.submitted").count() == PEOPLE
    assert Task.objects.filter(kind="approve").count() == PEOPLE
