"""A monitor asks whether Loket works."""

import pytest
from django.db import connection
from django.test import Client

from loket.contacts.models import OutgoingMail
from loket.core.models import Organisation
from tests.make import NOW, make_organisation, make_person


def make_mail(state: OutgoingMail.State, number: int) -> None:
    OutgoingMail.objects.create(
        person=make_person(f"Noor {number}"),
        recipient="noor@voorbeeld.example",
        language="nl",
        state=state,
        message_id=f"<{number}@voorbeeld.example>",
        send_after=NOW,
        created_at=NOW,
    )


@pytest.mark.django_db
def test_the_health_page_says_that_the_database_answers(client: Client) -> None:
    answer = client.get("/gezondheid/")

    assert answer.status_code == 200
    assert answer.content == b"goed\nmails mislukt: 0\nmails onzeker: 0\n"


@pytest.mark.django_db
def test_the_health_page_counts_the_mails_in_trouble_of_all_organisations(client: Client) -> None:
    state = OutgoingMail.State
    make_organisation("hier")
    make_mail(state.FAILED, 1)
    make_mail(state.UNCERTAIN, 2)
    make_mail(state.ACCEPTED, 3)
    make_organisation("daar")
    make_mail(state.FAILED, 4)

    answer = client.get("/gezondheid/")

    assert answer.status_code == 200
    assert answer.text.splitlines() == [
        "goed",
        "mails mislukt: 2",
        "mails onzeker: 1",
        "zie: manage.py mails (docs/admin/mail.md)",
    ]


@pytest.mark.django_db
def test_the_health_page_says_that_mails_wait_after_a_restore(client: Client) -> None:
    make_organisation("hier")
    Organisation.objects.update(mails_held_since=NOW)

    assert "mails wachten op de beheerder" in client.get("/gezondheid/").text.splitlines()


@pytest.mark.django_db
def test_the_tests_are_under_the_same_fences_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("loket_app", False, False)
