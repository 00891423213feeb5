"""Whom a personnel department may ask something for: everybody who works for its employer."""

from datetime import date

from django.db.models import QuerySet

from loket.people.employer import HIGHEST
from loket.people.models import Employment, Person, RoleGrant, Unit

MOST = 20
SHORTEST = 2
"""Fewer letters than this are no name to look for."""


def employees_of(person_id: int, today: date) -> QuerySet[Person]:
    """The employees of the employers whose personnel this person looks after, not themselves."""
    work = Employment.objects.on(today)
    units = [grant.unit for grant in _personnel_grants(person_id, today)]
    if not units:
        return Person.objects.none()
    if None not in units:
        work = work.filter(unit__in=_below({one.parent_id or one.pk for one in units if one}))
    return Person.objects.filter(pk__in=work.values("person")).exclude(pk=person_id)


def find_employees(person_id: int, text: str, today: date) -> list[Person]:
    """The employees with all these words in their name, in the order of their names."""
    if len(text.strip()) < SHORTEST:
        return []
    found = employees_of(person_id, today).select_related("party")
    for word in text.split():
        found = found.filter(party__name__icontains=word)
    return list(found.order_by("party__sort_key", "pk")[:MOST])


def _personnel_grants(person_id: int, today: date) -> QuerySet[RoleGrant]:
    grants = RoleGrant.objects.on(today).select_related("unit")
    return grants.filter(person=person_id, role=RoleGrant.Role.PERSONNEL)


def _below(roots: set[int]) -> set[int]:
    """These units and all below them; a circle ends where it closes."""
    found, newest = set(roots), set(roots)
    for _step in range(HIGHEST):
        below = Unit.objects.filter(parent__in=newest).values_list("pk", flat=True)
        newest = set(below) - found
        if not newest:
            break
        found |= newest
    return found
