"""Notices in the portal and the mails that go with them."""

from typing import Self

from django.db import models

from loket.core.keys import new_key
from loket.core.tenancy import TenantModel
from loket.people.models import Person


class OutgoingMail(TenantModel):
    """One mail to one person, from the first notice to the answer of the mail server.

    `collecting`: still taking notices along; `queued`: its words are fixed; `sending`: handed to
    the server, the answer is not known; `uncertain`: the connection broke after DATA, so it is
    never sent again by itself. `attempts` numbers the claims of workers: only the holder of the
    last one may change the row.
    """

    class State(models.TextChoices):
        """Where a mail stands."""

        COLLECTING = "collecting"
        QUEUED = "queued"
        SENDING = "sending"
        ACCEPTED = "accepted"
        FAILED = "failed"
        UNCERTAIN = "uncertain"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=320)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=State)
    message_id = models.CharField(max_length=120, unique=True)
    subject = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    bundle_key = models.CharField(max_length=60, blank=True, default="")
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=400, blank=True, default="")
    sending_at = models.DateTimeField(null=True)
    """When the closing dot was about to be sent."""
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "bundle_key"),
                condition=models.Q(state="collecting"),
                name="outgoingmail_one_bundle",
            ),
        )
        indexes = (
            models.Index(
                fields=("organisation", "send_after"),
                condition=models.Q(state__in=("collecting", "queued")),
                name="outgoingmail_due",
            ),
            models.Index(
                fields=("organisation", "state"),
                condition=models.Q(state__in=("sending", "failed", "uncertain")),
                name="outgoingmail_trouble",
            ),
        )

    def __str__(self) -> str:
        return self.message_id


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions about notices."""

    def visible_to(self, person: Person) -> Self:
        """Only one's own."""
        return self.filter(person=person)

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at=None)


class Notification(TenantModel):
    """A notice for one person because of one event; shown in the portal, often also mailed."""

    key = models.CharField(max_length=22, unique=True, default=new_key)
    person = models.ForeignKey(Person, models.PROTECT, related_name="notifications")
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    """Values for the text of this kind: numbers, titles by code, dates; no typed text."""
    url = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, related_name="notices")

    objects = models.Manager.from_queryset(NotificationQuerySet)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "event_id", "kind"), name="notification_once"
            ),
        )
        indexes = (
            models.Index(
                "person",
                models.F("id").desc(),
                condition=models.Q(read_at=None),
                name="notification_unread",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"
