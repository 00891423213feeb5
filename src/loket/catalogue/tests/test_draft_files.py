"""Files belong to a draft from their first byte; limits hold; nothing is lost by moving."""

from pathlib import Path

import pytest

from loket.catalogue.actions.answers import remove_group_item, save_field
from loket.catalogue.actions.drafts import draft_with, start_draft
from loket.catalogue.actions.files import (
    add_draft_file,
    delete_draft,
    move_draft_file,
    remove_draft_file,
    settle_sending,
    stop_sending,
)
from loket.catalogue.models import Draft, DraftFile, Service
from loket.catalogue.rules.spec import Slot
from loket.catalogue.slots import limits_of
from loket.catalogue.standing import standing_of
from loket.catalogue.tests.conftest import acting
from loket.core.errors import RuleError
from loket.documents import store
from loket.documents.models import StoredFile
from loket.documents.problems import UploadRefusedError
from loket.documents.upload import Upload
from loket.people.models import Person

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def upload(name: str = "rooster.pdf", content: bytes = PDF) -> Upload:
    return Upload(name, store.write_all([content]), None)


@pytest.fixture
def draft(service: Service, sarah: Person, files: Path) -> Draft:
    return start_draft(service, by=acting(sarah), loa="substantial")


def placed(draft: Draft) -> list[tuple[str, str, str]]:
    links = DraftFile.objects.filter(draft=draft).order_by("position")
    return [(link.file.name, link.slot, link.item) for link in links.select_related("file")]


def test_a_file_lies_in_its_slot(draft: Draft, sarah: Person) -> None:
    add_draft_file(draft, "rooster", upload(), by=acting(sarah))

    state = standing_of(draft, by=acting(sarah)).state
    given = next(slot for slot in state.slots if slot.key == "rooster")
    assert [file.name for file in given.files] == ["rooster.pdf"]
    assert not given.missing


@pytest.mark.parametrize(
    ("accept", "kinds"),
    [
        (("pdf", "jpg"), "pdf, foto (jpg)."),
        (("png", "docx", "heic"), "Word, foto (png, heic)."),
        (("txt",), "tekst (txt)."),
        ((), "tekst (txt), bewaarde e-mail, foto (jpg, png, heic)."),
    ],
)
def test_a_slot_names_what_it_takes_and_nothing_else(accept: tuple[str, ...], kinds: str) -> None:
    assert kinds in limits_of(Slot("x", {}, "een", accept=accept))


def test_a_full_slot_takes_no_more(draft: Draft, sarah: Person) -> None:
    for number in range(10):
        add_draft_file(draft, "rooster", upload(f"{number}.pdf"), by=acting(sarah))

    with pytest.raises(UploadRefusedError, match=r"elf\.pdf"):
        add_draft_file(draft, "rooster", upload("elf.pdf"), by=acting(sarah))

    assert len(placed(draft)) == 10


def test_a_full_draft_takes_no_more(draft: Draft, sarah: Person) -> None:
    add_draft_file(draft, "overige", upload(), by=acting(sarah))
    StoredFile.objects.update(size=100 * 1024 * 1024)

    with pytest.raises(UploadRefusedError) as refused:
        add_draft_file(draft, "rooster", upload(), by=acting(sarah))

    assert refused.value.problem.code == "submission_full"


def test_a_wrong_type_is_refused_and_leaves_nothing(draft: Draft, sarah: Person) -> None:
    with pytest.raises(UploadRefusedError, match=r"spel\.exe"):
        add_draft_file(draft, "rooster", upload("spel.exe", b"MZ"), by=acting(sarah))

    assert placed(draft) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("place", ["salarisfiche", "rooster.1", "akte", "akte."])
def test_a_slot_that_is_not_in_the_form_takes_nothing(
    draft: Draft, sarah: Person, place: str
) -> None:
    with pytest.raises(RuleError) as refused:
        add_draft_file(draft, place, upload(), by=acting(sarah))

    assert refused.value.code == "unknown_slot"


def test_a_file_moves_without_being_added_again(draft: Draft, sarah: Person) -> None:
    link = add_draft_file(draft, "overige", upload(), by=acting(sarah))

    move_draft_file(draft, link.file.key, "rooster", by=acting(sarah))

    assert placed(draft) == [("rooster.pdf", "rooster", "")]
    assert StoredFile.objects.count() == 1


