"""Units of an organisation, who works there, and which roles people hold."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Now, TruncDate

from loket.core.tenancy import TenantModel
from loket.people.models.parties import Person


def running_on(day: date | TruncDate) -> tuple[models.Q, models.Q]:
    """What began and has not ended on a day; the first and the last day count."""
    return models.Q(starts_on__lte=day), models.Q(ends_on=None) | models.Q(ends_on__gte=day)


def running_today() -> tuple[models.Q, models.Q]:
    """The same by the database's own calendar.

    A predicate cannot be given a day: lists, counts and pages all ask the same question.
    """
    return running_on(TruncDate(Now()))


class Unit(TenantModel):
    """A department, a team, or the personnel department of an employer."""

    class Kind(models.TextChoices):
        """What a unit is."""

        DEPARTMENT = "department"
        TEAM = "team"
        PERSONNEL = "personnel"

    slug = models.SlugField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.JSONField()
    """Texts: {"nl": …, "fr": …, "de": …, "en": …}."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "slug"), name="unit_slug"),)

    def __str__(self) -> str:
        return self.slug


class EmploymentQuerySet(models.QuerySet["Employment"]):
    """Questions about employments."""

    def current(self) -> Self:
        """Those that run today."""
        return self.filter(*running_today())

    def on(self, day: date) -> Self:
        """Those that run on a day: the day of whoever acts."""
        return self.filter(*running_on(day))


class Employment(TenantModel):
    """A person works for a unit, with a status and hours; from a day, to a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="employments")
    manager = models.ForeignKey(Person, models.PROTECT, null=True, related_name="manages")
    status = models.CharField(max_length=40, blank=True, default="")
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=40, default="pack")

    objects = models.Manager.from_queryset(EmploymentQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ends_on=None), name="employment_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.unit_id}"


class Membership(TenantModel):
    """A person belongs to a unit (a team, a personnel department) and may act for it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "unit"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id}"


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Questions about roles."""

    def current(self) -> Self:
        """Those that are held today; both days count."""
        return self.filter(*running_today())

    def on(self, day: date) -> Self:
        """Those that are held on a day: the day of whoever acts."""
        return self.filter(*running_on(day))


class RoleGrant(TenantModel):
    """A role that a person holds from a day, in a unit or in the whole organisation."""

    class Role(models.TextChoices):
        """What staff may do."""

        HANDLER = "handler"
        LEAD = "lead"
        FORM_MANAGER = "form_manager"
        PERSONNEL = "personnel"
        MEDICAL_CLEARANCE = "medical_clearance"
        ADMIN = "admin"

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="grants")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = models.Manager.from_queryset(RoleGrantQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "unit", "starts_on"),
                nulls_distinct=False,
                name="rolegrant_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
