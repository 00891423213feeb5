"""Contacts, the messages in them, and messages that are still being written."""

from django.db import models

from loket.core.keys import new_key
from loket.core.tenancy import TenantModel
from loket.documents.models import StoredFile
from loket.people.models import Party, Person


class Contact(TenantModel):
    """One exchange on one channel. `key` may be made by the client, so that a retry is one contact."""

    key = models.CharField(max_length=36, unique=True, default=new_key)
    channel = models.CharField(max_length=12)
    direction = models.CharField(max_length=3, choices=[("in", "in"), ("out", "out")])
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="contacts")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("party", models.F("started_at").desc(), name="contact_party"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.direction}"


class Message(TenantModel):
    """What somebody wrote; public to the parties of the case or contact. Never changed."""

    key = models.CharField(max_length=36, unique=True, default=new_key)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    from_us = models.BooleanField()
    body = models.TextField()
    language = models.CharField(max_length=2, default="nl")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("contact", "sent_at"), name="message_contact"),)

    def __str__(self) -> str:
        return self.key


class MessageFile(TenantModel):
    """A file that went with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("message", "file"), name="messagefile_once"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} with {self.message_id}"


class MessageDraft(TenantModel):
    """A half-written answer or note about a thing; it survives signing out and reassignment."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    about_kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    purpose = models.CharField(max_length=20, default="message")
    body = models.TextField()
    beside = models.JSONField(default=dict, blank=True)
    """What was chosen beside the words, such as for whom they are; empty where nobody said."""
    base_version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "about_kind", "about_id", "purpose"), name="messagedraft_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} about {self.about_kind} {self.about_id}"
