"""Batches: one thing to do with many cases, done one by one, each with its own result."""

from typing import Self

from django.db import models

from loket.cases.models.case import Case
from loket.core.tenancy import TenantModel
from loket.people.models import Person


class BatchQuerySet(models.QuerySet["Batch"]):
    """Questions about batches."""

    def visible_to(self, person: Person) -> Self:
        """One's own: what others do with their cases is said in the cases."""
        return self.filter(person=person)


class Batch(TenantModel):
    """What somebody does with many cases at once, from their choice to the last result.

    It is chosen first, started once what to do is known, and done by a job; what can be taken back
    is taken back in the same way.
    """

    class Kind(models.TextChoices):
        """What is done."""

        ASSIGN = "assign"
        PUT_OFF = "put_off"
        PRIORITY = "priority"
        MESSAGE = "message"
        CLOSE = "close"

    key = models.CharField(max_length=36)
    person = models.ForeignKey(Person, models.CASCADE, related_name="batches")
    back = models.CharField(max_length=1000)
    """The list from which it was chosen."""
    kind = models.CharField(max_length=8, choices=Kind, blank=True, default="")
    colleague = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True, default="")
    priority = models.PositiveSmallIntegerField(null=True)
    returns_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undo_started_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(BatchQuerySet)()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="batch_once"),)

    def __str__(self) -> str:
        return f"{self.kind or 'chosen'} {self.key}"

    @property
    def undoable(self) -> bool:
        """Whether what it does can be taken back: what somebody read cannot."""
        return self.kind in (self.Kind.ASSIGN, self.Kind.PUT_OFF, self.Kind.PRIORITY)


class BatchItem(TenantModel):
    """One case of a batch and what became of it; `code` says why not.

    `before` holds what can be put back: ids and codes only. `seen` is how it stood when it was chosen.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    code = models.CharField(max_length=40, blank=True, default="")
    seen = models.CharField(max_length=60, blank=True, default="")
    before = models.JSONField(default=dict)
    undo = models.CharField(max_length=8, choices=State, blank=True, default="")
    undo_code = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "case"), name="batch_case_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} in {self.batch_id}: {self.state}"
