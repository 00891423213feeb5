"""Write messages down, each exactly once."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from loket.contacts.models import Contact, Message, MessageFile
from loket.contacts.rules.prose import MAX_LENGTH, tidy
from loket.core.acting import Acting
from loket.core.errors import ConflictError, RuleError
from loket.core.keys import new_key
from loket.documents.models import StoredFile
from loket.people.models import Party

Direction = Literal["in", "out"]
_KEY = re.compile(r"[A-Za-z0-9_-]{16,36}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What somebody wrote, before it is a message.

    `key` is made by the page (`core.keys.new_key`), so that sending it again is the same message.
    """

    body: str
    key: str = ""
    from_us: bool = False
    files: Collection[StoredFile] = ()


def register_contact(
    channel: str, direction: Direction, party: Party | None, *, by: Acting
) -> Contact:
    """Write down that there was an exchange with this party."""
    return Contact.objects.create(
        channel=channel, direction=direction, party=party, started_at=by.at, ended_at=by.at
    )


@transaction.atomic
def write_message(party: Party, writing: Writing, *, by: Acting) -> tuple[Message, bool]:
    """Write a message between us and a party; say whether it is new.

    A retry with the same key gives back the message that is there and writes nothing.
    """
    body = checked_body(writing.body)
    key = _checked_key(writing.key)
    if there := _message_with(key, body, by):
        return there, False
    try:
        with transaction.atomic():
            return _add_message(party, writing, body, key, by), True
    except IntegrityError:
        # The same message, sent twice at once: the other one won.
        there = _message_with(key, body, by)
        if there is None:
            raise
        return there, False


def checked_body(typed: str) -> str:
    """Return the text as it will be kept; refuse an empty or a too long one."""
    body = tidy(typed)
    if not body:
        raise RuleError(_("Schrijf eerst uw bericht."), code="empty")
    if len(body) > MAX_LENGTH:
        sentence = _("Uw bericht is te lang: %(length)d tekens. Er passen er %(limit)d in.")
        params: dict[str, object] = {"length": len(body), "limit": MAX_LENGTH}
        raise RuleError(sentence % params, code="too_long", params=params)
    return body


def _checked_key(key: str) -> str:
    if not key:
        return new_key()
    if not _KEY.fullmatch(key):
        raise RuleError(
            _("Deze pagina is niet meer geldig. Laad de pagina opnieuw."), code="bad_key"
        )
    return key


def _message_with(key: str, body: str, by: Acting) -> Message | None:
    message = Message.objects.filter(key=key).first()
    if message is None:
        return None
    if message.author_id != by.person_id or message.body != body:
        sentence = _("Dit bericht is al verstuurd. Laad de pagina opnieuw om het te lezen.")
        raise ConflictError(sentence, code="already_sent")
    return message


def _add_message(party: Party, writing: Writing, body: str, key: str, by: Acting) -> Message:
    direction: Direction = "out" if writing.from_us else "in"
    message = Message.objects.create(
        key=key,
        contact=register_contact(by.channel, direction, party, by=by),
        author_id=by.person_id,
        from_us=writing.from_us,
        body=body,
        language=by.language[:2],
        sent_at=by.at,
    )
    MessageFile.objects.bulk_create(
        MessageFile(message=message, file=file) for file in writing.files
    )
    return message
