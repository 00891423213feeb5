"""Ready-made pieces of text, of one person, of a team or of the whole organisation."""

from typing import Self

from django.db import models

from loket.core.keys import new_key
from loket.core.tenancy import TenantModel
from loket.people.models import Person, RoleGrant, Unit
from loket.people.models.units import running_today


class TextBlockQuerySet(models.QuerySet["TextBlock"]):
    """Questions about text blocks."""

    def visible_to(self, person: Person) -> Self:
        """One's own, those of the teams that one works for, and those of everybody."""
        roles = (RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)
        grants = RoleGrant.objects.filter(*running_today(), person=person, role__in=roles)
        everybodys = models.Q(person=None, team=None)
        teams = models.Q(team__in=grants.values("unit")) | (
            models.Q(team__isnull=False) & models.Exists(grants.filter(unit=None))
        )
        return self.filter(models.Q(person=person) | teams | everybodys)

    def in_use(self) -> Self:
        """Not put away."""
        return self.filter(archived_at=None)


class TextBlock(TenantModel):
    """A piece of text to put in an answer, with `{{names}}` that are filled in.

    It is of one person, or of a team, or (neither) of the whole organisation.
    """

    key = models.CharField(max_length=22, unique=True, default=new_key)
    code = models.CharField(max_length=40)
    """The few signs by which it is found quickest."""
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="text_blocks")
    team = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="text_blocks")
    title = models.JSONField()
    body = models.JSONField()
    """Texts: {"nl": …, "fr": …}; a language may be missing."""
    words = models.TextField(default="")
    """Code and titles in small letters, to search in."""
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who answers for what it says."""
    review_on = models.DateField(null=True)
    used = models.PositiveIntegerField(default=0)
    from_pack = models.BooleanField(default=False)
    """What the pack of the organisation says is changed there."""
    version_lock = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(TextBlockQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person", "team", "code"),
                nulls_distinct=False,
                name="textblock_code",
            ),
            models.CheckConstraint(
                name="textblock_of_one",
                condition=models.Q(person=None) | models.Q(team=None),
            ),
        )
        indexes = (models.Index(fields=("organisation", "code"), name="textblock_list"),)

    def __str__(self) -> str:
        return self.code
