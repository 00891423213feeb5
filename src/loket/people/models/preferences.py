"""What a person wants to hear about, and through which channel."""

from django.db import models

from loket.core.tenancy import TenantModel
from loket.people.models.parties import Person


class Preference(TenantModel):
    """A notice of this kind through this channel: on or off, and how soon.

    `pace` is now, bundle or day; empty: as the table of notices says.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="preferences")
    event_kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=12)
    on = models.BooleanField()
    pace = models.CharField(max_length=6, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "event_kind", "channel"), name="preference_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.event_kind} by {self.channel}"
