"""Internal notes: never in anything that leaves the house.

Only `cases.views`, `cases.actions.notes` and `cases.timeline_staff` may import this file.
"""

from django.db import models

from loket.cases.models.case import Case
from loket.core.tenancy import TenantModel
from loket.people.models import Person


class Note(TenantModel):
    """What handlers tell each other about a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("case", models.F("id").desc(), name="note_case"),)

    def __str__(self) -> str:
        return f"note {self.pk}"
