"""An administrator sees which mails did not arrive, and decides what is sent again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from loket.contacts.models import OutgoingMail
from loket.contacts.tests.conftest import NOW
from loket.core.models import Event
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
