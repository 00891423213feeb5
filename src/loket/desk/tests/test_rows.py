"""A row of a worklist says on whom the case waits, so that nobody opens it for nothing."""

import pytest
from tests.world import World, client_of, make_world, sign_in

from loket.cases.models import Case
from loket.core.tenancy import acting_in, enter_organisation


@pytest.fixture
def world(db: None) -> World:
    made = make_world("hier")
    enter_organisation(made.organisation.pk)
    return made


def test_a_row_says_who_must_act_now(world: World) -> None:
    browser = client_of(world, sign_in(world, world.people["handler"]))

    def shown(waits_on: str) -> str:
        with acting_in(world.organisation.pk):
            Case.objects.filter(pk=world.things["case"].pk).update(waits_on=waits_on)
        return browser.get("/werk/alle/mine/").text

    assert "Wacht op de leidinggevende, de personeelsdienst" in shown("manager,personnel")
    assert "Wacht op de aanvrager" in shown("requester")
    assert world.things["case"].number in shown("")
    assert "Wacht op" not in shown("")
