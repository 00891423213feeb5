"""The case: its head, its messages, its files and who handled it."""

from typing import Self

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from loket.cases.rules.meeting import Seen
from loket.catalogue.models import Draft, FormVersion
from loket.contacts.models import Message
from loket.core.models.clock import TimeSpan
from loket.core.tenancy import TenantModel
from loket.documents.models import StoredFile
from loket.people.models import Membership, Party, Person, RoleGrant, Unit
from loket.routing.models import Queue

LISTED = (
    "id",
    "status",
    "waits_on",
    "assignee",
    "priority",
    "version",
    "requester_unit",
    "language",
    "is_late",
    "due_at",
    "created_at",
)
"""What a list may filter by stands in its index, so that what does not match is never read."""


def listed(name: str, *order: str) -> models.Index:
    """The index of open cases of a queue in this order, with what a list may filter by."""
    others = (field for field in LISTED if field not in order and f"-{field}" not in order)
    fields = ("queue", *order, *others)
    return models.Index(fields=fields, condition=models.Q(closed_at=None), name=name)


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def open(self) -> Self:
        """Not ended."""
        return self.filter(closed_at=None)

    def handled_by(self, person: Person) -> Self:
        """Work of this person's queues; nobody handles a request of or about themselves."""
        return self.filter(queue__in=Queue.objects.worked_by(person)).exclude(
            models.Q(requester=person.pk) | models.Q(subject=person.pk)
        )

    def visible_to(self, person: Person) -> Self:
        """The one predicate: a role that covers its queue, a party to it, or an open task on it.

        In this order: whoever handles a queue is let through before anybody looks for tasks.
        """
        return self.filter(models.Q(queue__in=Queue.objects.worked_by(person)) | concerns(person))

    def concerning(self, person: Person) -> Self:
        """Of which this person is a party, or on which they must do something now."""
        return self.filter(party_to(person) | tasked(person, ~models.Q(kind=CONSULT)))

    def open_at_desk_to(self, person: Person) -> Self:
        """Work of this person's queues, or lent to them for a second opinion until it is given,
        while they work at the desk; never a request of or about themselves.
        """
        roles = RoleGrant.objects.current().filter(person=person, role__in=STAFF)
        return self.filter(
            models.Q(queue__in=Queue.objects.worked_by(person))
            | (tasked(person, models.Q(kind=CONSULT)) & models.Exists(roles))
        ).exclude(party_to(person))


STAFF = (RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)
CONSULT = "consult"
"""The kind of task by which a case is lent to a colleague of another team."""


def concerns(person: Person) -> models.Q:
    """Whether a case is of or about this person, or waits for them or for a unit of theirs."""
    return party_to(person) | tasked(person)


def party_to(person: Person) -> models.Q:
    """Whether a case is of or about this person."""
    return models.Q(requester=person.pk) | models.Q(subject=person.pk)


def tasked(person: Person, kinds: models.Q | None = None) -> models.Q:
    """Whether a case waits for this person or for a unit of theirs."""
    task = apps.get_model("cases", "Task")
    units = Membership.objects.filter(person=person).values("unit")
    on_it = task.objects.filter(case=models.OuterRef("pk"), done_at=None).filter(
        models.Q(person=person) | models.Q(unit__in=units)
    )
    return models.Q(models.Exists(on_it.filter(kinds) if kinds else on_it))


