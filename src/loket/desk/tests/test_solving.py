"""The field of the solution says what sending it does: a form that asks no yes or no closes the case."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from tests.make import make_case, make_service
from tests.world import World

from loket.catalogue.tests.forms import LEAVE

ASKED = "De aanvrager zegt daarna ja of nee."


def shown(world: World, desk: Client, acceptance: dict[str, Any]) -> str:
    """The field for the solution of a case whose form says this about the acceptance."""
    form: Any = deepcopy(LEAVE)
    form["after_submit"]["acceptance"] = acceptance
    service = make_service(world.people["form_manager"], form)
    handler = world.people["handler"]
    case = make_case(world.people["requester"], service, status="in_progress", assignee=handler)
    page = desk.get(f"/werk/zaken/{case.number}/?doe=oplossing").text
    return page.partition('id="schrijf"')[2]


def test_where_nobody_is_asked_the_solution_says_that_it_closes_the_case(
    world: World, desk: Client
) -> None:
    field = shown(world, desk, {"ask": False})

    assert "Dit sluit de zaak meteen. De aanvrager kan in deze zaak niet meer antwoorden." in field
    assert "Stuur de oplossing en sluit de zaak" in field
    assert ASKED not in field


def test_where_a_closed_case_can_be_opened_again_the_solution_says_so(
    world: World, desk: Client
) -> None:
    field = shown(world, desk, {"ask": False, "reopen": "P30D"})

    assert "maar kan de zaak opnieuw openen." in field


@pytest.mark.parametrize("ends", ["Stuur de oplossing en sluit", "Dit sluit de zaak meteen"])
def test_where_the_requester_is_asked_the_solution_closes_nothing(
    world: World, desk: Client, ends: str
) -> None:
    field = shown(world, desk, {"ask": True})

    assert ASKED in field
    assert ends not in field
