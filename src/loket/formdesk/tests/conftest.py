"""What the tests of the pages for form managers share."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from tests.make import acting
from tests.world import World, client_of, sign_in

from loket.catalogue.actions.publish import save_draft_version
from loket.catalogue.models import FormVersion
from loket.catalogue.tests.forms import LEAVE, said
from loket.core.tenancy import enter_organisation

CHANGED: Mapping[str, Any] = {**LEAVE, "title": said("Minder werken")}


@pytest.fixture
def world(here: World) -> World:
    return here


@pytest.fixture
def site(world: World) -> Client:
    browser = client_of(world, sign_in(world, world.people["form_manager"]))
    enter_organisation(world.organisation.pk)
    return browser


@pytest.fixture
def make(world: World) -> Callable[..., FormVersion]:
    """Keep the next version of the form, with something changed."""

    def made(**new: Any) -> FormVersion:
        enter_organisation(world.organisation.pk)
        return save_draft_version({**CHANGED, **new}, by=acting(world.people["form_manager"]))

    return made
