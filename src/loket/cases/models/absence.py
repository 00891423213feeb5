"""Absences of handlers, and what of their work went to somebody else meanwhile."""

from typing import Self

from django.db import models

from loket.cases.models.case import Case
from loket.cases.models.task import Task
from loket.core.keys import new_key
from loket.core.tenancy import TenantModel
from loket.people.models import Person, RoleGrant


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions about absences."""

    def visible_to(self, person: Person) -> Self:
        """One's own, those that one stands in for, and those of the teams that one leads."""
        held = RoleGrant.objects.current()
        led = held.filter(person=person, role=RoleGrant.Role.LEAD)
        working = (RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)
        theirs = held.filter(person=models.OuterRef("person"), role__in=working)
        in_my_team = theirs.filter(
            models.Q(unit__in=led.values("unit")) | models.Exists(led.filter(unit=None))
        )
        return self.filter(
            models.Q(person=person) | models.Q(stand_in=person) | models.Exists(in_my_team)
        )


class Absence(TenantModel):
    """Somebody is away from a day to a day, and somebody takes over.

    `over_at` is when it was ended: what was given away was asked back, or nothing was.
    """

    key = models.CharField(max_length=22, unique=True, default=new_key)
    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    stand_in = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(AbsenceQuerySet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="absence_days", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(over_at=None), name="absence_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} from {self.starts_on}"


class HandedOver(TenantModel):
    """One case (or one question for an opinion) that goes to the stand-in, and comes back."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting"
        GIVEN = "given"
        REFUSED = "refused"
        RETURNING = "returning"
        BACK = "back"
        STAYED = "stayed"

    absence = models.ForeignKey(Absence, models.CASCADE, related_name="rows")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True, default="")
    """The code of why it was refused, or why it stayed."""
    place = models.PositiveIntegerField(default=0)
    """Which step it is on the way of the case along absences; 0 when it is none (any more)."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("absence", "case", "task"), nulls_distinct=False, name="handedover_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
