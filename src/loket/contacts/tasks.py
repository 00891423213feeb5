"""Clockwork of mails: hand over what is due, doubt what was forgotten, let go of the past."""

import logging
import smtplib
from contextlib import suppress

from django.conf import settings
from django.db.models import QuerySet

from loket.contacts.actions.bundles import close_bundles
from loket.contacts.actions.mails import (
    accept_mail,
    begin_handover,
    claim_mail,
    doubt_forgotten_mails,
    doubt_mail,
    fail_mail,
    postpone_mail,
)
from loket.contacts.actions.past import forget_past_news, forget_unfinished_words
from loket.contacts.channels.email import (
    DeliveryError,
    LeaseLostError,
    MailServer,
    UnreachableError,
    connected,
    hand_over,
    read_mail_server,
)
from loket.contacts.channels.mime import Sender, put_in_envelope
from loket.contacts.mailtext import reply_to_of
from loket.contacts.models import OutgoingMail
from loket.core import clock
from loket.core.acting import Acting
from loket.core.crash import crash_point
from loket.core.hosts import main_host
from loket.core.jobs import enqueue
from loket.core.literals import Literal
from loket.core.models import Organisation
from loket.core.prepared import prepared
from loket.core.tenancy import current_organisation
from loket.people.models import Address

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
"""So many mails an organisation sends before it is the turn of another one."""


def send_mails() -> None:
    """Hand over the mails of this organisation that are due, one after the other."""
    organisation = Organisation.objects.get(pk=current_organisation() or 0)
    if forgotten := doubt_forgotten_mails(by=_worker(organisation)):
        log.error("%d mails of %s are uncertain", forgotten, organisation.slug)
    if organisation.mails_held_since:
        return
    close_bundles(by=_worker(organisation))
    queued = OutgoingMail.objects.filter(state=Literal(OutgoingMail.State.QUEUED))
    due = queued.filter(send_after__lte=clock.now())
    if not due.exists():
        return
    server = read_mail_server(settings.SMTP_URL)
    try:
        with connected(server, main_host(organisation)) as smtp:
            for _turn in range(MOST_AT_ONCE):
                mail = claim_mail(by=_worker(organisation)) if smtp.sock else None
                if mail is None:
                    return
                _send(mail, smtp, server, organisation)
    except UnreachableError as problem:
        log.warning("The mail server cannot be reached, mails wait: %s", problem)
    else:
        go_on(organisation)


def go_on(organisation: Organisation) -> None:
    """Send what is left when it is the turn of this organisation again."""
    job = "contacts.tasks.send_mails"
    enqueue(job, pool="outbound", once="mails", organisation_id=organisation.pk)


def forget_past() -> None:
    """Let go of what served its purpose."""
    forget_past_news(at=clock.now())
    forget_unfinished_words(at=clock.now())


def _send(
    mail: OutgoingMail, smtp: smtplib.SMTP, server: MailServer, organisation: Organisation
) -> None:
    crash_point("mail.claimed")
    try:
        envelope = put_in_envelope(mail, sender_of(organisation), name_beside(mail))
    except ValueError as problem:
        _settle(mail, DeliveryError("permanent", str(problem)), organisation)
        return
    try:
        hand_over(
            smtp,
            envelope,
            server,
            still_ours=lambda: begin_handover(mail, by=_worker(organisation)),
        )
    except LeaseLostError:
        log.warning("Mail %d was taken over by another worker", mail.pk)
    except DeliveryError as problem:
        _settle(mail, problem, organisation)
        with suppress(OSError):
            smtp.rset()
    else:
        crash_point("mail.accepted")
        accept_mail(mail, by=_worker(organisation))


def name_beside(mail: OutgoingMail) -> str:
    """The name beside the address: only when the address is surely that person's own."""
    return mail.person.party.name if surely_own(mail.person_id, mail.recipient) else ""


@prepared
def surely_own(person_id: int, address: str) -> QuerySet[Address, int]:
    """This address, when it was verified that it is of this person."""
    own = Address.objects.filter(party=person_id, value=address).exclude(verified_at=None)
    return own.values_list("pk", flat=True)


def _settle(mail: OutgoingMail, problem: DeliveryError, organisation: Organisation) -> None:
    by = _worker(organisation)
    match problem.kind:
        case "temporary":
            postpone_mail(mail, str(problem), by=by)
        case "permanent":
            fail_mail(mail, str(problem), by=by)
        case "uncertain":
            doubt_mail(mail, str(problem), by=by)
    log.warning("Mail %d: %s, %s", mail.pk, problem.kind, type(problem).__name__)


def sender_of(organisation: Organisation) -> Sender:
    """As whom the organisation writes."""
    said = organisation.settings.get("mail", {})
    return Sender(
        name=str(said.get("name") or organisation.name),
        address=str(said.get("sender") or f"noreply@{main_host(organisation)}"),
        reply_to=reply_to_of(organisation),
    )


def _worker(organisation: Organisation) -> Acting:
    return Acting(
        person_id=None,
        organisation_id=organisation.pk,
        at=clock.now(),
        channel="mail",
        time_zone=organisation.time_zone,
    )
