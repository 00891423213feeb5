"""Who works at the desk: the colleagues of a team."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loket.people.models import Person, RoleGrant

AT_THE_DESK = (RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)


def staff_of(team_ids: Iterable[int], today: date) -> QuerySet[Person]:
    """Who handles or leads the work of these teams on a day, by name."""
    grants = _grants(today).filter(Q(unit__in=tuple(team_ids)) | Q(unit=None))
    return _named(Person.objects.filter(pk__in=grants.values("person")))


def staff_before(team_ids: Iterable[int] | None, today: date) -> QuerySet[Person]:
    """Who worked for these teams, or for any, and works at the desk no more; by name."""
    ended = RoleGrant.objects.filter(role__in=AT_THE_DESK, ends_on__lt=today)
    if team_ids is not None:
        ended = ended.filter(Q(unit__in=tuple(team_ids)) | Q(unit=None))
    found = Person.objects.filter(pk__in=ended.values("person"))
    return _named(found.exclude(pk__in=_grants(today).values("person")))


def all_staff(today: date) -> QuerySet[Person]:
    """Everybody who handles or leads work of any team on a day, by name."""
    return _named(Person.objects.filter(pk__in=_grants(today).values("person")))


def receivers(today: date) -> QuerySet[Person]:
    """Everybody at the desk to whom work or a question can be given, by name."""
    return _named(Person.objects.reachable().filter(pk__in=_grants(today).values("person")))


def is_closed(person: Person) -> bool:
    """Whether the account of somebody, who was read with it, was closed."""
    return person.user is not None and not person.user.is_active


def name_at_work(person: Person) -> str:
    """The name of somebody who may have work; it says so when nobody sees that work any more."""
    name = person.party.name
    return _("%(name)s (account gesloten)") % {"name": name} if is_closed(person) else name


def _grants(today: date) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.on(today).filter(role__in=AT_THE_DESK)


def _named(found: QuerySet[Person]) -> QuerySet[Person]:
    return found.select_related("party", "user").order_by("party__sort_key")
