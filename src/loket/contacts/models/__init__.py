"""The tables about what is said, by noun."""

from loket.contacts.models.blocks import TextBlock
from loket.contacts.models.messages import Contact, Message, MessageDraft, MessageFile
from loket.contacts.models.notices import Notification, OutgoingMail

__all__ = [
    "Contact",
    "Message",
    "MessageDraft",
    "MessageFile",
    "Notification",
    "OutgoingMail",
    "TextBlock",
]
