"""Presence: who looks at something now. Kept in a table without a log: after a fault nobody is there."""

from django.db import models

from loket.core.tenancy import TenantModel


class Presence(TenantModel):
    """Somebody looks at something; it ends by itself when they are not seen for a while."""

    topic = models.CharField(max_length=60)
    person_id = models.BigIntegerField()
    seen_at = models.DateTimeField()
    wrote_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "topic", "person_id"), name="presence_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.topic}"
