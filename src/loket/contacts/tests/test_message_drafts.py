"""Half-written messages survive signing out, a second window and reassignment."""

import pytest

from loket.contacts.actions.drafts import (
    draft_of,
    drop_message_draft,
    hand_over_message_drafts,
    keep_message_draft,
)
from loket.contacts.models import MessageDraft
from loket.contacts.tests.conftest import acting
from loket.core.errors import ConflictError
from loket.core.likeness import digest
from loket.people.models import Person


def test_what_is_being_written_is_kept_once_and_found_again(noor: Person, sam: Person) -> None:
    keep_message_draft(noor, "message", "Beste", base_version=1, by=acting(sam))
    keep_message_draft(noor, "message", "Beste Noor", base_version=2, by=acting(sam))

    found = draft_of(noor, "message", by=acting(sam))

    assert found is not None
    assert (found.body, found.base_version) == ("Beste Noor", 2)
    assert MessageDraft.objects.count() == 1


def test_nobody_finds_the_draft_of_another(noor: Person, sam: Person) -> None:
    keep_message_draft(noor, "note", "Let op", base_version=1, by=acting(sam))

    assert draft_of(noor, "note", by=acting(noor)) is None
    assert draft_of(noor, "message", by=acting(sam)) is None


def test_a_second_window_does_not_write_over_the_words_of_the_first(
    noor: Person, sam: Person
) -> None:
    keep_message_draft(noor, "message", "Beste", base_version=1, by=acting(sam), known=[digest("")])
    keep_message_draft(
        noor, "message", "Beste\r\nNoor", base_version=1, by=acting(sam), known=[digest("Beste")]
    )

    for late in ("Oplossing", ""):
        with pytest.raises(ConflictError):
            keep_message_draft(
                noor,
                "message",
                late,
                base_version=1,
                by=acting(sam),
                known=[digest(""), digest("Op")],
            )

    found = draft_of(noor, "message", by=acting(sam))
    assert found is not None
    assert found.body == "Beste\r\nNoor"
    keep_message_draft(
        noor,
        "message",
        "Beste Noor!",
        base_version=1,
        by=acting(sam),
        known=[digest(""), digest("Beste\nNoor")],
    )


def test_an_emptied_draft_is_gone(noor: Person, sam: Person) -> None:
    keep_message_draft(noor, "message", "Beste", base_version=1, by=acting(sam))

    kept = keep_message_draft(noor, "message", " \n", base_version=1, by=acting(sam))

    assert kept is None
    assert not MessageDraft.objects.exists()


def test_a_sent_message_leaves_no_draft(noor: Person, sam: Person) -> None:
    keep_message_draft(noor, "message", "Beste", base_version=1, by=acting(sam))
    keep_message_draft(noor, "note", "Let op", base_version=1, by=acting(sam))

    drop_message_draft(noor, "message", by=acting(sam))

    assert [draft.purpose for draft in MessageDraft.objects.all()] == ["note"]


def test_drafts_go_along_with_the_work(noor: Person, sam: Person) -> None:
    keep_message_draft(sam, "message", "Beste", base_version=3, by=acting(sam))

    hand_over_message_drafts(sam, giver_id=sam.pk, receiver_id=noor.pk, by=acting(sam))

    found = draft_of(sam, "message", by=acting(noor))
    assert found is not None
    assert (found.body, found.base_version) == ("Beste", 3)
    assert draft_of(sam, "message", by=acting(sam)) is None


def test_the_receivers_own_words_come_first(noor: Person, sam: Person) -> None:
    keep_message_draft(sam, "message", "van Sam", base_version=2, by=acting(sam))
    keep_message_draft(sam, "message", "van Noor", base_version=4, by=acting(noor))

    hand_over_message_drafts(sam, giver_id=sam.pk, receiver_id=noor.pk, by=acting(sam))

    kept = MessageDraft.objects.get()
    assert (kept.owner_id, kept.body, kept.base_version) == (noor.pk, "van Noor\n\nvan Sam", 2)


def test_giving_work_to_oneself_changes_nothing(noor: Person, sam: Person) -> None:
    keep_message_draft(noor, "message", "Beste", base_version=1, by=acting(sam))

    hand_over_message_drafts(noor, giver_id=sam.pk, receiver_id=sam.pk, by=acting(sam))

    assert MessageDraft.objects.get().body == "Beste"
