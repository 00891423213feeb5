"""Themes, forms and their versions, the services that people find, and reference tables."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from loket.core.tenancy import TenantModel
from loket.people.models import Person, RoleGrant
from loket.routing.models import Queue


class Theme(TenantModel):
    """A shelf of the catalogue."""

    slug = models.SlugField(max_length=60)
    texts = models.JSONField()
    """{"title": {"nl": …}, "intro": {"nl": …}}."""
    icon = models.CharField(max_length=40, default="folder")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "slug"), name="theme_slug"),)
        indexes = (models.Index(fields=("organisation", "order"), name="theme_order"),)

    def __str__(self) -> str:
        return self.slug


class Form(TenantModel):
    """A form under its key, whatever its version."""

    key = models.CharField(max_length=80)
    live_version = models.ForeignKey(
        "catalogue.FormVersion", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="form_key"),)

    def __str__(self) -> str:
        return self.key


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    """Who may see which versions."""

    def visible_to(self, person: Person) -> Self:
        """Published ones for everybody, drafts for those who manage forms."""
        manages = RoleGrant.objects.current().filter(
            person=person, role=RoleGrant.Role.FORM_MANAGER
        )
        return self.filter(~models.Q(state=FormVersion.State.DRAFT) | models.Exists(manages))


class FormVersion(TenantModel):
    """One version of a form: a draft, published (then it never changes again) or archived."""

    class State(models.TextChoices):
        """Where a version stands."""

        DRAFT = "draft"
        PUBLISHED = "published"
        ARCHIVED = "archived"

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    spec = models.JSONField()
    """The specification `desk.form/1`, canonical."""
    checksum = models.CharField(max_length=64)
    """SHA-256 of the canonical JSON, hexadecimal."""
    closes_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(FormVersionQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("form", "n"), name="formversion_n"),
            models.UniqueConstraint(
                fields=("form",), condition=models.Q(state="draft"), name="formversion_one_draft"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form_id} version {self.n}"


class Service(TenantModel):
    """What people find: a published form with its texts, theme and queue. Written at publishing."""

    form = models.OneToOneField(Form, models.PROTECT, related_name="service")
    slug = models.SlugField(max_length=80)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="services")
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="services")
    audience = models.JSONField(default=list)
    """Who may use it: "self", "employer_hr", "manager", "partner"."""
    login = models.CharField(max_length=8, default="required")
    loa = models.CharField(max_length=12, default="low")
    texts = models.JSONField()
    """{"title": {"nl": …}, "intro": {…}, "keywords": {"nl": […]}}."""
    icon = models.CharField(max_length=40, default="file-text")
    minutes = models.PositiveSmallIntegerField(null=True)
    """About how long filling it in takes."""
    search = models.TextField(default="")
    """Title, intro and keywords in all languages, without diacritics, in small letters."""
    offered = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="service_slug"),
        )
        indexes = (
            GinIndex(fields=("search",), opclasses=("gin_trgm_ops",), name="service_search"),
        )

    def __str__(self) -> str:
        return self.slug


class ReferenceTable(TenantModel):
    """A list to choose from, such as the statuses of employment."""

    code = models.CharField(max_length=60)
    texts = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "code"), name="referencetable_code"),
        )

    def __str__(self) -> str:
        return self.code


class ReferenceRow(TenantModel):
    """A row of such a list, valid from a day, to a day."""

    table = models.ForeignKey(ReferenceTable, models.CASCADE, related_name="rows")
    code = models.CharField(max_length=60)
    texts = models.JSONField()
    """{"label": {"nl": …}, "hint": {"nl": …}}."""
    data = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "code"), name="referencerow_code"),)
        indexes = (models.Index(fields=("table", "order"), name="referencerow_order"),)

    def __str__(self) -> str:
        return self.code
