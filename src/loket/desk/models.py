"""Lists that were saved under a name, and with which of them somebody begins."""

from typing import Self

from django.db import models

from loket.core.keys import new_key
from loket.core.tenancy import TenantModel
from loket.people.models import Person, Unit
from loket.routing.models import Queue


class SavedListQuerySet(models.QuerySet["SavedList"]):
    """Questions about saved lists."""

    def visible_to(self, person: Person) -> Self:
        """One's own, and those of the teams for which one works; also what was just removed."""
        teams = Queue.objects.worked_by(person).values("team")
        return self.filter(models.Q(owner=person.pk) | models.Q(team__in=teams))

    def kept(self) -> Self:
        """Not removed."""
        return self.filter(removed_at=None)


class SavedList(TenantModel):
    """A view with its filters, order and columns under a name: of one person, or of a team."""

    key = models.CharField(max_length=36, unique=True, default=new_key)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(Person, models.CASCADE, null=True, related_name="saved_lists")
    team = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    queue = models.CharField(max_length=60)
    view = models.CharField(max_length=12)
    query = models.CharField(max_length=1000, blank=True, default="")
    """Filters, order and columns, as they stand in the address."""
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(SavedListQuerySet)()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="saved_list_of_one",
                condition=models.Q(owner=None, team__isnull=False)
                | models.Q(owner__isnull=False, team=None),
            ),
        )

    def __str__(self) -> str:
        return self.name


class FirstList(TenantModel):
    """With which list somebody begins."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    saved = models.ForeignKey(SavedList, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.person_id} begins with {self.saved_id}"
