"""Notices, mails and unfinished words are kept as long as the data map says, and no longer."""

from datetime import timedelta

import pytest
from tests.make import make_organisation, make_person

from loket.contacts.models import MessageDraft, Notification, OutgoingMail
from loket.contacts.tasks import forget_past
from loket.core.clock import now
from loket.people.models import Person

DAY = timedelta(days=1)


@pytest.fixture
def noor(db: None) -> Person:
    make_organisation()
    return make_person("Noor Haddad")


def make_mail(noor: Person, age: timedelta) -> OutgoingMail:
    return OutgoingMail.objects.create(
        person=noor,
        recipient="noor@voorbeeld.example",
        language="nl",
        state=OutgoingMail.State.ACCEPTED,
        message_id=f"<{age.days}@voorbeeld.example>",
        send_after=now() - age,
        created_at=now() - age,
    )


def make_notice(noor: Person, age: timedelta) -> Notification:
    return Notification.objects.create(
        person=noor,
        event_id=age.days,
        kind="message",
        url="/zaken/HRB0000001/",
        created_at=now() - age,
        mail=make_mail(noor, age),
    )


def test_news_of_more_than_a_year_ago_goes_with_its_mails(noor: Person) -> None:
    make_notice(noor, 366 * DAY)
    make_mail(noor, 400 * DAY)
    young = make_notice(noor, 364 * DAY)

    forget_past()

    assert Notification.objects.get() == young
    assert OutgoingMail.objects.get() == young.mail


def test_words_that_nobody_finished_go_after_three_months(noor: Person) -> None:
    for number, age in enumerate((89, 91)):
        MessageDraft.objects.create(
            owner=noor,
            about_kind="cases.case",
            about_id=number,
            body=f"{age}",
            saved_at=now() - age * DAY,
        )

    forget_past()

    assert MessageDraft.objects.get().body == "89"
