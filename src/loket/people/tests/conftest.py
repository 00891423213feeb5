"""The small world of these tests: one organisation, Noor who can sign in, Mo who cannot."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from loket.accounts.actions import make_account
from loket.accounts.models import User
from loket.core.acting import Acting
from loket.core.models import Host, Organisation
from loket.core.tenancy import enter_organisation
from loket.people.actions.parties import make_person
from loket.people.models import Person

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PASSWORD = "een lang wachtwoord"


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
def account(system: Acting) -> User:
    return make_account("noor", password=PASSWORD, loa="high", by=system)


@pytest.fixture
def noor(account: User, system: Acting) -> Person:
    return make_person("Noor Haddad", given_name="Noor", user=account, by=system)


@pytest.fixture
def mo(system: Acting) -> Person:
    return make_person("Mo van den Berg", given_name="Mo", language="fr", by=system)


@pytest.fixture
def by_noor(noor: Person, system: Acting) -> Acting:
    return Acting(person_id=noor.pk, organisation_id=system.organisation_id, at=NOW)


class Window(Client):
    """A browser window; after each answer the test sees the rows of the organisation again."""

    organisation: Organisation

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        enter_organisation(self.organisation.pk)
        return answer


@pytest.fixture
def window(organisation: Organisation) -> Client:
    made = Window(headers={"host": "stad.localhost", "user-agent": "Testbrowser 1"})
    made.organisation = organisation
    return made


@pytest.fixture
def signed_in(window: Client, noor: Person) -> Client:
    window.post("/aanmelden/", {"gebruikersnaam": "noor", "wachtwoord": PASSWORD})
    return window
