"""A personnel department finds the employees of its own employer, and nobody else's."""

from datetime import date

import pytest
from tests.make import employ, grant, make_organisation, make_person, make_unit

from loket.people.employees import employees_of, find_employees
from loket.people.models import Person, RoleGrant, Unit

TODAY = date(2026, 11, 20)


@pytest.fixture
def petra(db: None) -> Person:
    """Petra of the personnel department of Mobility, where Sarah and Tom work; Anke works elsewhere."""
    make_organisation()
    employer, other = make_unit("mobiliteit"), make_unit("werk")
    personnel = make_unit("personeel", Unit.Kind.PERSONNEL)
    road = make_unit("weg")
    Unit.objects.filter(pk__in=(personnel.pk, road.pk)).update(parent=employer)
    found = make_person("Petra Janssens", login="petra")
    grant(found, RoleGrant.Role.PERSONNEL, personnel)
    employ(found, personnel)
    employ(make_person("Sarah Vermeulen"), road)
    employ(make_person("Tom Claes"), employer)
    employ(make_person("Sarah Schröder"), other)
    return found


def names(people: list[Person]) -> list[str]:
    return [one.party.name for one in people]


def test_employees_of_the_own_employer_are_found_by_a_part_of_their_name(petra: Person) -> None:
    assert names(find_employees(petra.pk, "ver sar", TODAY)) == ["Sarah Vermeulen"]
    assert names(find_employees(petra.pk, "sarah", TODAY)) == ["Sarah Vermeulen"]
    assert find_employees(petra.pk, "schr", TODAY) == []


def test_one_letter_is_no_name(petra: Person) -> None:
    assert find_employees(petra.pk, "s", TODAY) == []


def test_nobody_asks_for_themselves_and_others_ask_for_nobody(petra: Person) -> None:
    tom = Person.objects.get(party__name="Tom Claes")

    assert petra not in employees_of(petra.pk, TODAY)
    assert not employees_of(tom.pk, TODAY).exists()


def test_a_role_for_the_whole_organisation_covers_every_employer(petra: Person) -> None:
    grant(petra, RoleGrant.Role.PERSONNEL)

    assert names(find_employees(petra.pk, "sarah", TODAY)) == ["Sarah Schröder", "Sarah Vermeulen"]


def test_a_circle_of_units_ends(petra: Person) -> None:
    road, employer = Unit.objects.get(slug="weg"), Unit.objects.get(slug="mobiliteit")
    employer.parent = road
    employer.save()

    assert employees_of(petra.pk, TODAY).count() == 2
