"""Bundles: mails that collect news for some minutes or until the morning, and are then closed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from loket.contacts.models import Notification, OutgoingMail
from loket.contacts.orders import MailOrder, letterhead_of, words_of_bundle
from loket.contacts.rules.matrix import Pace, may_be_off
from loket.core.acting import Acting
from loket.core.events import out_of_sight, record
from loket.core.literals import Literal
from loket.core.models import Event
from loket.core.prepared import padded, prepared
from loket.people.models import Address, Person, Preference

State = OutgoingMail.State
MORNING = time(8)
"""When the mail of the day goes, by the clock on the wall of the organisation."""
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Bundles:
    """The bundles of some people that are open, locked, with the news in each."""

    mails: dict[tuple[int, str], OutgoingMail]
    notices: dict[int, list[Notification]]

    def joined(self, person: Person, order: MailOrder) -> OutgoingMail | None:
        """The bundle that this news joins, when it is collected and one is open."""
        return None if order.pace is Pace.NOW else self.mails.get((person.pk, order.pace))

    def along(self, person: Person, order: MailOrder) -> list[Notification]:
        """The news that a mail which goes at once takes along."""
        if order.pace is not Pace.NOW or order.to:
            return []
        open_one = self.mails.get((person.pk, Pace.BUNDLE))
        return self.notices.get(open_one.pk, []) if open_one else []

    def move_to(self, mails: Sequence[OutgoingMail]) -> None:
        """What was taken along belongs to these mails; the bundles that it came from are over."""
        for mail in mails:
            open_one = self.mails.get((mail.person_id, Pace.BUNDLE))
            if mail.state == State.QUEUED and open_one is not None and open_one.pk in self.notices:
                Notification.objects.filter(mail=open_one).update(mail=mail)
                open_one.delete()


def open_bundles(orders: Sequence[tuple[Person, MailOrder]]) -> Bundles:
    """The open bundles of these people; who begins one is alone with that person until it is there."""
    people = sorted({person.pk for person, order in orders if not order.to})
    begins = sorted({person.pk for person, order in orders if order.pace is not Pace.NOW})
    if begins:
        locked_people(*padded(begins))
    if not people:
        return Bundles({}, {})
    mails = {(mail.person_id, mail.bundle_key): mail for mail in collecting(*padded(people))}
    at_once = {person.pk for person, order in orders if order.pace is Pace.NOW and not order.to}
    taken = [
        mail.pk for (person, key), mail in mails.items() if key == "bundle" and person in at_once
    ]
    _take_out_unwanted(taken)
    return Bundles(mails, _notices_in(taken))


@prepared
def locked_people(*person_ids: int) -> QuerySet[Person, int]:
    """These people, locked in their order."""
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=person_ids)
    return locked.order_by("pk").values_list("pk", flat=True)


@prepared
def collecting(*person_ids: int) -> QuerySet[OutgoingMail]:
    """The open bundles of these people, locked."""
    found = OutgoingMail.objects.select_for_update()
    return found.filter(person__in=person_ids, state=Literal(State.COLLECTING)).order_by("pk")


def _notices_in(mails: Collection[int]) -> dict[int, list[Notification]]:
    """The news in these mails, in the order in which it came."""
    found: dict[int, list[Notification]] = {}
    rows = Notification.objects.filter(mail__in=mails).order_by("pk") if mails else ()
    for row in rows:
        found.setdefault(row.mail_id or 0, []).append(row)
    return found


def _take_out_unwanted(mails: Collection[int]) -> set[int]:
    """Take out the news of which its person wants no mail by now, or which is about something that
    they may not see any more; returns the mails it left.
    """
    if not mails:
        return set()
    off = Preference.objects.filter(
        person=OuterRef("person"), event_kind=OuterRef("kind"), channel="mail", on=False
    )
    collected = Notification.objects.filter(mail__in=mails)
    unwanted = collected.filter(Exists(off), kind__in=may_be_off())
    left = dict(unwanted.values_list("pk", "mail_id"))
    rows = {
        row[0]: row
        for row in collected.values_list("pk", "person_id", "event_id", "kind", "mail_id")
    }
    gone = out_of_sight(row[:4] for row in rows.values())
    left |= {pk: rows[pk][4] for pk in gone}
    if left:
        Notification.objects.filter(pk__in=left).update(mail=None)
    return {mail for mail in left.values() if mail is not None}


def bundle_due(pace: Pace, by: Acting) -> datetime:
    """When a mail that begins now is sent."""
    if pace is Pace.NOW:
        return by.at
    if pace is Pace.BUNDLE:
        return by.at + timedelta(seconds=settings.MAIL_BUNDLE_SECONDS)
    here = by.at.astimezone(by.zone)
    today = datetime.combine(here.date(), MORNING, by.zone)
    return (
        today
        if here < today
        else datetime.combine(here.date() + timedelta(days=1), MORNING, by.zone)
    )


@transaction.atomic
def close_bundles(*, by: Acting) -> int:
    """Fix the words of the bundles that are due, so that they are sent; returns how many."""
    due = OutgoingMail.objects.filter(state=Literal(State.COLLECTING), send_after__lte=by.at)
    locked = due.select_for_update(skip_locked=True, of=("self",))
    rows = locked.select_related("person__party", "person__user").order_by("send_after", "pk")
    mails = list(rows[:MOST_AT_ONCE])
    if not mails:
        return 0
    head = letterhead_of(by.organisation_id)
    numbers = [mail.pk for mail in mails]
    changed = _take_out_unwanted(numbers)
    notices = _notices_in(numbers)
    known = verified_addresses([mail.person_id for mail in mails])
    for mail in mails:
        news = notices.get(mail.pk, [])
        if len(news) > 1 or (news and mail.pk in changed):
            words = words_of_bundle(news, mail.person, head)
            mail.subject, mail.text, mail.html = words.subject, words.text, words.html
        _close(mail, news, known.get(mail.person_id, ""), by=by)
    return len(mails)


def _close(
    mail: OutgoingMail, notices: Sequence[Notification], recipient: str, *, by: Acting
) -> None:
    """Let one bundle go; without an address, or news, by now there is no mail."""
    if recipient and notices:
        mail.recipient, mail.state = recipient, State.QUEUED
        mail.save(update_fields=["recipient", "state", "subject", "text", "html"])
        return
    Notification.objects.filter(mail=mail).update(mail=None)
    for one in notices:
        audit = Event.Visibility.AUDIT
        record("notice.unmailed", one, by=by, visibility=audit, why="no_address")
    mail.delete()


def verified_addresses(people: Collection[int]) -> dict[int, str]:
    """Give each person's address for notices: the one that was verified last."""
    if not people:
        return {}
    return dict(addresses_of(*padded(people)))


@prepared
def addresses_of(*person_ids: int) -> QuerySet[Address, tuple[int, str]]:
    """The addresses for notices of these people, the one that was verified last behind."""
    addresses = Address.objects.for_notices().filter(party_id__in=person_ids)
    return addresses.order_by("verified_at", "pk").values_list("party_id", "value")
