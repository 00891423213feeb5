"""Make and change persons and companies."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from loket.accounts.models import User
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.keys import new_key
from loket.core.models import Event, Organisation
from loket.core.seal import keyed_hash, seal
from loket.people.models import Identifier, Party, Person
from loket.people.rules.names import sort_key


@transaction.atomic
def make_person(
    name: str,
    *,
    given_name: str = "",
    language: str = "nl",
    birth_date: date | None = None,
    user: User | None = None,
    by: Acting,
) -> Person:
    """Enter a human being in the register."""
    party = _make_party(Party.Kind.PERSON, name, given_name, language)
    person = Person.objects.create(
        party=party, user=user, given_name=given_name, birth_date=birth_date
    )
    record("person.made", person, by=by, visibility=Event.Visibility.AUDIT)
    return person


@transaction.atomic
def make_company(name: str, *, language: str = "nl", by: Acting) -> Party:
    """Enter a company in the register."""
    party = _make_party(Party.Kind.COMPANY, name, "", language)
    record("party.made", party, by=by, visibility=Event.Visibility.AUDIT)
    return party


@transaction.atomic
def change_person(person: Person, *, name: str, given_name: str, language: str, by: Acting) -> None:
    """Correct what a person is called and which language they read."""
    Party.objects.filter(pk=person.pk).update(
        name=name, sort_key=sort_key(name, given_name), language=_spoken(language, by)
    )
    Person.objects.filter(pk=person.pk).update(given_name=given_name)
    record("person.changed", person, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def change_language(person: Person, language: str, *, by: Acting) -> None:
    """Speak and write to a person in another language from now on."""
    Party.objects.filter(pk=person.pk).update(language=_spoken(language, by))
    record("person.changed", person, by=by, visibility=Event.Visibility.AUDIT, language=language)


@transaction.atomic
def describe_demo_person(person: Person, role: str, *, by: Acting) -> None:
    """Say what the chooser of the demo tells about a person, by the code of a text."""
    Person.objects.filter(pk=person.pk).update(demo_role=role)
    record("person.changed", person, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def add_identifier(party: Party, type_: str, value: str, *, by: Acting) -> Identifier:
    """Note the number by which a register knows a party; kept sealed."""
    found = Identifier.objects.filter(type=type_, value_hmac=_hash(type_, value)).first()
    if found and found.party_id == party.pk:
        return found
    if found:
        raise RuleError(_("Dit nummer hoort al bij iemand anders."), code="identifier_taken")
    made = Identifier.objects.create(
        party=party, type=type_, value_hmac=_hash(type_, value), sealed=seal(value)
    )
    record("party.identified", party, by=by, visibility=Event.Visibility.AUDIT, type=type_)
    return made


def find_by_identifier(type_: str, value: str) -> Party | None:
    """The party that a register knows by this number."""
    return Party.objects.filter(
        identifiers__type=type_, identifiers__value_hmac=_hash(type_, value)
    ).first()


def _make_party(kind: Party.Kind, name: str, given_name: str, language: str) -> Party:
    return Party.objects.create(
        key=new_key(),
        kind=kind,
        name=name,
        sort_key=sort_key(name, given_name),
        language=language,
    )


def _spoken(language: str, by: Acting) -> str:
    """The language, if the organisation speaks it."""
    spoken = Organisation.objects.get(pk=by.organisation_id).languages
    if language not in (spoken or [code for code, _name in settings.LANGUAGES]):
        raise RuleError(_("Deze taal spreken wij niet."), code="language")
    return language


def _hash(type_: str, value: str) -> bytes:
    return keyed_hash(f"{type_} {value}")
