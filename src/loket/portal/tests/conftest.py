"""The world of these tests: Sarah with her chief Tom, a form online, and browsers to come in."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings
from tests.make import (
    employ,
    make_draft,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
    make_unit,
)
from tests.world import World, sign_in

from loket.catalogue.models import Draft, Service
from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.people.models import Person


@pytest.fixture
def organisation(db: None, request: pytest.FixtureRequest, tmp_path: Path) -> Organisation:
    own: Settings = request.getfixturevalue("settings")
    own.MEDIA_ROOT = str(tmp_path / "bestanden")
    return make_organisation()


@pytest.fixture
def sarah(organisation: Organisation) -> Person:
    unit = make_unit("mobiliteit")
    chief = make_person("Tom Claes", login="tom")
    made = make_person("Sarah Vermeulen", login="sarah", email="sarah@voorbeeld.example")
    employ(made, unit, chief=chief)
    return made


@pytest.fixture
def kim(organisation: Organisation) -> Person:
    return make_person("Kim Peeters", login="kim")


@pytest.fixture
def service(sarah: Person) -> Service:
    make_queue("tijd")
    make_series()
    return make_service(sarah)


@pytest.fixture
def draft(sarah: Person, service: Service) -> Draft:
    return make_draft(sarah, service, answers={})


class Site(Client):
    """A browser; behind each request the rows of its organisation stay open for the test."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(headers={"host": f"{organisation.slug}.localhost"})
        self.organisation_id = organisation.pk

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        enter_organisation(self.organisation_id)
        return answer


def browser_of(person: Person) -> Site:
    """A browser in which this person signed in."""
    site = Site(person.organisation)
    world = World(person.organisation, {}, {})
    site.cookies[settings.SESSION_COOKIE_NAME] = sign_in(world, person)
    return site


@pytest.fixture
def site(sarah: Person) -> Site:
    return browser_of(sarah)


@pytest.fixture
def visitor(organisation: Organisation) -> Site:
    return Site(organisation)
