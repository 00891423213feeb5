"""Make units, and say who works there."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.models import Event
from loket.people.models import Employment, Membership, Person, Unit


@dataclass(frozen=True, slots=True)
class Work:
    """What a person does for an employer."""

    unit: Unit
    manager: Person | None = None
    status: str = ""
    hours: Decimal | None = None


@transaction.atomic
def put_unit(
    slug: str, *, kind: str, name: dict[str, str], parent: Unit | None = None, by: Acting
) -> Unit:
    """Make a unit, or change the one with this slug."""
    found = Unit.objects.filter(slug=slug).first()
    if parent and found and _stands_under(parent, found):
        raise RuleError(_("Een dienst kan niet onder zichzelf staan."), code="unit_circle")
    unit, _made = Unit.objects.update_or_create(
        slug=slug, defaults={"kind": kind, "name": name, "parent": parent}
    )
    record("unit.changed", unit, by=by, visibility=Event.Visibility.AUDIT)
    return unit


@transaction.atomic
def employ(person: Person, work: Work, *, starts_on: date, by: Acting) -> Employment:
    """Let a person work for a unit from a day on; the work before ends the day before."""
    if work.manager and work.manager.pk == person.pk:
        raise RuleError(_("Niemand is zijn eigen chef."), code="own_manager")
    running = Employment.objects.select_for_update().filter(person=person, ends_on=None).first()
    if running and running.starts_on >= starts_on:
        employment = running
    else:
        if running:
            end_employment(running, starts_on - timedelta(days=1), by=by)
        employment = Employment(person=person)
    employment.unit, employment.manager = work.unit, work.manager
    employment.status, employment.hours = work.status, work.hours
    employment.starts_on = starts_on
    employment.save()
    record("employment.started", employment, by=by, visibility=Event.Visibility.AUDIT)
    return employment


@transaction.atomic
def end_employment(employment: Employment, ends_on: date, *, by: Acting) -> None:
    """Let the work of a person at a unit end; `ends_on` is the last day."""
    Employment.objects.filter(pk=employment.pk).update(ends_on=ends_on)
    record("employment.ended", employment, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def join_unit(person: Person, unit: Unit, *, by: Acting) -> Membership:
    """Let a person act for a unit, such as a team or a personnel department."""
    membership, made = Membership.objects.get_or_create(person=person, unit=unit)
    if made:
        record("unit.joined", unit, by=by, visibility=Event.Visibility.AUDIT, person=person.pk)
    return membership


@transaction.atomic
def leave_unit(person: Person, unit: Unit, *, by: Acting) -> None:
    """Let a person act for a unit no more."""
    gone, _rows = Membership.objects.filter(person=person, unit=unit).delete()
    if gone:
        record("unit.left", unit, by=by, visibility=Event.Visibility.AUDIT, person=person.pk)


def _stands_under(unit: Unit | None, above: Unit) -> bool:
    while unit is not None:
        if unit.pk == above.pk:
            return True
        unit = unit.parent
    return False
