"""Tell people what happened: a notice in the portal, and a mail where one goes with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from loket.contacts.actions.mails import MailOrder, queue_mail
from loket.contacts.models import Notification, OutgoingMail
from loket.contacts.rules.matrix import Mail, Row, wants_mail
from loket.contacts.wording import Param
from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Event
from loket.people.models import Person, Preference


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What to tell a person because of an event.

    `kind` is the code of its sentence, of its letter and of the preference. `params` are kept: ids,
    codes, dates and texts of a pack, never typed text. `said` goes into the mail and nowhere else.
    What is `known` already is kept, and calls for nobody's attention.
    """

    kind: str
    event_id: int
    url: str
    params: Mapping[str, Param] = field(default_factory=dict)
    mail: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    known: bool = False


@transaction.atomic(savepoint=False)
def notify(person_id: int, notice: Notice, *, by: Acting) -> Notification:
    """Tell a person once: the same event and kind again change nothing.

    Without a verified address for notices there is no mail; that is written down.
    """
    known = {"person_id": person_id, "event_id": notice.event_id, "kind": notice.kind}
    if there := Notification.objects.filter(**known).first():
        return there
    mail = _mail_for(person_id, notice, by) if notice.mail else None
    told = Notification.objects.create(
        **known,
        params=dict(notice.params),
        url=notice.url,
        created_at=by.at,
        read_at=by.at if notice.known else None,
        mail=mail,
    )
    if notice.mail and mail is None:
        record("notice.unmailed", told, by=by, visibility=Event.Visibility.AUDIT, why="no_address")
    return told


def _mail_for(person_id: int, notice: Notice, by: Acting) -> OutgoingMail | None:
    params = {**notice.params, **notice.said}
    return queue_mail(
        person_id, MailOrder(notice=notice.kind, url=notice.url, params=params), by=by
    )


def mail_goes_along(person_id: int, row: Row) -> bool:
    """Say whether this person gets a mail with this notice, by the table and their own choice."""
    if row.mail in (Mail.ALWAYS, Mail.NEVER):
        return wants_mail(row, None)
    choice = Preference.objects.filter(
        person_id=person_id, event_kind=row.notice, channel="mail"
    ).first()
    return wants_mail(row, choice.on if choice else None)


def mark_notices_read(
    person: Person, *, by: Acting, keys: Collection[str] | None = None, url: str = ""
) -> int:
    """Mark a person's notices as read: all of them, some of them, or those that lead to `url`."""
    unread = Notification.objects.visible_to(person).unread()
    if keys is not None:
        unread = unread.filter(key__in=keys)
    if url:
        unread = unread.filter(url=url)
    return unread.update(read_at=by.at)
