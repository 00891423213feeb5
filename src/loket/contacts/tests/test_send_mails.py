"""Mails reach a real mail server once, whatever breaks on the way."""

import email
import email.policy
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from loket.contacts import tasks
from loket.contacts.actions.mails import begin_handover, claim_mail
from loket.contacts.actions.notices import Notice, notify
from loket.contacts.channels.email import MailServer, read_mail_server
from loket.contacts.models import OutgoingMail
from loket.contacts.tests.conftest import NOW, acting, make_person
from loket.contacts.tests.mailserver import Box, mail_server
from loket.core.acting import Acting
from loket.core.models import Event
from loket.core.tenancy import enter_organisation
from loket.people.models import Address, Person

pytestmark = pytest.mark.usefixtures("letters", "socket_enabled")
State = OutgoingMail.State
AT = NOW + timedelta(minutes=1)


@pytest.fixture
def box(settings: Settings) -> Iterator[Box]:
    with mail_server() as (made, url):
        settings.SMTP_URL = url
        yield made


@pytest.fixture
def mail(noor: Person, sam: Person) -> OutgoingMail:
    return write(noor, sam, 1)


def write(noor: Person, sam: Person, event: int) -> OutgoingMail:
    told = notify(
        noor.pk,
        Notice(
            kind="message",
            event_id=event,
            url="/zaken/HRB0000001/",
            params={"number": "HRB0000001", "title": {"nl": "Verlof “zoë”"}},
            mail=True,
        ),
        by=acting(sam),
    )
    assert told.mail is not None
    return told.mail


def send(minutes: int = 1) -> None:
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        tasks.send_mails()


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(url: str) -> MailServer:
        server = read_mail_server(url)
        return MailServer(server.host, server.port, seconds_to_answer=2.0, seconds_to_accept=0.1)

    monkeypatch.setattr(tasks, "read_mail_server", read)


