"""Changes that a requester asks after handing in: kept as they were asked, decided one by one."""

from typing import Self

from django.db import models

from loket.cases.models.case import Case
from loket.catalogue.models import Draft
from loket.core.tenancy import TenantModel
from loket.documents.models import StoredFile
from loket.people.models import Person


class ChangeSetQuerySet(models.QuerySet["ChangeSet"]):
    """Questions about sets of changes."""

    def visible_to(self, person: Person) -> Self:
        """Those of the cases that somebody may see."""
        return self.filter(case__in=Case.objects.visible_to(person))


class ChangeSet(TenantModel):
    """What a requester wants to change at once: typed in a draft, sent, then decided.

    `before` and `after` are the whole answers as they were when it was sent, the special ones in
    `sealed`. While it is being typed `before` holds the answers with which it began, and `after`
    is empty.
    """

    class State(models.TextChoices):
        """Where it stands."""

        EDITING = "editing"
        SENT = "sent"
        DECIDED = "decided"
        DROPPED = "dropped"

    case = models.ForeignKey(Case, models.CASCADE, related_name="change_sets")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="change_set")
    state = models.CharField(max_length=8, choices=State, default=State.EDITING)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    places = models.JSONField(null=True)
    """The documents with which it began: slot, item and file; unknown of what began long ago."""
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = models.Manager.from_queryset(ChangeSetQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=models.Q(state__in=("editing", "sent")),
                name="change_set_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"changes of {self.case_id}, {self.state}"


class Change(TenantModel):
    """One thing that changes: an answer (a group as a whole), or a document that comes or goes."""

    class Kind(models.TextChoices):
        """What it does."""

        ANSWER = "answer"
        ADDED = "added"
        REMOVED = "removed"

    class State(models.TextChoices):
        """What the handler decided."""

        ASKED = "asked"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=60)
    """The answer, or the slot of the document."""
    item = models.CharField(max_length=40, blank=True, default="")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    special = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
