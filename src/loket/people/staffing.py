"""Who works at the desk: the colleagues of a team."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from loket.people.models import Person, RoleGrant

AT_THE_DESK = (RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)


def staff_of(team_ids: Iterable[int], today: date) -> QuerySet[Person]:
    """Who handles or leads the work of these teams on a day, by name."""
    grants = RoleGrant.objects.on(today).filter(
        Q(unit__in=tuple(team_ids)) | Q(unit=None), role__in=AT_THE_DESK
    )
    return _named(Person.objects.filter(pk__in=grants.values("person")))


def all_staff(today: date) -> QuerySet[Person]:
    """Everybody who handles or leads work of any team on a day, by name."""
    grants = RoleGrant.objects.on(today).filter(role__in=AT_THE_DESK)
    return _named(Person.objects.filter(pk__in=grants.values("person")))


def _named(found: QuerySet[Person]) -> QuerySet[Person]:
    return found.select_related("party").order_by("party__sort_key")
