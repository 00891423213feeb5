"""The small world of these tests: one organisation, Sam who answers and Noor who asks."""

from datetime import UTC, datetime

import pytest

from loket.core.acting import Acting
from loket.core.keys import new_key
from loket.core.models import Host, Organisation
from loket.core.tenancy import enter_organisation
from loket.documents.models import LetterTemplate
from loket.people.models import Address, Party, Person

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def make_organisation() -> Organisation:
    made = Organisation.objects.create(
        slug="dienst",
        name="Dienst Één",
        region="BE",
        languages=["nl", "fr", "de", "en"],
        theme="persopoint",
        settings={"mail": {"sender": "meldingen@dienst.example"}},
    )
    Host.objects.create(host="dienst.localhost", organisation=made)
    enter_organisation(made.pk)
    return made


@pytest.fixture
def organisation(db: None) -> Organisation:
    return make_organisation()


def make_person(name: str, language: str = "nl", email: str = "") -> Person:
    party = Party.objects.create(
        key=new_key(),
        kind=Party.Kind.PERSON,
        name=name,
        sort_key=name.casefold(),
        language=language,
    )
    if email:
        Address.objects.create(
            party=party,
            kind=Address.Kind.EMAIL,
            value=email,
            normalised=email.lower(),
            verified_at=NOW,
            purpose=["notices"],
        )
    return Person.objects.create(party=party, given_name=name.split()[0])


@pytest.fixture
def noor(organisation: Organisation) -> Person:
    return make_person("Noor Haddad", email="noor@voorbeeld.example")


@pytest.fixture
def sam(organisation: Organisation) -> Person:
    return make_person("Sam Claes", email="sam@dienst.example")


def acting(person: Person) -> Acting:
    return Acting(person_id=person.pk, organisation_id=person.organisation_id, at=NOW)


@pytest.fixture
def letters(organisation: Organisation) -> None:
    for language, greeting in (("nl", "Dag"), ("fr", "Bonjour")):
        LetterTemplate.objects.create(
            code="message",
            language=language,
            version=1,
            subject="{{number}}: {{title}}",
            body=greeting + " {{name}},\n\n{{number}} ({{title}})\n{{link}}",
        )
    LetterTemplate.objects.create(
        code="news", language="nl", version=1, subject="{{number}}: nieuws", body="{{news}}"
    )
    LetterTemplate.objects.create(
        code="bundle",
        language="nl",
        version=1,
        subject="{{count}} nieuwe berichten",
        body="Dag {{name}},\n\n{{items}}\n\n{{link}}",
    )
