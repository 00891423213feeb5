"""A small world in which cases live: Sarah asks, Tom is her chief, Nele and Omar handle."""

import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from tests.make import (
    NOW,
    acting,
    employ,
    grant,
    join,
    make_handler,
    make_letters,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
    make_unit,
)

from loket.cases.actions.submit import submit_case
from loket.cases.models import Case
from loket.catalogue.actions.answers import mark_later, save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.models import Draft, Service
from loket.people.models import Address, Person, Unit
from loket.routing.models import Queue

by = acting


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)


@dataclass(frozen=True)
class World:
    """Everybody, and the form that is online."""

    sarah: Person
    tom: Person
    nele: Person
    omar: Person
    lena: Person
    kim: Person
    pia: Person
    queue: Queue
    service: Service

    def draft(self, at: datetime = NOW) -> Draft:
        """A draft of Sarah with every question answered; her schedule follows later."""
        sarah = by(self.sarah, at)
        draft = start_draft(self.service, by=sarah, loa="substantial")
        save_field(draft, "verlof", "vierdagenweek", by=sarah)
        save_field(draft, "begindatum", "2027-03-01", by=sarah)
        save_field(draft, "statuut", "statutair", by=sarah)
        mark_later(draft, "rooster", later=True, by=sarah)
        return draft

    def case(self, at: datetime = NOW) -> Case:
        """A case of Sarah, just handed in."""
        return submit_case(self.draft(at), by=by(self.sarah, at))


@pytest.fixture(scope="module")
def world_of_module(kept_for_module: None) -> World:
    return make_world()


@pytest.fixture
def world(world_of_module: World, db: None) -> World:
    """Everybody, made once for a file: objects of this test's own."""
    return copy.deepcopy(world_of_module)


@pytest.fixture
def letters(world: World) -> None:
    """The letters of the pack, and an address for everybody to send them to."""
    make_letters()
    for person in (world.sarah, world.tom, world.nele, world.omar, world.lena, world.pia):
        reach(person)


def reach(person: Person) -> None:
    """Give a person an address for notices."""
    address = f"{person.given_name.lower()}@voorbeeld.example"
    Address.objects.create(
        party=person.party,
        kind=Address.Kind.EMAIL,
        value=address,
        normalised=address,
        verified_at=NOW,
        purpose=["notices"],
    )


def make_world() -> World:
    """Make everybody, their queue and the form, in an organisation that was entered."""
    make_organisation()
    ministry = make_unit("fod")
    personnel = Unit.objects.create(
        slug="fod-p", kind=Unit.Kind.PERSONNEL, parent=ministry, name={"nl": "P&O"}
    )
    queue = make_queue()
    make_series()
    sarah, tom, lena, kim, pia = map(make_person, ("Sarah V", "Tom C", "Lena D", "Kim S", "Pia W"))
    employ(sarah, ministry, chief=tom)
    employ(tom, ministry)
    join(pia, personnel)
    grant(lena, "lead", queue.team)
    nele, omar = make_handler("Nele P", queue), make_handler("Omar B", queue)
    return World(sarah, tom, nele, omar, lena, kim, pia, queue, make_service(nele))
