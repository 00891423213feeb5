"""Persons, units, work and roles."""

from datetime import date, timedelta

import pytest

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.people.access import rights_of
from loket.people.actions.parties import (
    add_identifier,
    change_language,
    change_person,
    find_by_identifier,
    make_company,
    make_person,
)
from loket.people.actions.roles import grant_role, withdraw_role
from loket.people.actions.units import (
    Work,
    employ,
    join_unit,
    leave_unit,
    put_unit,
)
from loket.people.models import Employment, Identifier, Party, Person, RoleGrant, Unit
from loket.people.tests.conftest import make_organisation

TEXTS = {"nl": "Team", "fr": "Équipe", "de": "Team", "en": "Team"}


@pytest.fixture
def team(system: Acting) -> Unit:
    return put_unit("team", kind=Unit.Kind.TEAM, name=TEXTS, by=system)


def test_a_person_and_its_party_have_the_same_key(noor: Person) -> None:
    assert noor.pk == noor.party.pk
    assert noor.party.sort_key == "haddad noor"


def test_a_company_is_a_party_too(system: Acting) -> None:
    company = make_company("Bakkerij Öz", by=system)

    assert (company.kind, company.sort_key) == (Party.Kind.COMPANY, "bakkerij oz")


def test_a_person_reads_another_language(noor: Person, by_noor: Acting) -> None:
    change_language(noor, "de", by=by_noor)

    assert Party.objects.get(pk=noor.pk).language == "de"


def test_a_language_that_we_do_not_speak_is_refused(noor: Person, by_noor: Acting) -> None:
    with pytest.raises(RuleError, match="spreken wij niet"):
        change_language(noor, "es", by=by_noor)

    assert Party.objects.get(pk=noor.pk).language == "nl"


def test_a_name_is_corrected_with_its_place_in_lists(noor: Person, system: Acting) -> None:
    change_person(noor, name="Noor Peeters", given_name="Noor", language="nl", by=system)

    assert Party.objects.get(pk=noor.pk).sort_key == "peeters noor"


def test_an_identifier_is_found_again_but_cannot_be_read(noor: Person, system: Acting) -> None:
    add_identifier(noor.party, "rrn", "85073003328", by=system)

    assert find_by_identifier("rrn", "85073003328") == noor.party
    assert find_by_identifier("rrn", "85073003329") is None
    assert b"85073003328" not in bytes(Identifier.objects.get().sealed)


def test_an_identifier_belongs_to_one_party(noor: Person, mo: Person, system: Acting) -> None:
    first = add_identifier(noor.party, "rrn", "85073003328", by=system)

    assert add_identifier(noor.party, "rrn", "85073003328", by=system) == first
    with pytest.raises(RuleError, match="iemand anders"):
        add_identifier(mo.party, "rrn", "85073003328", by=system)


def test_new_work_ends_the_work_before(
    noor: Person, mo: Person, team: Unit, system: Acting
) -> None:
    employ(noor, Work(team), starts_on=date(2020, 1, 1), by=system)
    employ(noor, Work(team, manager=mo), starts_on=date(2024, 5, 1), by=system)

    days = Employment.objects.order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(days) == [
        (date(2020, 1, 1), date(2024, 4, 30)),
        (date(2024, 5, 1), None),
    ]


def test_the_same_first_day_again_corrects_the_work(
    noor: Person, mo: Person, team: Unit, system: Acting
) -> None:
    employ(noor, Work(team), starts_on=date(2020, 1, 1), by=system)
    employ(noor, Work(team, manager=mo), starts_on=date(2020, 1, 1), by=system)

    assert Employment.objects.get().manager == mo


def test_nobody_is_their_own_chief(noor: Person, team: Unit, system: Acting) -> None:
    with pytest.raises(RuleError, match="eigen chef"):
        employ(noor, Work(team, manager=noor), starts_on=date(2020, 1, 1), by=system)


def test_a_unit_cannot_stand_under_itself(team: Unit, system: Acting) -> None:
    below = put_unit("below", kind=Unit.Kind.TEAM, name=TEXTS, parent=team, by=system)

    with pytest.raises(RuleError, match="onder zichzelf"):
        put_unit("team", kind=Unit.Kind.TEAM, name=TEXTS, parent=below, by=system)


def test_joining_and_leaving_a_unit(noor: Person, team: Unit, system: Acting) -> None:
    join_unit(noor, team, by=system)
    join_unit(noor, team, by=system)
    assert team.memberships.count() == 1

    leave_unit(noor, team, by=system)
    assert not team.memberships.exists()


def test_a_role_holds_in_its_unit_only(noor: Person, team: Unit, system: Acting) -> None:
    grant_role(noor, RoleGrant.Role.HANDLER, unit=team, by=system)
    rights = rights_of(noor, system.today)

    assert rights.is_staff
    assert rights.has("handler", team.pk)
    assert not rights.has("handler", team.pk + 1)
    assert not rights.has("lead")


def test_a_role_that_is_taken_back_ends_at_once(noor: Person, system: Acting) -> None:
    grant = grant_role(noor, RoleGrant.Role.ADMIN, by=system)

    withdraw_role(grant, by=system)

    assert not rights_of(noor, system.today).has("admin")
    assert not RoleGrant.objects.current().exists()


def test_a_role_given_twice_is_one_and_can_come_back(noor: Person, system: Acting) -> None:
    grant = grant_role(noor, RoleGrant.Role.ADMIN, by=system)
    assert grant_role(noor, RoleGrant.Role.ADMIN, by=system) == grant
    withdraw_role(grant, by=system)

    grant_role(noor, RoleGrant.Role.ADMIN, by=system)

    assert rights_of(noor, system.today).has("admin")


def test_a_role_for_a_time_holds_until_its_last_day(noor: Person, system: Acting) -> None:
    today = system.today
    grant = grant_role(noor, RoleGrant.Role.LEAD, starts_on=today - timedelta(days=9), by=system)
    RoleGrant.objects.filter(pk=grant.pk).update(ends_on=today)

    assert rights_of(noor, today).has("lead")
    assert not rights_of(noor, today + timedelta(days=1)).has("lead")


def test_people_of_another_organisation_are_seen_by_nobody_here(
    noor: Person, mo: Person, organisation: Organisation, system: Acting
) -> None:
    other = make_organisation("dorp")
    enter_organisation(other.pk)
    there = Acting(person_id=None, organisation_id=other.pk, at=system.at)
    kim = make_person("Kim Janssens", by=there)

    assert set(Person.objects.visible_to(kim)) == {kim}
    enter_organisation(organisation.pk)
    assert set(Person.objects.visible_to(noor)) == {noor, mo}
    assert not Person.objects.visible_to(kim).exists()
