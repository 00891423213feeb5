"""Second opinions: what a colleague was asked about a case, and what they answered."""

from typing import Self

from django.db import models

from loket.cases.models.task import Task
from loket.core.tenancy import TenantModel
from loket.people.models import Membership, Person


class ConsultQuerySet(models.QuerySet["Consult"]):
    """Questions about second opinions."""

    def visible_to(self, person: Person) -> Self:
        """Those that one asked, or that were asked of oneself or of one's team."""
        units = Membership.objects.filter(person=person).values("unit")
        return self.filter(
            models.Q(asker=person) | models.Q(task__person=person) | models.Q(task__unit__in=units)
        )


class Consult(TenantModel):
    """A question to a colleague or a team inside a case; both texts are internal notes.

    While its task is open the case is lent to whoever was asked.
    """

    task = models.OneToOneField(Task, models.CASCADE, related_name="consult")
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    question = models.ForeignKey("cases.Note", models.PROTECT, related_name="+")
    answer = models.ForeignKey("cases.Note", models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(ConsultQuerySet)()

    class Meta:
        indexes = (models.Index("asker", models.F("id").desc(), name="consult_asker"),)

    def __str__(self) -> str:
        return f"consult {self.task_id}"
