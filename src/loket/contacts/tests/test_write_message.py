"""Writing a message: once, whole, by whom it says."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from loket.contacts.actions.messages import Writing, write_message
from loket.contacts.models import Contact, Message
from loket.contacts.rules.prose import MAX_LENGTH
from loket.contacts.tests.conftest import NOW, acting, make_organisation, make_person
from loket.core.errors import ConflictError, RuleError
from loket.core.tenancy import acting_in
from loket.documents.models import StoredFile
from loket.people.models import Person

KEY = "eensgemaaktesleutel-01"


def test_a_message_is_kept_with_its_contact_and_its_files(noor: Person) -> None:
    file = StoredFile.objects.create(
        key="bestand", path="b", name="b.pdf", size=1, sha256=b"x", type="pdf", uploaded_at=NOW
    )

    message, is_new = write_message(
        noor.party, Writing(body=" Dag \r\n", key=KEY, files=[file]), by=acting(noor)
    )

    assert is_new
    assert (message.body, message.author_id, message.sent_at) == ("Dag", noor.pk, NOW)
    assert (message.contact.direction, message.contact.party_id) == ("in", noor.pk)
    assert [row.file for row in message.files.all()] == [file]


def test_sending_the_same_message_again_is_one_message(noor: Person) -> None:
    first, _ = write_message(noor.party, Writing(body="Dag", key=KEY), by=acting(noor))

    again, is_new = write_message(noor.party, Writing(body="Dag ", key=KEY), by=acting(noor))

    assert (again, is_new) == (first, False)
    assert (Message.objects.count(), Contact.objects.count()) == (1, 1)


def test_other_words_under_the_same_key_are_refused_and_lose_nothing(noor: Person) -> None:
    write_message(noor.party, Writing(body="Dag", key=KEY), by=acting(noor))

    with pytest.raises(ConflictError, match="al verstuurd"):
        write_message(noor.party, Writing(body="Nog iets", key=KEY), by=acting(noor))

    assert Message.objects.get().body == "Dag"


def test_the_key_of_another_person_gives_nothing_away(noor: Person, sam: Person) -> None:
    write_message(noor.party, Writing(body="Dag", key=KEY), by=acting(noor))

    with pytest.raises(ConflictError):
        write_message(noor.party, Writing(body="Dag", key=KEY, from_us=True), by=acting(sam))


@pytest.mark.parametrize("body", ["", " \n\t ", "\x00\x01"])
def test_an_empty_message_is_refused(noor: Person, body: str) -> None:
    with pytest.raises(RuleError, match="Schrijf eerst"):
        write_message(noor.party, Writing(body=body), by=acting(noor))

    assert not Message.objects.exists()


def test_a_message_that_is_too_long_says_how_long_it_is(noor: Person) -> None:
    with pytest.raises(RuleError, match="20001 tekens"):
        write_message(noor.party, Writing(body="x" * (MAX_LENGTH + 1)), by=acting(noor))


@pytest.mark.parametrize("key", ["kort", "x" * 37, "met spatie in de sleutel"])
def test_a_key_that_no_page_made_is_refused(noor: Person, key: str) -> None:
    with pytest.raises(RuleError, match="opnieuw"):
        write_message(noor.party, Writing(body="Dag", key=key), by=acting(noor))


def test_a_message_from_us_goes_out(noor: Person, sam: Person) -> None:
    message, _ = write_message(noor.party, Writing(body="Dag", from_us=True), by=acting(sam))

    assert (message.from_us, message.contact.direction) == (True, "out")


def test_the_same_message_sent_twice_at_once_is_one_message(own_database: str) -> None:
    organisation = make_organisation()
    noor = make_person("Noor Haddad")

    def send() -> tuple[int, bool]:
        with acting_in(organisation.pk):
            message, is_new = write_message(
                noor.party, Writing(body="Dag", key=KEY), by=acting(noor)
            )
        connection.close()
        return message.pk, is_new

    with ThreadPoolExecutor(max_workers=1) as other:
        with transaction.atomic():
            first, _ = write_message(noor.party, Writing(body="Dag", key=KEY), by=acting(noor))
            waiting = other.submit(send)
            while not _somebody_waits():
                pass
        second, is_new = waiting.result()

    assert (second, is_new) == (first.pk, False)
    assert Message.objects.count() == 1


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        row = cursor.fetchone()
    return bool(row and row[0])
