"""The small world of these tests: one organisation with one account."""

from datetime import UTC, datetime

import pytest

from loket.accounts.actions import make_account
from loket.accounts.models import User
from loket.core.acting import Acting
from loket.core.models import Host, Organisation
from loket.core.tenancy import enter_organisation

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PASSWORD = "een lang wachtwoord"


@pytest.fixture
def organisation(db: None) -> Organisation:
    made = Organisation.objects.create(
        slug="stad",
        name="Stad Één",
        region="BE",
        languages=["nl", "fr", "de", "en"],
        theme="persopoint",
        settings={"password_loa": "substantial"},
    )
    Host.objects.create(host="stad.localhost", organisation=made)
    enter_organisation(made.pk)
    return made


@pytest.fixture
def visitor(organisation: Organisation) -> Acting:
    return Acting(person_id=None, organisation_id=organisation.pk, at=NOW)


@pytest.fixture
def noor(visitor: Acting) -> User:
    return make_account("noor", password=PASSWORD, loa="high", by=visitor)
