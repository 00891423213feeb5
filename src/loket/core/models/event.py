"""Events: timeline, audit trail and outbox in one table that only grows."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from loket.core.tenancy import TenantModel

if TYPE_CHECKING:
    BigInteger = models.BigIntegerField[int, int]
else:
    BigInteger = models.BigIntegerField


class Xid8Field(BigInteger):
    """The transaction that wrote the row (PostgreSQL `xid8`); readers compare it with a snapshot."""

    def db_type(self, connection: object) -> str:
        """The type as PostgreSQL names it."""
        return "xid8"

    def from_db_value(self, value: object, *_: object) -> int | None:
        """Read the number that PostgreSQL sends as text."""
        return None if value is None else int(str(value))


class CurrentTransaction(models.Func):
    """The number of the transaction that writes."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = Xid8Field()


class OldestRunning(models.Func):
    """The oldest transaction that still runs: all before it are settled."""

    template = "pg_snapshot_xmin(pg_current_snapshot())"
    arity = 0
    output_field = Xid8Field()


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about events."""

    def about(self, thing: models.Model) -> Self:
        """All that happened to this thing."""
        return self.filter(about_kind=thing._meta.label_lower, about_id=thing.pk)

    def settled(self) -> Self:
        """Only events that no running transaction can still precede, in the order to read them."""
        return self.filter(tx__lt=OldestRunning()).order_by("tx", "id")


class Event(TenantModel):
    """Something that happened: who did what, about what, when. Never changed, never deleted.

    `data` holds ids and codes, never typed text, so that erasure need not touch this table.
    `at` is when it was written, `occurred_at` when it happened in the world.
    """

    class Visibility(models.TextChoices):
        """Who may see it on a timeline."""

        PUBLIC = "public"
        INTERNAL = "internal"
        AUDIT = "audit"

    tx = Xid8Field(db_default=CurrentTransaction(), editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    visibility = models.CharField(max_length=8, choices=Visibility)
    actor_id = models.BigIntegerField(null=True)
    acting_for_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=12, default="web")
    at = models.DateTimeField(db_default=Now(), editable=False)
    occurred_at = models.DateTimeField()
    topics = ArrayField(models.CharField(max_length=60), default=list)
    data = models.JSONField(default=dict)
    idem = models.CharField(max_length=80, default="", blank=True)

    objects = models.Manager.from_queryset(EventQuerySet)()

    class Meta:
        indexes = (
            models.Index("about_kind", "about_id", models.F("id").desc(), name="event_about"),
            models.Index("tx", "id", name="event_order"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "idem"),
                condition=~models.Q(idem=""),
                name="event_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.about_kind} {self.about_id}"
