"""What a handler asks themselves is in none of their lists, so no figure of the desk counts it."""

import pytest
from django.test import Client
from tests.make import make_case
from tests.world import World

from loket.cases.actions.figures import recount
from loket.core.counters import check_counters
from loket.desk.worklist import SHARED


@pytest.fixture
def with_own_request(world: World) -> World:
    """A late request of the handler that waits for somebody, in their own queue."""
    handler, service = world.people["handler"], world.things["service"]
    make_case(handler, service, is_late=True, waits_on="requester")
    make_case(world.people["stranger"], service, subject=handler.party)
    check_counters(recount)
    return world


@pytest.mark.parametrize("view", SHARED)
def test_a_figure_says_how_many_rows_its_list_has(
    with_own_request: World, desk: Client, view: str
) -> None:
    shown = desk.get(f"/werk/alle/{view}/").context

    assert shown["unfiltered"] == len(shown["table"].rows)
