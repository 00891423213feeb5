"""Cases that belong together, and drafts that go on from a case."""

from typing import Self

from django.db import models

from loket.cases.models.case import Case
from loket.catalogue.models import Draft
from loket.core.tenancy import TenantModel
from loket.people.models import Person


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    """Questions about links."""

    def standing(self) -> Self:
        """Not undone."""
        return self.filter(ended_at=None)

    def of_case(self, case_id: int) -> Self:
        """From this case or to it."""
        return self.filter(models.Q(case=case_id) | models.Q(other=case_id))

    def visible_to(self, person: Person) -> Self:
        """Those of which somebody may see both sides."""
        seen = Case.objects.visible_to(person)
        return self.filter(case__in=seen, other__in=seen)


class CaseLink(TenantModel):
    """Two cases that belong together: `case` is what its kind says of `other`.

    A link that was undone stays, with who undid it and why.
    """

    class Kind(models.TextChoices):
        """What the case is to the other one."""

        FOLLOWS = "follows"
        """Its requester said that it belongs to that earlier case."""
        AGAIN = "again"
        """It began with the answers of the other one."""
        REPLACES = "replaces"
        """It took the place of the other one, whose number leads on to it."""
        QUESTION = "question"
        """It is a new question about the other one, which was closed."""
        SPLIT = "split"
        """It was split off from the other one."""
        RELATED = "related"
        """A handler says that they belong together; for handlers only."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, related_name="linked_by")
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True, default="")

    objects = models.Manager.from_queryset(CaseLinkQuerySet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="caselink_two_cases", condition=~models.Q(case=models.F("other"))
            ),
            models.UniqueConstraint(
                fields=("case", "other", "kind"),
                condition=models.Q(ended_at=None),
                name="caselink_once",
            ),
            models.UniqueConstraint(
                fields=("other",),
                condition=models.Q(kind="replaces", ended_at=None),
                name="caselink_one_successor",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class Continuation(TenantModel):
    """A draft that goes on from a case: the same request again, or a new question about it.

    Changes and a correction that were not sent when the case ended go on as a request of their own.

    `left` names the answers and documents of the case that the form no longer has. `began` keeps
    with what changes began (answers, and documents by slot, item and file), sealed.
    """

    class Kind(models.TextChoices):
        """How it goes on."""

        AGAIN = "again"
        QUESTION = "question"
        CHANGE = "change"
        CORRECTION = "correct"

    case = models.ForeignKey(Case, models.CASCADE, related_name="continuations")
    draft = models.OneToOneField(Draft, models.CASCADE, related_name="continues")
    kind = models.CharField(max_length=8, choices=Kind)
    left = models.JSONField(default=list)
    began = models.BinaryField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"
