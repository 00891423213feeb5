"""Queues: where work waits for a team."""

from django.db import models

from loket.core.models import Calendar
from loket.core.tenancy import TenantModel
from loket.people.models import Person, RoleGrant, Unit


class QueueQuerySet(models.QuerySet["Queue"]):
    """Questions about queues."""

    def worked_by(self, person: Person) -> "QueueQuerySet":
        """The queues of which this person handles or leads the work."""
        roles = (RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)
        grants = RoleGrant.objects.current().filter(person=person, role__in=roles)
        return self.filter(
            models.Q(team__in=grants.values("unit")) | models.Exists(grants.filter(unit=None))
        )


class Queue(TenantModel):
    """Work of one kind, for one team, with a term in working days."""

    class Alert(models.TextChoices):
        """Whether the team hears of new work: not, of each case, or once a day of all of them.

        A member may choose otherwise for themselves.
        """

        NONE = "none"
        EACH = "each"
        DIGEST = "digest"

    slug = models.CharField(max_length=60)
    texts = models.JSONField()
    """{"name": {"nl": …}, "team": {"nl": …}} in the languages of the organisation."""
    team = models.ForeignKey(Unit, models.PROTECT, related_name="queues")
    personnel = models.BooleanField(default=False)
    term_days = models.PositiveSmallIntegerField(default=5)
    """Working days within which the first answer is due, when the form says nothing."""
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    alert = models.CharField(max_length=6, choices=Alert, default=Alert.NONE)

    objects = models.Manager.from_queryset(QueueQuerySet)()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "slug"), name="queue_slug"),)

    def __str__(self) -> str:
        return self.slug
