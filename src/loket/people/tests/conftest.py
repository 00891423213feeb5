"""The small world of these tests: one organisation, Noor and her chief Mo, Kim elsewhere."""

from datetime import UTC, datetime

import pytest

from loket.core.acting import Acting
from loket.core.models import Host, Organisation
from loket.core.tenancy import enter_organisation
from loket.people.actions.parties import make_person
from loket.people.models import Person

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def make_organisation(slug: str) -> Organisation:
    made = Organisation.objects.create(
        slug=slug,
        name=slug.title(),
        region="BE",
        languages=["nl", "fr", "de", "en"],
        theme="persopoint",
        settings={"password_loa": "substantial"},
    )
    Host.objects.create(host=f"{slug}.localhost", organisation=made)
    return made


@pytest.fixture
def organisation(db: None) -> Organisation:
    made = make_organisation("stad")
    enter_organisation(made.pk)
    return made


@pytest.fixture
def system(organisation: Organisation) -> Acting:
    return Acting(person_id=None, organisation_id=organisation.pk, at=NOW)


@pytest.fixture
def noor(system: Acting) -> Person:
    return make_person("Noor Haddad", given_name="Noor", by=system)


@pytest.fixture
def mo(system: Acting) -> Person:
    return make_person("Mo van den Berg", given_name="Mo", language="fr", by=system)


@pytest.fixture
def by_noor(noor: Person, system: Acting) -> Acting:
    return Acting(person_id=noor.pk, organisation_id=system.organisation_id, at=NOW)
