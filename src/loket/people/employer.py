"""Who stands around a person at work: the chief, the chief's chief, the personnel department."""

from datetime import date

from django.db.models import QuerySet

from loket.core.prepared import prepared
from loket.people.models import Employment, Unit
from loket.people.staffing import is_closed

HIGHEST = 12
"""More steps up than this are a circle in the register."""


def employment_of(party_id: int, today: date) -> Employment | None:
    """Where this person works today."""
    return employments_on.first(party_id, today)


@prepared
def employments_on(party_id: int, today: date) -> QuerySet[Employment]:
    """The work of a person on a day: the one that began last."""
    found = Employment.objects.on(today).filter(person=party_id)
    return found.select_related("unit", "manager__user").order_by("-starts_on")[:1]


def chiefs_of(party_id: int, today: date) -> list[int]:
    """The chief, the chief's chief and so on, nearest first; a circle ends where it closes.

    A chief whose account was closed is left out: nobody would see what they are asked.
    """
    chain: list[int] = []
    seen = {party_id}
    person = party_id
    while len(seen) <= HIGHEST:
        work = employment_of(person, today)
        if work is None or work.manager is None or work.manager.pk in seen:
            return chain
        person = work.manager.pk
        seen.add(person)
        if not is_closed(work.manager):
            chain.append(person)
    return chain


def leads_somebody(person_id: int, today: date) -> bool:
    """Whether this person is somebody's chief."""
    return led_by.first(person_id, today) is not None


@prepared
def led_by(person_id: int, today: date) -> QuerySet[Employment, int]:
    """Somebody who has this chief on a day."""
    found = Employment.objects.on(today).filter(manager=person_id)
    return found.order_by().values_list("pk", flat=True)[:1]


def has_chiefs() -> bool:
    """Whether anybody in the organisation has a chief."""
    return Employment.objects.filter(manager__isnull=False).exists()


def personnel_of(party_id: int, today: date) -> Unit | None:
    """The personnel department of the employer: looked for from the own unit upward."""
    work = employment_of(party_id, today)
    unit = work.unit if work else None
    while unit is not None:
        if unit.kind == Unit.Kind.PERSONNEL:
            return unit
        found = Unit.objects.filter(parent=unit, kind=Unit.Kind.PERSONNEL).first()
        if found is not None:
            return found
        unit = unit.parent
    return None
