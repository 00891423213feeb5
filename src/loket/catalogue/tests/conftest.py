"""The small world of these tests: one organisation, a chief, Sarah who asks, and a form online."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from loket.catalogue.actions.publish import publish_form, save_draft_version
from loket.catalogue.actions.shelves import Row, save_table, save_theme
from loket.catalogue.models import Service
from loket.catalogue.tests.forms import LEAVE
from loket.core.acting import Acting
from loket.core.models import Calendar, Host, Organisation
from loket.core.numbers import open_series
from loket.core.tenancy import enter_organisation
from loket.people.models import Employment, Party, Person, Unit
from loket.routing.models import Queue

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
LANGUAGES = ("nl", "fr", "de", "en")


@pytest.fixture
def organisation(db: None) -> Organisation:
    made = Organisation.objects.create(
        slug="dienst", name="Dienst", region="BE", languages=list(LANGUAGES), theme="persopoint"
    )
    Host.objects.create(host="dienst.localhost", organisation=made)
    enter_organisation(made.pk)
    return made


def make_person(name: str) -> Person:
    key = name.lower().replace(" ", "-")
    party = Party.objects.create(key=key, kind=Party.Kind.PERSON, name=name, sort_key=key)
    return Person.objects.create(party=party, given_name=name.split()[0])


def acting(person: Person, at: datetime = NOW) -> Acting:
    return Acting(person_id=person.pk, organisation_id=person.organisation_id, at=at)


def same(text: str) -> dict[str, str]:
    """One text in every language."""
    return dict.fromkeys(LANGUAGES, text)


@pytest.fixture
def unit(organisation: Organisation) -> Unit:
    return Unit.objects.create(slug="tijd", kind=Unit.Kind.TEAM, name=same("Team tijd"))


@pytest.fixture
def chief(unit: Unit) -> Person:
    made = make_person("Tom Claes")
    Employment.objects.create(person=made, unit=unit, starts_on=date(2020, 1, 1))
    return made


@pytest.fixture
def sarah(unit: Unit, chief: Person) -> Person:
    made = make_person("Sarah Vermeulen")
    Employment.objects.create(
        person=made, unit=unit, manager=chief, status="statutair", starts_on=date(2020, 1, 1)
    )
    return made


@pytest.fixture
def stranger(organisation: Organisation) -> Person:
    return make_person("Kim Peeters")


@pytest.fixture
def shelves(sarah: Person, unit: Unit) -> None:
    """The theme, table, queue and numbers that the form stands on."""
    calendar = Calendar.objects.create(key="kantoor", region="BE")
    open_series("HRB", "HRB")
    Queue.objects.create(slug="tijd", texts={"name": same("Tijd")}, team=unit, calendar=calendar)
    save_theme("loopbaan", {"title": same("Loopbaan")}, icon="folder", by=acting(sarah))
    rows = [
        Row("statutair", {"label": same("Statutair")}),
        Row("contractueel", {"label": same("Contractueel")}),
    ]
    save_table("statuten", {}, rows, by=acting(sarah))


@pytest.fixture
def service(shelves: None, sarah: Person) -> Service:
    version = save_draft_version(LEAVE, by=acting(sarah))
    publish_form(version, by=acting(sarah))
    return Service.objects.select_related("form__live_version").get(form=version.form)


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder for files."""
    settings.MEDIA_ROOT = str(tmp_path / "bestanden")
    return Path(settings.MEDIA_ROOT)
