"""What most pages of the desk are tested with: one organisation, and the browser of its handler."""

import pytest
from django.test import Client
from tests.world import World, client_of, sign_in

from loket.core.tenancy import enter_organisation


@pytest.fixture
def world(here: World) -> World:
    enter_organisation(here.organisation.pk)
    return here


@pytest.fixture
def desk(world: World) -> Client:
    return client_of(world, sign_in(world, world.people["handler"]))
