"""What a person may do here: the roles that are valid today, and where."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from loket.core.prepared import prepared
from loket.people.models import Membership, Person, RoleGrant


@dataclass(frozen=True, slots=True)
class Rights:
    """The roles of a person; a grant without a unit covers the whole organisation."""

    grants: frozenset[tuple[str, int | None]] = frozenset()

    def has(self, role: str, unit_id: int | None = None) -> bool:
        """Holds the role in this unit or everywhere; without a unit: holds it anywhere."""
        if unit_id is None:
            return any(held == role for held, _ in self.grants)
        return (role, unit_id) in self.grants or (role, None) in self.grants

    @property
    def is_staff(self) -> bool:
        """Works at the desk."""
        return self.has(RoleGrant.Role.HANDLER) or self.has(RoleGrant.Role.LEAD)


def rights_of(person: Person, today: date) -> Rights:
    """The rights of a person on a day, in one query."""
    return Rights(frozenset(grants_of(person.pk, today)))


def with_rights(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """These people with the roles that they hold on a day, and the units they may act for."""
    grants = RoleGrant.objects.on(today).filter(person=OuterRef("pk"))
    unit = Coalesce(Cast("unit_id", CharField()), Value(""))
    held = grants.annotate(held=Concat("role", Value(" "), unit)).values("held")
    units = Membership.objects.filter(person=OuterRef("pk")).values("unit_id")
    return people.annotate(holds=ArraySubquery(held), acts_for=ArraySubquery(units))


def rights_in(person: Person) -> Rights:
    """The rights of somebody who was read with them."""
    held = (one.partition(" ") for one in vars(person)["holds"])
    return Rights(frozenset((role, int(unit) if unit else None) for role, _, unit in held))


def units_in(person: Person) -> frozenset[int]:
    """The units for which somebody may act who was read with them."""
    return frozenset(vars(person)["acts_for"])


@prepared
def grants_of(person_id: int, today: date) -> QuerySet[RoleGrant, tuple[str, int | None]]:
    """The roles that a person holds on a day, each with its unit."""
    grants = RoleGrant.objects.on(today).filter(person=person_id)
    return grants.values_list("role", "unit_id")


@prepared
def units_of(person_id: int) -> QuerySet[Membership, int]:
    """The units for which this person may act."""
    return Membership.objects.filter(person=person_id).values_list("unit_id", flat=True)
