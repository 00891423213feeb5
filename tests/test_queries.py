"""Pages ask the database a fixed number of questions, however much there is to show."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loket.cases.actions.answering import write_to_case
from loket.cases.actions.given import Given
from loket.core.keys import new_key
from loket.core.tenancy import acting_in
from tests.make import acting, make_case, make_draft, make_file
from tests.world import World, client_of, make_world, sign_in

PAGES = (
    ("requester", "/", 18),
    ("requester", "/zaken/{case}/", 18),
    ("handler", "/werk/zaken/{case}/", 18),
    ("handler", "/werk/tijd/team/", 12),
    ("handler", "/werk/alle/unassigned/", 12),
    ("handler", "/werk/alle/mine/", 12),
)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    world = make_world("hier")
    with acting_in(world.organisation.pk):
        add_more(world)
        yield world


@pytest.fixture
def busy(world: World) -> World:
    """The same, with more of everything."""
    for _ in range(3):
        add_more(world)
    return world


def add_more(world: World) -> None:
    """One more of what pages show: a case, a draft, and a message with a file."""
    service, requester = world.things["service"], world.people["requester"]
    make_case(requester, service)
    make_draft(requester, service)
    file = make_file(requester)
    given = Given(text="Goedendag", files=(file.pk,), key=new_key())
    write_to_case(world.things["case"], by=acting(requester), given=given)


def questions(world: World, role: str, path: str) -> int:
    """Fetch a page, and count what it asks."""
    browser = client_of(world, sign_in(world, world.people[role]))
    with CaptureQueriesContext(connection) as caught:
        answer: Any = browser.get(path.format(case=world.things["case"].number))
    assert answer.status_code == 200
    return len(caught)


@pytest.mark.parametrize(("role", "path", "number"), PAGES)
def test_a_page_asks_so_much(world: World, role: str, path: str, number: int) -> None:
    assert questions(world, role, path) == number


@pytest.mark.parametrize(("role", "path", "number"), PAGES)
def test_a_page_asks_as_much_when_there_is_more(
    busy: World, role: str, path: str, number: int
) -> None:
    assert questions(busy, role, path) == number
