"""Give people roles and take them back."""

from datetime import date, timedelta

from django.db import transaction

from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Event
from loket.people.models import Person, RoleGrant, Unit


@transaction.atomic
def grant_role(
    person: Person,
    role: str,
    *,
    unit: Unit | None = None,
    starts_on: date | None = None,
    by: Acting,
) -> RoleGrant:
    """Let a person hold a role, in a unit or in the whole organisation; twice is once."""
    held = RoleGrant.objects.filter(person=person, role=role, unit=unit, ends_on=None).first()
    if held:
        return held
    grant, _made = RoleGrant.objects.update_or_create(
        person=person,
        role=role,
        unit=unit,
        starts_on=starts_on or by.today,
        defaults={"ends_on": None},
    )
    record(
        "role.granted",
        person,
        by=by,
        visibility=Event.Visibility.AUDIT,
        role=role,
        unit=unit.pk if unit else None,
    )
    return grant


@transaction.atomic
def withdraw_role(grant: RoleGrant, *, by: Acting) -> None:
    """Take a role back at once: yesterday was its last day."""
    RoleGrant.objects.filter(pk=grant.pk).update(ends_on=by.today - timedelta(days=1))
    record(
        "role.withdrawn",
        grant.person,
        by=by,
        visibility=Event.Visibility.AUDIT,
        role=grant.role,
        unit=grant.unit_id,
    )
