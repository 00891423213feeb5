"""A small world in which cases live: Sarah asks, Tom is her chief, Nele and Omar handle."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from loket.cases.actions.submit import submit_case
from loket.cases.models import Case
from loket.catalogue.actions.answers import mark_later, save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.actions.publish import publish_form, save_draft_version
from loket.catalogue.actions.shelves import Row, save_table, save_theme
from loket.catalogue.models import Draft, Service
from loket.catalogue.tests.forms import LEAVE
from loket.core.acting import Acting
from loket.core.models import NumberSeries
from loket.core.tests.make import make_calendar, make_organisation
from loket.people.models import Employment, Membership, Party, Person, RoleGrant, Unit
from loket.routing.models import Queue

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
LANGUAGES = ("nl", "fr", "de", "en")
LONG_AGO = date(2020, 1, 1)


def same(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def make_person(name: str) -> Person:
    key = name.lower().replace(" ", "-")
    party = Party.objects.create(key=key, kind=Party.Kind.PERSON, name=name, sort_key=key)
    return Person.objects.create(party=party, given_name=name.split()[0])


def by(person: Person | None, at: datetime = NOW) -> Acting:
    """This person (or the system), acting at a moment."""
    organisation_id = person.organisation_id if person else Queue.objects.get().organisation_id
    return Acting(person_id=person.pk if person else None, organisation_id=organisation_id, at=at)


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


@pytest.fixture
def world(db: None) -> World:
    make_organisation()
    team = Unit.objects.create(slug="tijd", kind=Unit.Kind.TEAM, name=same("Team tijd"))
    ministry = Unit.objects.create(slug="fod", kind=Unit.Kind.DEPARTMENT, name=same("FOD"))
    personnel = Unit.objects.create(
        slug="fod-p", kind=Unit.Kind.PERSONNEL, parent=ministry, name=same("P&O")
    )
    names = ("Sarah V", "Tom C", "Nele P", "Omar B", "Lena D", "Kim S", "Pia W")
    sarah, tom, nele, omar, lena, kim, pia = (make_person(name) for name in names)
    Employment.objects.create(person=sarah, unit=ministry, manager=tom, starts_on=LONG_AGO)
    Employment.objects.create(person=tom, unit=ministry, starts_on=LONG_AGO)
    Membership.objects.create(person=pia, unit=personnel)
    for person, role in ((nele, "handler"), (omar, "handler"), (lena, "lead")):
        RoleGrant.objects.create(person=person, role=role, unit=team, starts_on=LONG_AGO)
    queue = Queue.objects.create(
        slug="tijd", texts={"name": same("Tijd")}, team=team, calendar=make_calendar()
    )
    NumberSeries.objects.create(key="HRB", prefix="HRB")
    save_theme("loopbaan", {"title": same("Loopbaan")}, icon="folder", by=by(nele))
    statuses = [Row("statutair", {"label": same("Statutair")})]
    save_table("statuten", {}, statuses, by=by(nele))
    version = save_draft_version(LEAVE, by=by(nele))
    publish_form(version, by=by(nele))
    service = Service.objects.select_related("form__live_version").get()
    return World(sarah, tom, nele, omar, lena, kim, pia, queue, service)
