"""Tasks and approvals: who must act now, and by when."""

from typing import Self

from django.db import models

from loket.cases.models.case import Case
from loket.contacts.models import Message
from loket.core.keys import new_key
from loket.core.tenancy import TenantModel
from loket.people.models import Membership, Person, Unit


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks."""

    def open(self) -> Self:
        """Still to do."""
        return self.filter(done_at=None)

    def visible_to(self, person: Person) -> Self:
        """One's own, or one's unit's."""
        units = Membership.objects.filter(person=person).values("unit")
        return self.filter(models.Q(person=person) | models.Q(unit__in=units))


class Task(TenantModel):
    """One thing that one person (or one unit) must do about a case."""

    class Kind(models.TextChoices):
        """What is asked."""

        ANSWER = "answer"
        ACCEPT = "accept"
        CORRECT = "correct"
        DELIVER = "deliver"
        APPROVE = "approve"
        REPLACE = "replace"
        READ = "read"
        CONFIRM_WITHDRAW = "confirm_withdraw"
        DECIDE_CHANGES = "decide_changes"
        CONSULT = "consult"

    class Party(models.TextChoices):
        """On whom the case waits while the task is open."""

        REQUESTER = "requester"
        MANAGER = "manager"
        PERSONNEL = "personnel"
        THIRD = "third"
        HANDLER = "handler"

    key = models.CharField(max_length=22, unique=True, default=new_key)
    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=16, choices=Kind)
    party = models.CharField(max_length=10, choices=Party, blank=True, default="")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="tasks")
    third_party = models.CharField(max_length=120, blank=True, default="")
    """The name of a third party that has no account; the handler keeps the task then."""
    blocks = models.BooleanField(default=True)
    pauses = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    dropped = models.BooleanField(default=False)
    slot = models.CharField(max_length=60, blank=True, default="")
    item = models.CharField(max_length=40, blank=True, default="")
    question = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(TaskQuerySet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="task_person_or_unit",
                condition=models.Q(person__isnull=False, unit=None)
                | models.Q(person=None, unit__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("person", "due_at"),
                condition=models.Q(done_at=None),
                name="task_person",
            ),
            models.Index(
                fields=("unit", "due_at"), condition=models.Q(done_at=None), name="task_unit"
            ),
            models.Index(fields=("case",), condition=models.Q(done_at=None), name="task_case"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Questions about approvals."""

    def visible_to(self, person: Person) -> Self:
        """Asked of this person, now or when they decided."""
        return self.filter(models.Q(approver=person) | models.Q(task__person=person))


class Approval(TenantModel):
    """A decision of somebody else than the requester, on the answers as they were then."""

    class State(models.TextChoices):
        """What was decided."""

        ASKED = "asked"
        APPROVED = "approved"
        REFUSED = "refused"
        DROPPED = "dropped"

    task = models.OneToOneField(Task, models.PROTECT, related_name="approval")
    spec_id = models.CharField(max_length=60)
    approver = models.ForeignKey(Person, models.PROTECT, related_name="approvals")
    answers_rev = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(ApprovalQuerySet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="approval_decided_whole",
                condition=models.Q(state__in=("asked", "dropped"), decided_at=None, decided_by=None)
                | models.Q(
                    state__in=("approved", "refused"),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.spec_id} {self.state}"