def test_the_files_of_a_removed_child_wait_without_a_place(draft: Draft, sarah: Person) -> None:
    save_field(draft, "verlof", "ouderschap", by=acting(sarah))
    add_draft_file(draft, "akte.1", upload("lena.pdf"), by=acting(sarah))

    remove_group_item(draft, "kinderen", "1", by=acting(sarah))

    kept = Draft.objects.get(pk=draft.pk)
    state = standing_of(kept, by=acting(sarah)).state
    assert placed(draft) == [("lena.pdf", "", "")]
    assert [file.name for file in state.loose] == ["lena.pdf"]
    assert [slot.key for slot in state.missing if slot.slot.id == "akte"] == ["akte.2"]


def test_a_removed_file_is_gone(draft: Draft, sarah: Person) -> None:
    link = add_draft_file(draft, "rooster", upload(), by=acting(sarah))

    remove_draft_file(draft, link.file.key, by=acting(sarah))

    assert placed(draft) == []
    assert not StoredFile.objects.exists()


def test_a_file_of_somebody_elses_draft_cannot_be_removed(
    draft: Draft, sarah: Person, stranger: Person
) -> None:
    link = add_draft_file(draft, "rooster", upload(), by=acting(sarah))

    with pytest.raises(RuleError):
        remove_draft_file(draft, link.file.key, by=acting(stranger))

    assert len(placed(draft)) == 1


def test_a_deleted_draft_takes_its_files_along(draft: Draft, sarah: Person) -> None:
    add_draft_file(draft, "rooster", upload(), by=acting(sarah))

    delete_draft(draft, by=acting(sarah))

    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_correction_shares_its_files_and_cannot_be_deleted(draft: Draft, sarah: Person) -> None:
    link = add_draft_file(draft, "rooster", upload(), by=acting(sarah))
    copy = draft_with(draft, {}, [(link.slot, link.item, link.file_id)], by=acting(sarah))

    remove_draft_file(copy, link.file.key, by=acting(sarah))

    with pytest.raises(RuleError):
        delete_draft(copy, by=acting(sarah))
    assert placed(draft) == [("rooster.pdf", "rooster", "")]
    assert StoredFile.objects.count() == 1


# A sending of which the page saw no answer


def test_a_file_that_comes_twice_under_one_key_is_kept_once(draft: Draft, sarah: Person) -> None:
    links = [
        add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))
        for _time in range(2)
    ]

    assert links[0] == links[1]
    assert placed(draft) == [("rooster.pdf", "rooster", "")]
    assert StoredFile.objects.count() == 1


def test_the_same_file_chosen_twice_lies_there_twice(draft: Draft, sarah: Person) -> None:
    for sending in ("een", "twee"):
        add_draft_file(draft, "rooster", upload(), sending=sending, by=acting(sarah))

    assert len(placed(draft)) == 2


def test_a_file_that_was_stopped_after_it_came_is_gone(draft: Draft, sarah: Person) -> None:
    add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))
    add_draft_file(draft, "rooster", upload("ander.pdf"), sending="twee", by=acting(sarah))

    stop_sending(draft, "een", by=acting(sarah))

    assert placed(draft) == [("ander.pdf", "rooster", "")]
    assert StoredFile.objects.count() == 1


def test_a_file_that_was_stopped_before_it_came_is_not_kept(draft: Draft, sarah: Person) -> None:
    stop_sending(draft, "een", by=acting(sarah))

    with pytest.raises(UploadRefusedError, match=r"rooster\.pdf"):
        add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))

    assert placed(draft) == []
    assert not StoredFile.objects.exists()


def test_a_file_that_was_removed_does_not_come_back_by_itself(draft: Draft, sarah: Person) -> None:
    link = add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))
    remove_draft_file(draft, link.file.key, by=acting(sarah))

    with pytest.raises(UploadRefusedError):
        add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))

    assert placed(draft) == []


def test_whoever_asks_hears_whether_it_arrived(draft: Draft, sarah: Person) -> None:
    add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))

    assert settle_sending(draft, "een", by=acting(sarah))
    assert len(placed(draft)) == 1


def test_what_did_not_arrive_when_asked_is_not_kept_when_it_still_comes(
    draft: Draft, sarah: Person
) -> None:
    assert not settle_sending(draft, "een", by=acting(sarah))

    with pytest.raises(UploadRefusedError):
        add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))

    assert placed(draft) == []
    assert not settle_sending(draft, "een", by=acting(sarah))


def test_somebody_else_stops_nothing(draft: Draft, sarah: Person, stranger: Person) -> None:
    add_draft_file(draft, "rooster", upload(), sending="een", by=acting(sarah))

    with pytest.raises(RuleError):
        stop_sending(draft, "een", by=acting(stranger))

    assert len(placed(draft)) == 1
