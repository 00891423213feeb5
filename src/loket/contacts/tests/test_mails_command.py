"""An administrator sees which mails did not arrive, and decides what is sent again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from loket.contacts import tasks
from loket.contacts.models import OutgoingMail
from loket.contacts.tests.conftest import NOW
from loket.core.models import Event, Organisation
from loket.core.tenancy import enter_organisation
from loket.people.models import Person

State = OutgoingMail.State


def make_mail(person: Person, state: State) -> OutgoingMail:
    return OutgoingMail.objects.create(
        person=person,
        recipient="noor@voorbeeld.example",
        language="nl",
        state=state,
        message_id=f"<{state}@dienst.localhost>",
        last_error="the line broke",
        send_after=NOW,
        created_at=NOW,
    )


def mails(*words: str) -> str:
    said = StringIO()
    call_command("mails", *words, stdout=said)
    return said.getvalue()


def test_what_waits_is_counted_and_what_is_stuck_is_listed(noor: Person) -> None:
    for state in (State.QUEUED, State.FAILED, State.UNCERTAIN, State.ACCEPTED):
        make_mail(noor, state)

    said = mails()

    assert "dienst: 1 waiting" in said
    assert "failed 2026-11-20 10:00 <failed@dienst.localhost> the line broke" in said
    assert "<uncertain@dienst.localhost>" in said
    assert "<accepted@dienst.localhost>" not in said


def test_an_uncertain_mail_is_sent_again_when_somebody_says_so(noor: Person) -> None:
    stuck = make_mail(noor, State.UNCERTAIN)

    mails("--again", stuck.message_id)

    enter_organisation(noor.organisation_id)
    stuck.refresh_from_db()
    assert (stuck.state, stuck.message_id) == (State.QUEUED, "<uncertain@dienst.localhost>")
    assert [event.kind for event in Event.objects.about(stuck)] == ["mail.sent_again"]


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.ACCEPTED])
def test_a_mail_that_is_not_stuck_is_left_alone(noor: Person, state: State) -> None:
    mail = make_mail(noor, state)

    with pytest.raises(CommandError, match="mislukt of onzeker"):
        mails("--again", mail.message_id)

    enter_organisation(noor.organisation_id)
    assert OutgoingMail.objects.get().state == state


def test_a_mail_that_is_not_there_is_said_to_be_so(noor: Person) -> None:
    with pytest.raises(CommandError, match="There is no mail"):
        mails("--again", "<elders@dienst.localhost>")


def hold(person: Person) -> None:
    Organisation.objects.filter(pk=person.organisation_id).update(mails_held_since=NOW)


def test_after_a_restore_mails_wait_and_are_shown(noor: Person) -> None:
    mail = make_mail(noor, State.QUEUED)
    hold(noor)

    said = mails()

    assert "held since a backup was put back at 2026-11-20 10:00" in said
    assert f"queued 2026-11-20 10:00 {mail.message_id}" in said


def test_the_worker_closes_and_sends_nothing_that_is_held(noor: Person, settings: Settings) -> None:
    settings.SMTP_URL = "no address at all: whoever reads it fails"
    make_mail(noor, State.QUEUED)
    make_mail(noor, State.COLLECTING)
    hold(noor)

    tasks.send_mails()

    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {
        (State.QUEUED, 0),
        (State.COLLECTING, 0),
    }


def test_released_mails_go_and_it_is_written_down(noor: Person) -> None:
    mail = make_mail(noor, State.QUEUED)
    hold(noor)

    mails("--release")

    enter_organisation(noor.organisation_id)
    mail.refresh_from_db()
    assert mail.state == State.QUEUED
    assert Organisation.objects.get().mails_held_since is None
    assert Event.objects.filter(kind="mail.released").count() == 1


def test_doubted_mails_stay_to_be_looked_at_and_are_not_sent(noor: Person) -> None:
    mail, sent = make_mail(noor, State.QUEUED), make_mail(noor, State.ACCEPTED)
    hold(noor)

    assert "1 are not sent" in mails("--doubt")

    enter_organisation(noor.organisation_id)
    mail.refresh_from_db()
    sent.refresh_from_db()
    assert (mail.state, sent.state) == (State.UNCERTAIN, State.ACCEPTED)
    assert "put back" in mail.last_error
    assert Organisation.objects.get().mails_held_since is None


def test_without_a_restore_there_is_nothing_to_decide(noor: Person) -> None:
    mail = make_mail(noor, State.QUEUED)

    assert "no mails are held" in mails("--doubt")

    enter_organisation(noor.organisation_id)
    mail.refresh_from_db()
    assert mail.state == State.QUEUED
