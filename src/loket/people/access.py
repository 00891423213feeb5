"""What a person may do here: the roles that are valid today, and where."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

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


@prepared
def grants_of(person_id: int, today: date) -> QuerySet[RoleGrant, tuple[str, int | None]]:
    """The roles that a person holds on a day, each with its unit."""
    grants = RoleGrant.objects.on(today).filter(person=person_id)
    return grants.values_list("role", "unit_id")


@prepared
def units_of(person_id: int) -> QuerySet[Membership, int]:
    """The units for which this person may act."""
    return Membership.objects.filter(person=person_id).values_list("unit_id", flat=True)
