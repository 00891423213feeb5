"""Tell people what happened: a notice in the portal, and a mail where one goes with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from loket.contacts.actions.mails import queue_mails
from loket.contacts.models import Notification, OutgoingMail
from loket.contacts.orders import MailOrder
from loket.contacts.rules.matrix import COLLECTED, NOT_AT_ALL, Mail, Pace, Row, pace_of
from loket.contacts.wording import Param
from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Event
from loket.core.prepared import padded, prepared
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
    pace: Pace = Pace.NOW
    said: Mapping[str, str] = field(default_factory=dict)
    known: bool = False


def notify(person_id: int, notice: Notice, *, by: Acting) -> Notification:
    """Tell one person."""
    person = Person.objects.select_related("party", "user").get(pk=person_id)
    return notify_all([(person, notice)], by=by)[0]


@transaction.atomic(savepoint=False)
def notify_all(told: Sequence[tuple[Person, Notice]], *, by: Acting) -> list[Notification]:
    """Tell different people, each once: the same event and kind again change nothing.

    Without a verified address for notices there is no mail; that is written down.
    """
    there = _told_before(told)
    fresh = [(person, notice) for person, notice in told if _mark(person, notice) not in there]
    mails = queue_mails([_order(person, notice) for person, notice in fresh if notice.mail], by=by)
    by_person = {mail.person_id: mail for mail in mails if mail}
    made = [_row(person, notice, by_person.get(person.pk), by) for person, notice in fresh]
    Notification.objects.bulk_create(made)
    for (_person, notice), row in zip(fresh, made, strict=True):
        if notice.mail and row.mail is None:
            audit = Event.Visibility.AUDIT
            record("notice.unmailed", row, by=by, visibility=audit, why="no_address")
    there |= {(row.person_id, row.event_id, row.kind): row for row in made}
    return [there[_mark(person, notice)] for person, notice in told]


type _Mark = tuple[int, int, str]


def _mark(person: Person, notice: Notice) -> _Mark:
    return person.pk, notice.event_id, notice.kind


def _told_before(told: Sequence[tuple[Person, Notice]]) -> dict[_Mark, Notification]:
    people = padded(person.pk for person, _notice in told)
    events = {notice.event_id for _person, notice in told}
    rows = (row for event_id in events for row in told_of(event_id, *people))
    return {(row.person_id, row.event_id, row.kind): row for row in rows}


@prepared
def told_of(event_id: int, *person_ids: int) -> QuerySet[Notification]:
    """What these people were told of an event."""
    return Notification.objects.filter(person__in=person_ids, event_id=event_id)


def _order(person: Person, notice: Notice) -> tuple[Person, MailOrder]:
    params = {**notice.params, **notice.said}
    order = MailOrder(notice=notice.kind, url=notice.url, params=params, pace=notice.pace)
    return person, order


def _row(person: Person, notice: Notice, mail: OutgoingMail | None, by: Acting) -> Notification:
    return Notification(
        person=person,
        event_id=notice.event_id,
        kind=notice.kind,
        params=dict(notice.params),
        url=notice.url,
        created_at=by.at,
        read_at=by.at if notice.known else None,
        mail=mail,
    )


def pace_for(person_id: int, row: Row) -> Pace | None:
    """How soon this person gets a mail with this notice, by the table and their own choice."""
    if row.mail is Mail.NEVER or (row.mail is Mail.ALWAYS and row.notice not in COLLECTED):
        return pace_of(row, None)
    choice = choices_about.first(person_id, row.notice)
    return pace_of(row, chosen_in(choice) if choice else None)


@prepared
def choices_about(person_id: int, notice: str) -> QuerySet[Preference]:
    """What a person chose about the mails with a notice."""
    return Preference.objects.filter(person_id=person_id, event_kind=notice, channel="mail")


def chosen_in(choice: Preference) -> str:
    """What a person chose, as the table takes it."""
    return choice.pace if choice.on else NOT_AT_ALL


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
