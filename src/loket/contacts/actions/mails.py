"""The life of a mail as a row: its words are fixed first, then it is handed over, once."""

import secrets
from collections.abc import Sequence
from hashlib import sha256

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from loket.contacts.actions.bundles import (
    Bundles,
    bundle_due,
    close_bundles,
    open_bundles,
    verified_addresses,
)
from loket.contacts.models import OutgoingMail
from loket.contacts.orders import Letterhead, MailOrder, language_for, letterhead_of, words_for
from loket.contacts.rules.matrix import Pace
from loket.contacts.rules.patience import DOUBT_AFTER, LEASE, gives_up, wait_before
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.jobs import enqueue
from loket.core.literals import Literal
from loket.core.models import Event, Organisation
from loket.core.prepared import prepared
from loket.core.restored import release_held_mails
from loket.people.models import Person

State = OutgoingMail.State
PUT_BACK = "It waited when a backup was put back: it may have been sent before."
_CLAIM = """
UPDATE contacts_outgoingmail SET attempts = attempts + 1, send_after = %(lease)s WHERE id = (
    SELECT id FROM contacts_outgoingmail WHERE state = 'queued' AND send_after <= %(now)s
    AND organisation_id = nullif(current_setting('loket.organisation'), '')::bigint
    ORDER BY send_after, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""
_BEGIN = """
UPDATE contacts_outgoingmail SET state = 'sending', sending_at = %(now)s
WHERE id = %(mail)s AND attempts = %(claim)s AND state = 'queued'
"""
_ACCEPT = """
UPDATE contacts_outgoingmail SET state = 'accepted', accepted_at = %(now)s, last_error = ''
WHERE id = %(mail)s AND attempts = %(claim)s AND state = 'sending'
"""


def queue_mail(person_id: int, order: MailOrder, *, by: Acting) -> OutgoingMail | None:
    """Write one mail to one person."""
    person = Person.objects.select_related("party", "user").get(pk=person_id)
    return queue_mails([(person, order)], by=by)[0]


@transaction.atomic(savepoint=False)
def queue_mails(
    orders: Sequence[tuple[Person, MailOrder]], *, by: Acting
) -> list[OutgoingMail | None]:
    """Fix the words of mails, each to another person, and let them be sent after this transaction.

    Who has no verified address for notices gets none.
    """
    known = verified_addresses([person.pk for person, order in orders if not order.to])
    recipients = [order.to or known.get(person.pk, "") for person, order in orders]
    if not any(recipients):
        return [None] * len(orders)
    head = letterhead_of(by.organisation_id)
    bundles = open_bundles(orders)
    mails = [
        (bundles.joined(person, order) or _mail(person, order, recipient, head, bundles, by=by))
        if recipient
        else None
        for (person, order), recipient in zip(orders, recipients, strict=True)
    ]
    if fresh := [mail for mail in mails if mail and not mail.pk]:
        OutgoingMail.objects.bulk_create(fresh)
        bundles.move_to(fresh)
        enqueue(
            "contacts.tasks.send_mails",
            pool="outbound",
            once="mails",
            organisation_id=by.organisation_id,
        )
    return mails


def _mail(
    person: Person,
    order: MailOrder,
    recipient: str,
    head: Letterhead,
    bundles: Bundles,
    *,
    by: Acting,
) -> OutgoingMail:
    """Write a mail, or find the one that was ordered before."""
    organisation = head.organisation
    collects = order.pace is not Pace.NOW
    message_id = f"<{_token(order, organisation)}@{head.host}>"
    if order.once and (there := OutgoingMail.objects.filter(message_id=message_id).first()):
        return there
    words = words_for(person, order, head, bundles.along(person, order))
    return OutgoingMail(
        person=person,
        recipient=recipient,
        language=language_for(person, organisation),
        state=State.COLLECTING if collects else State.QUEUED,
        bundle_key=order.pace if collects else "",
        message_id=message_id,
        subject=words.subject,
        text=words.text,
        html=words.html,
        send_after=bundle_due(order.pace, by),
        created_at=by.at,
    )


def _token(order: MailOrder, organisation: Organisation) -> str:
    if order.once:
        return sha256(f"{organisation.pk}:{order.once}".encode()).hexdigest()[:32]
    return secrets.token_hex(16)


def claim_mail(*, by: Acting) -> OutgoingMail | None:
    """Take the next mail that is due for this worker alone, for as long as the lease lasts.

    It stays queued: a worker that dies before the closing dot has sent nothing, so the mail is
    tried again by itself. `attempts` is the number of the claim: whoever holds an older one is
    too late.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"lease": by.at + LEASE, "now": by.at})
        row = cursor.fetchone()
    return claimed_mails.first(row[0]) if row else None