class Case(TenantModel):
    """A request on its way to an answer. `status` is the handler's; open tasks say who must act."""

    class Status(models.TextChoices):
        """The status model; labels are pack texts."""

        OPEN = "open"
        ASSIGNED = "assigned"
        IN_PROGRESS = "in_progress"
        WAITING = "waiting"
        RETURNED = "returned"
        AWAITING_ACCEPTANCE = "awaiting_acceptance"
        CLOSED_COMPLETE = "closed_complete"
        CLOSED_INCOMPLETE = "closed_incomplete"
        CANCELLED = "cancelled"
        WITHDRAWN = "withdrawn"
        SUPERSEDED = "superseded"

    number = models.CharField(max_length=20)
    draft = models.OneToOneField(Draft, models.PROTECT, null=True, related_name="case")
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="cases")
    answers = models.JSONField()
    sealed = models.BinaryField(null=True)
    answers_rev = models.PositiveIntegerField(default=1)
    title = models.JSONField()
    """The title of the form in its languages, kept so that a list opens no form."""
    requester = models.ForeignKey(Party, models.PROTECT, related_name="requested_cases")
    subject = models.ForeignKey(Party, models.PROTECT, related_name="subject_cases")
    beneficiary = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    requester_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Where the requester worked when they asked, kept so that a list can be asked for it."""
    language = models.CharField(max_length=2, default="nl")
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="cases")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="assigned_cases")
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    resume_status = models.CharField(max_length=20, blank=True, default="")
    waits_on = models.CharField(max_length=60, blank=True, default="")
    waits_until = models.JSONField(blank=True, default=dict)
    """Until when each of whom it waits on has, kept so that a list asks for no tasks."""
    outcome = models.CharField(max_length=20, blank=True, default="")
    close_reason = models.TextField(blank=True, default="")
    priority = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    returns_on = models.DateField(null=True)
    """The day on which it comes back in the list of its handler, when they put it off."""
    version_lock = models.PositiveIntegerField(default=1)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    refused_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    last_public_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    """The first day that the request is about, where its form asks that; kept to find doubles."""
    ends_on = models.DateField(null=True)
    correction = models.OneToOneField(Draft, models.PROTECT, null=True, related_name="corrects")
    """The draft in which the requester corrects what was sent back."""
    open_change = models.OneToOneField(
        "cases.ChangeSet", models.PROTECT, null=True, related_name="+"
    )
    """What the requester is changing, or sent and nobody decided yet."""

    objects = models.Manager.from_queryset(CaseQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "number"), name="case_number"),
            models.CheckConstraint(
                name="case_closed_with_outcome",
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
            ),
        )
        indexes = (
            listed("case_team", "due_at"),
            listed("case_received", "created_at"),
            listed("case_priority", "-priority", "due_at"),
            models.Index(
                fields=("queue", "due_at", "id"),
                condition=models.Q(closed_at=None, assignee=None),
                name="case_unassigned",
            ),
            models.Index(
                fields=("assignee", "due_at", "id"),
                condition=models.Q(closed_at=None),
                name="case_mine",
            ),
            models.Index(
                fields=("assignee", "created_at", "id"),
                condition=models.Q(closed_at=None),
                name="case_mine_received",
            ),
            models.Index(
                fields=("assignee", "-priority", "due_at", "id"),
                condition=models.Q(closed_at=None),
                name="case_mine_priority",
            ),
            models.Index(
                fields=("queue", "due_at", "id"),
                condition=models.Q(closed_at=None) & ~models.Q(waits_on=""),
                name="case_waiting",
            ),
            models.Index(
                fields=("queue", "due_at", "id"),
                condition=models.Q(closed_at=None, is_late=True),
                name="case_late",
            ),
            models.Index(
                "requester",
                models.F("last_public_at").desc(),
                models.F("id").desc(),
                name="case_requester",
            ),
            models.Index(
                "subject",
                models.F("last_public_at").desc(),
                models.F("id").desc(),
                name="case_subject",
            ),
            models.Index(
                fields=("organisation", "due_at"),
                condition=models.Q(closed_at=None, is_late=False),
                name="case_due",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def stands(self) -> Seen:
        """How it stands, for who must say later what they saw."""
        day = self.returns_on.isoformat() if self.returns_on else ""
        return Seen(self.version_lock, self.assignee_id or 0, self.priority, day)


class CaseMessage(TenantModel):
    """A message belongs to a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    message = models.OneToOneField(Message, models.PROTECT, related_name="case_message")
    kind = models.CharField(max_length=20, default="message")
    """message, question, answer, solution, approval, refusal, correction, return."""
    view = models.CharField(max_length=12, default="all")

    class Meta:
        indexes = (models.Index("case", models.F("message").desc(), name="casemessage_case"),)

    def __str__(self) -> str:
        return f"{self.message_id} in {self.case_id}"


class CaseFile(TenantModel):
    """A document of a case, in the slot it was asked for."""

    class State(models.TextChoices):
        """What the handler found."""

        GIVEN = "given"
        CHECKED = "checked"
        REFUSED = "refused"
        REPLACED = "replaced"

    FROM_US = "house"
    """The way (`via`) of what the service itself gave: nobody checks that."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    slot = models.CharField(max_length=60, blank=True, default="")
    item = models.CharField(max_length=40, blank=True, default="")
    privacy = models.CharField(max_length=10, default="normal")
    state = models.CharField(max_length=8, choices=State, default=State.GIVEN)
    reason = models.TextField(blank=True, default="")
    via = models.CharField(max_length=10, default="submit")
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    """When it was handed in before, with an earlier request: it is used again."""
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "file"), name="casefile_once"),)

    def __str__(self) -> str:
        return f"{self.slot} of {self.case_id}"


class Assignment(TenantModel):
    """Who handled a case, from when to when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="assignment_no_overlap",
                expressions=(
                    ("case", RangeOperators.EQUAL),
                    (TimeSpan("since", "until"), RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} on {self.case_id}"
