"""A row of a worklist says on whom the case waits, so that nobody opens it for nothing."""

import pytest
from tests.world import World, client_of, sign_in

from loket.cases.models import Case
from loket.core.tenancy import acting_in, enter_organisation


@pytest.fixture
def world(here: World) -> World:
    enter_organisation(here.organisation.pk)
    return here


def test_a_row_says_who_must_act_now(world: World) -> None:
    browser = client_of(world, sign_in(world, world.people["handler"]))

    def shown(waits_on: str, **until: str) -> str:
        with acting_in(world.organisation.pk):
            Case.objects.filter(pk=world.things["case"].pk).update(
                waits_on=waits_on, waits_until=until
            )
        return browser.get("/werk/alle/mine/").text

    both = shown("manager,personnel", manager="2024-12-03T16:00:00+00:00")
    assert "Wacht op de leidinggevende (uiterlijk 3 december 2024), de personeelsdienst" in both
    assert "Wacht op de aanvrager" in shown("requester")
    assert world.things["case"].number in shown("")
    assert "Wacht op" not in shown("")