@prepared
def claimed_mails(mail_id: int) -> QuerySet[OutgoingMail]:
    """A mail with the name of whom it is for."""
    return OutgoingMail.objects.select_related("person__party").filter(pk=mail_id)


def begin_handover(mail: OutgoingMail, *, by: Acting) -> bool:
    """Write down, before the closing dot, that nobody knows until the server answers.

    False when another worker has claimed the mail since.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, {"mail": mail.pk, "claim": mail.attempts, "now": by.at})
        return bool(cursor.rowcount)


def accept_mail(mail: OutgoingMail, *, by: Acting) -> None:
    """The server took it."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPT, {"mail": mail.pk, "claim": mail.attempts, "now": by.at})


@transaction.atomic
def postpone_mail(mail: OutgoingMail, reason: str, *, by: Acting) -> None:
    """Try again later; an old mail has lost its use and fails."""
    if gives_up(by.at - mail.created_at):
        fail_mail(mail, reason, by=by)
        return
    _claimed(mail).filter(state__in=(State.QUEUED, State.SENDING)).update(
        state=State.QUEUED,
        send_after=by.at + wait_before(mail.attempts),
        last_error=_short(reason),
        sending_at=None,
    )


@transaction.atomic
def fail_mail(mail: OutgoingMail, reason: str, *, by: Acting) -> None:
    """The server refused it for good."""
    failed = _claimed(mail).filter(state__in=(State.QUEUED, State.SENDING))
    if failed.update(state=State.FAILED, last_error=_short(reason)):
        record("mail.failed", mail, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def doubt_mail(mail: OutgoingMail, reason: str, *, by: Acting) -> None:
    """Nobody knows whether the server took it: it is never sent again by itself."""
    doubted = _claimed(mail).filter(state=State.SENDING)
    if doubted.update(state=State.UNCERTAIN, last_error=_short(reason)):
        record("mail.uncertain", mail, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def send_mail_again(mail: OutgoingMail, *, by: Acting) -> None:
    """Send a failed or uncertain mail once more: a human being took the decision.

    It is the same mail with the same Message-ID, so a server that did take it can know it again.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in (State.FAILED, State.UNCERTAIN):
        raise RuleError(
            _("Alleen een mail die mislukt of onzeker is, kan opnieuw worden verstuurd."),
            code="not_stuck",
        )
    mail.state = State.QUEUED
    mail.send_after = by.at
    mail.sending_at = None
    mail.save(update_fields=["state", "send_after", "sending_at"])
    record("mail.sent_again", mail, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def release_mails(organisation: Organisation, *, by: Acting) -> None:
    """Send all that waited since the installation was put back from a backup, and what comes."""
    release_held_mails(organisation)
    record("mail.released", organisation, by=by, visibility=Event.Visibility.AUDIT)


@transaction.atomic
def doubt_held_mails(organisation: Organisation, *, by: Acting) -> int:
    """Send nothing of what waited: it may have been sent before the backup was put back.

    Each of them stays to be looked at, and can be sent again by hand. What comes from now on is sent.
    """
    OutgoingMail.objects.filter(state=State.COLLECTING).update(send_after=by.at)
    while close_bundles(by=by):
        pass
    waiting = list(OutgoingMail.objects.select_for_update().filter(state=State.QUEUED))
    for mail in waiting:
        mail.state, mail.last_error = State.UNCERTAIN, PUT_BACK
    OutgoingMail.objects.bulk_update(waiting, ["state", "last_error"])
    release_mails(organisation, by=by)
    return len(waiting)


def doubt_forgotten_mails(*, by: Acting) -> int:
    """Doubt the mails of workers that died between the closing dot and the answer."""
    forgotten = OutgoingMail.objects.filter(
        state=Literal(State.SENDING), sending_at__lte=by.at - DOUBT_AFTER
    )
    mails = list(forgotten.order_by("pk"))
    for mail in mails:
        doubt_mail(mail, "The worker stopped before the mail server answered.", by=by)
    return len(mails)


def _claimed(mail: OutgoingMail) -> models.QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts)


def _short(reason: str) -> str:
    return " ".join(reason.split())[:400]