def test_a_mail_is_accepted_with_all_that_belongs_in_it(box: Box, mail: OutgoingMail) -> None:
    send()

    mail.refresh_from_db()
    assert (mail.state, mail.accepted_at, mail.attempts) == (State.ACCEPTED, AT, 1)
    assert box.recipients == ["noor@voorbeeld.example"]
    taken = email.message_from_bytes(box.taken[0], policy=email.policy.default)
    assert taken["From"] == "Dienst Één <meldingen@dienst.example>"
    assert taken["To"] == "Noor Haddad <noor@voorbeeld.example>"
    assert taken["Subject"] == "HRB0000001: Verlof “zoë”"
    assert taken["Message-ID"] == mail.message_id
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Content-Language"] == "nl"
    assert taken["Reply-To"] is None
    assert not [name for name in taken if name.lower().startswith("list-")]
    plain, html = taken.get_body(("plain",)), taken.get_body(("html",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == mail.text
    assert html is not None
    assert html.get_content().replace("\r\n", "\n") == mail.html
    assert box.taken[0].isascii()


def test_the_name_stands_beside_an_address_that_is_surely_theirs_only(
    box: Box, mail: OutgoingMail
) -> None:
    Address.objects.update(verified_at=None)

    send()

    taken = email.message_from_bytes(box.taken[0], policy=email.policy.default)
    assert taken["To"] == "noor@voorbeeld.example"


def test_an_accepted_mail_is_not_sent_again(box: Box, mail: OutgoingMail) -> None:
    send()
    send(minutes=60)

    assert len(box.taken) == 1


def test_several_mails_go_in_one_conversation(box: Box, noor: Person, sam: Person) -> None:
    mails = [write(noor, sam, event) for event in (1, 2, 3)]

    send()

    assert [mail.pk for mail in mails] == list(
        OutgoingMail.objects.filter(state=State.ACCEPTED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    assert len(box.taken) == 3


@pytest.mark.parametrize("breaks", ["data 451 try later", "rcpt 450 greylisted", "at_data"])
def test_before_it_is_taken_a_mail_is_tried_again_later(
    box: Box, mail: OutgoingMail, breaks: str
) -> None:
    box.breaks = breaks
    send()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.QUEUED, 1)
    assert mail.send_after == AT + timedelta(seconds=15)
    assert mail.last_error
    assert box.taken == []

    box.breaks = ""
    send(minutes=2)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (State.ACCEPTED, 2, "")
    assert len(box.taken) == 1


def test_one_mail_that_must_wait_does_not_hold_up_the_next(
    box: Box, noor: Person, sam: Person, mail: OutgoingMail
) -> None:
    box.breaks = "rcpt 450 greylisted"
    send()
    later = write(noor, sam, 2)
    box.breaks = ""

    with time_machine.travel(AT + timedelta(seconds=5), tick=False):
        tasks.send_mails()

    assert OutgoingMail.objects.get(pk=later.pk).state == State.ACCEPTED
    assert OutgoingMail.objects.get(pk=mail.pk).state == State.QUEUED


@pytest.mark.parametrize("breaks", ["data 554 no thanks", "rcpt 550 unknown"])
def test_a_mail_that_is_refused_for_good_fails_with_the_reason(
    box: Box, mail: OutgoingMail, breaks: str
) -> None:
    box.breaks = breaks

    send()
    send(minutes=60)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.FAILED, 1)
    assert mail.last_error == breaks.partition(" ")[2]
    assert [event.kind for event in Event.objects.about(mail)] == ["mail.failed"]


def test_when_the_line_breaks_after_the_dot_a_mail_is_never_sent_again(
    box: Box, mail: OutgoingMail
) -> None:
    box.breaks = "drop_after_data"
    send()
    box.breaks = ""
    send(minutes=60)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.UNCERTAIN, 1)
    assert len(box.taken) == 1
    assert [event.kind for event in Event.objects.about(mail)] == ["mail.uncertain"]


def test_when_the_server_never_answers_after_the_dot_a_mail_is_uncertain(
    box: Box, mail: OutgoingMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    box.breaks = "hang_after_data"

    send()

    mail.refresh_from_db()
    assert mail.state == State.UNCERTAIN
    assert len(box.taken) == 1


def test_while_there_is_no_server_mails_wait_untouched(
    mail: OutgoingMail, settings: Settings
) -> None:
    with mail_server() as (_, url):
        settings.SMTP_URL = url
    send()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.QUEUED, 0)


def test_an_old_mail_is_given_up(box: Box, mail: OutgoingMail) -> None:
    box.breaks = "data 451 try later"

    send(minutes=3 * 24 * 60)

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (State.FAILED, "451 try later")


def test_a_mail_that_a_dead_worker_left_with_the_server_becomes_uncertain(
    box: Box, mail: OutgoingMail, sam: Person
) -> None:
    claimed = claim_mail(by=acting(sam))
    assert claimed is not None
    begin_handover(claimed, by=acting(sam))

    send(minutes=9)
    assert OutgoingMail.objects.get(pk=mail.pk).state == State.SENDING
    send(minutes=10)
    assert OutgoingMail.objects.get(pk=mail.pk).state == State.UNCERTAIN
    assert box.taken == []


def test_a_mail_that_a_dead_worker_only_claimed_is_sent_when_the_lease_is_over(
    box: Box, mail: OutgoingMail, sam: Person
) -> None:
    claim_mail(by=acting(sam))

    send(minutes=9)
    assert box.taken == []
    send(minutes=10)
    assert len(box.taken) == 1


def test_a_worker_that_slept_through_its_lease_hands_nothing_over(
    mail: OutgoingMail, sam: Person
) -> None:
    sleeper = claim_mail(by=acting(sam))
    late = acting(sam).later(NOW + timedelta(minutes=11))
    other = claim_mail(by=late)
    assert sleeper is not None
    assert other is not None

    assert not begin_handover(sleeper, by=late)
    assert begin_handover(other, by=late)


def test_a_name_cannot_add_a_line_to_a_mail(box: Box, sam: Person) -> None:
    write(make_person("Eve\r\nBcc: all@dienst.example", email="eve@voorbeeld.example"), sam, 1)

    send()

    taken = email.message_from_bytes(box.taken[0], policy=email.policy.default)
    assert taken["Bcc"] is None
    assert taken["To"].addresses[0].display_name == "Eve Bcc: all@dienst.example"
    assert box.recipients == ["eve@voorbeeld.example"]


def test_an_address_outside_ascii_is_used_where_the_server_knows_such(
    box: Box, sam: Person
) -> None:
    write(make_person("Zoë", email="zoë@café.example"), sam, 1)

    send()

    assert box.recipients == ["zoë@xn--caf-dma.example"]
    taken = email.message_from_bytes(box.taken[0], policy=email.policy.SMTPUTF8)
    assert "zoë@" in taken["To"]


def test_an_address_outside_ascii_fails_where_the_server_knows_none(box: Box, sam: Person) -> None:
    mail = write(make_person("Zoë", email="zoë@café.example"), sam, 1)
    box.knows_utf8 = False

    send()

    mail.refresh_from_db()
    assert mail.state == State.FAILED
    assert "ASCII" in mail.last_error


def test_a_domain_outside_ascii_is_written_as_the_network_knows_it(box: Box, sam: Person) -> None:
    write(make_person("Zoë", email="zoe@café.example"), sam, 1)

    send()

    assert box.recipients == ["zoe@xn--caf-dma.example"]


def test_a_mail_of_another_organisation_is_not_touched(
    box: Box, mail: OutgoingMail, sam: Person
) -> None:
    other = type(sam.organisation).objects.create(
        slug="ander", name="Ander", region="NL", theme="persopoint"
    )
    enter_organisation(other.pk)

    send()

    assert box.taken == []


def test_the_address_is_the_one_at_the_time_of_writing(box: Box, mail: OutgoingMail) -> None:
    Address.objects.update(value="nieuw@voorbeeld.example", normalised="nieuw@voorbeeld.example")

    send()

    assert box.recipients == ["noor@voorbeeld.example"]


def test_an_address_that_no_network_knows_fails_and_holds_up_nothing(
    box: Box, mail: OutgoingMail, noor: Person, sam: Person
) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(recipient="noor@.example")
    good = write(noor, sam, 2)

    send()

    assert OutgoingMail.objects.get(pk=mail.pk).state == State.FAILED
    assert OutgoingMail.objects.get(pk=good.pk).state == State.ACCEPTED
    assert len(box.taken) == 1


def test_a_mail_that_another_worker_took_over_is_left_to_it(
    box: Box, mail: OutgoingMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def claim_and_lose(**by: Acting) -> OutgoingMail | None:
        claimed = claim_mail(**by)
        OutgoingMail.objects.filter(pk=mail.pk).update(attempts=9)
        return claimed

    monkeypatch.setattr(tasks, "claim_mail", claim_and_lose)

    send()

    assert box.taken == []
    assert OutgoingMail.objects.get(pk=mail.pk).state == State.QUEUED


def test_an_organisation_with_many_mails_gives_others_their_turn(
    box: Box, noor: Person, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 2)
    for number in range(3):
        write(noor, sam, number)
    ProcrastinateJob.objects.all().delete()

    send()

    assert len(box.taken) == 2
    assert ProcrastinateJob.objects.get().queueing_lock.endswith(":mails")
    send()
    assert len(box.taken) == 3
