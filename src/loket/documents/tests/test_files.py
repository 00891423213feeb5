"""A file is kept, checked in a job, and let go of again."""

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.make import make_organisation

from loket.core.acting import Acting
from loket.core.models import Event
from loket.core.tenancy import acting_in
from loket.documents import store, tasks
from loket.documents.actions import (
    delete_file,
    finish_check,
    postpone_check,
    start_check,
    store_made,
    store_upload,
    store_uploads,
)
from loket.documents.examine import Findings
from loket.documents.models import StoredFile
from loket.documents.problems import UploadRefusedError, problem_of, sentence
from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.limits import MEGABYTE, Limits, Room
from loket.documents.tests import makefiles as make
from loket.documents.upload import Upload

State = StoredFile.State
Jobs = Callable[..., list[str]]
FAR = datetime(2099, 1, 1, tzinfo=UTC)


def upload(name: str, content: bytes) -> Upload:
    return Upload(name, store.write_all([content]), None)


def checked(file: StoredFile) -> StoredFile:
    """Check a file as the worker does, and read it again."""
    tasks.check_file(file.pk)
    file.refresh_from_db()
    return file


def test_a_file_is_kept_under_a_random_name_and_waits_for_its_check(
    sarah: Acting, files_folder: Path
) -> None:
    content = make.make_pdf()

    file = store_upload(upload("attest.pdf", content), by=sarah)

    file.refresh_from_db()
    assert (file.name, file.size, file.type) == ("attest.pdf", len(content), "application/pdf")
    assert (file.state, file.reason) == (State.UPLOADED, "")
    assert bytes(file.sha256) == hashlib.sha256(content).digest()
    assert file.uploaded_by_id == sarah.person_id
    assert file.uploaded_at == sarah.at
    assert "attest" not in file.path
    assert store.full_path(file.path).read_bytes() == content


def test_the_check_is_a_job_and_a_good_file_becomes_clean(sarah: Acting, run_jobs: Jobs) -> None:
    file = store_upload(upload("attest.pdf", make.make_pdf()), by=sarah)

    assert run_jobs().count("documents.tasks.check_file") == 1

    file.refresh_from_db()
    assert (file.state, file.reason) == (State.CLEAN, "")
    event = Event.objects.get(about_kind="documents.storedfile", about_id=file.pk)
    assert (event.kind, event.data) == ("file.checked", {"state": "clean"})
    assert event.actor_id is None


@pytest.mark.parametrize(
    ("name", "content", "state", "code"),
    [
        ("virus.txt", make.make_virus(), State.INFECTED, Code.INFECTED),
        ("virus.docx", make.make_docx({"a.txt": make.make_virus()}), State.INFECTED, Code.INFECTED),
        ("slot.pdf", make.make_pdf(password="geheim"), State.REFUSED, Code.ENCRYPTED),
        ("half.heic", make.make_heic()[:900], State.REFUSED, Code.UNREADABLE),
        ("bom.docx", make.make_bomb(), State.REFUSED, Code.ARCHIVE_BOMB),
        ("macro.xlsx", make.make_xlsx({"xl/vbaProject.bin": b"x"}), State.REFUSED, Code.MACROS),
        ("groot.png", make.make_png_of(9000, 9000), State.REFUSED, Code.PICTURE_TOO_LARGE),
    ],
)
def test_a_bad_file_ends_in_a_state_with_a_sentence_that_names_it(
    name: str, content: bytes, state: str, code: Code, sarah: Acting
) -> None:
    file = checked(store_upload(upload(name, content), by=sarah))

    assert (file.state, file.reason) == (state, code)
    problem = problem_of(file)
    assert problem is not None
    assert name in sentence(problem)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("leeg.pdf", b"", Code.EMPTY),
        ("lijst.zip", make.make_zip({"a": b"b"}), Code.WRONG_TYPE),
        ("attest.pdf", b"MZ\x90\x00", Code.ENDING_DIFFERS),
        ("groot.pdf", b"%PDF-1.7" + bytes(2 * MEGABYTE), Code.TOO_LARGE),
    ],
)
def test_what_can_be_seen_at_once_is_refused_at_once_and_nothing_is_kept(
    name: str, content: bytes, code: Code, sarah: Acting, settings: Settings
) -> None:
    settings.FILE_LIMITS = Limits(file_bytes=2 * MEGABYTE)

    with pytest.raises(UploadRefusedError, match=name) as refused:
        store_upload(upload(name, content), by=sarah)

    assert refused.value.problem.code is code
    assert not StoredFile.objects.exists()
    assert not (store.root() / str(sarah.organisation_id)).exists()


def test_a_problem_from_the_stream_is_the_reason(sarah: Acting) -> None:
    problem = FileProblem(Code.NO_SPACE, "attest.pdf")

    with pytest.raises(UploadRefusedError, match="onze schijf is vol"):
        store_upload(Upload("attest.pdf", None, problem), by=sarah)


def test_a_full_slot_takes_no_more(sarah: Acting) -> None:
    with pytest.raises(UploadRefusedError) as refused:
        store_upload(upload("elf.pdf", make.make_pdf()), room=Room(slot_files=10), by=sarah)

    assert refused.value.problem.code is Code.TOO_MANY


def test_files_of_one_field_are_kept_all_or_none(sarah: Acting) -> None:
    good = [upload(f"{number}.pdf", make.make_pdf()) for number in range(3)]

    kept = store_uploads(good[:2], room=Room(slot_files=8), by=sarah)
    with pytest.raises(UploadRefusedError, match=r"2\.pdf"):
        store_uploads(
            [good[2], upload("leeg.pdf", b"")], room=Room(slot_files=9, slot_max=9), by=sarah
        )

    assert [file.name for file in kept] == ["0.pdf", "1.pdf"]
    assert StoredFile.objects.count() == 2


def test_the_files_of_one_field_count_together(sarah: Acting) -> None:
    with pytest.raises(UploadRefusedError, match=r"elf\.pdf"):
        store_uploads(
            [upload("tien.pdf", make.make_pdf()), upload("elf.pdf", make.make_pdf())],
            room=Room(slot_files=9),
            by=sarah,
        )

    assert not StoredFile.objects.exists()


def test_a_slot_with_its_own_types_takes_no_others(sarah: Acting) -> None:
    with pytest.raises(UploadRefusedError) as refused:
        store_upload(upload("a.docx", make.make_docx()), accepted={"pdf"}, by=sarah)

    assert refused.value.message.endswith("U kunt kiezen uit: pdf.")


def test_a_jpg_is_stored_without_what_it_hid(
    sarah: Acting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    original = make.make_picture("JPEG", hidden=True)
    file = store_upload(upload("foto.jpg", original), by=sarah)
    before = file.path

    with django_capture_on_commit_callbacks(execute=True):
        checked(file)

    kept = store.full_path(file.path).read_bytes()
    assert make.PLACE.encode() not in kept
    assert file.size == len(kept)
    assert bytes(file.sha256) == hashlib.sha256(kept).digest()
    assert not store.full_path(before).exists()


def test_a_heic_photo_keeps_its_original_and_gets_a_jpg(sarah: Acting) -> None:
    file = checked(store_upload(upload("foto.heic", make.make_heic()), by=sarah))

    copy = file.derived.get()
    assert file.state == copy.state == State.CLEAN
    assert (copy.name, copy.type) == ("foto.jpg", "image/jpeg")
    assert store.full_path(copy.path).read_bytes().startswith(b"\xff\xd8\xff")
    kept = store.full_path(file.path).read_bytes()
    assert kept.startswith(b"\x00\x00\x00")
    assert b"Voorbeeldcamera" not in kept
    assert list((store.root() / store.INCOMING).iterdir()) == []


def test_a_check_that_runs_twice_does_its_work_once(sarah: Acting) -> None:
    file = checked(store_upload(upload("foto.heic", make.make_heic()), by=sarah))

    checked(file)

    assert file.derived.count() == 1
    assert Event.objects.filter(about_id=file.pk, kind="file.checked").count() == 1


def test_of_two_checks_at_the_same_time_the_first_counts(sarah: Acting) -> None:
    file = store_upload(upload("attest.pdf", make.make_pdf()), by=sarah)
    start_check(file.pk)
    finish_check(file.pk, Findings(problem=Code.INFECTED), by=sarah)

    late = store.write_all([b"copy"])
    finish_check(file.pk, Findings(copy=late, copy_type="jpg"), by=sarah)

    file.refresh_from_db()
    assert file.state == State.INFECTED
    assert not late.path.exists()


def test_a_file_that_is_gone_needs_no_check(sarah: Acting) -> None:
    tasks.check_file(987_654)

    assert start_check(987_654) is None


def test_while_the_scanner_is_away_a_file_waits_and_is_never_clean(
    sarah: Acting, settings: Settings, tmp_path: Path, run_jobs: Jobs
) -> None:
    settings.CLAMAV_URL = f"unix:{tmp_path}/nobody"
    file = store_upload(upload("attest.pdf", make.make_pdf()), by=sarah)
    run_jobs()
    for _ in range(5):
        checked(file)

    assert (file.state, file.reason) == (State.CHECKING, "scanner_away")
    assert problem_of(file) is None
    tasks.check_left_files()
    assert run_jobs().count("documents.tasks.check_file") == 1

    settings.CLAMAV_URL = ""
    tasks.check_left_files()
    run_jobs()
    file.refresh_from_db()
    assert (file.state, file.reason) == (State.CLEAN, "")


def test_an_inspection_that_breaks_down_three_times_is_given_up(sarah: Acting) -> None:
    file = store_upload(upload("attest.pdf", make.make_pdf()), by=sarah)
    states = []
    for _ in range(3):
        start_check(file.pk)
        postpone_check(file.pk, scanner_away=False, by=sarah)
        file.refresh_from_db()
        states.append((file.state, file.reason))

    assert states == [
        (State.CHECKING, "tried_1"),
        (State.CHECKING, "tried_2"),
        (State.FAILED, Code.CHECK_FAILED),
    ]
    problem = problem_of(file)
    assert problem is not None
    assert problem.code is Code.CHECK_FAILED
    said = Event.objects.filter(about_id=file.pk, kind="file.checked")
    assert [event.data for event in said] == [{"state": "failed"}]


def test_a_file_whose_bytes_are_gone_does_not_become_clean(sarah: Acting) -> None:
    file = store_upload(upload("attest.pdf", make.make_pdf()), by=sarah)
    store.remove(file.path)

    checked(file)

    assert (file.state, file.reason) == (State.CHECKING, "tried_1")


def test_a_file_just_asked_for_is_not_asked_for_again(sarah: Acting, run_jobs: Jobs) -> None:
    store_upload(upload("attest.pdf", make.make_pdf()), by=sarah)
    tasks.check_left_files()
    tasks.check_left_files()

    assert run_jobs().count("documents.tasks.check_file") == 1


def test_a_deleted_file_takes_its_copies_and_bytes_along(
    sarah: Acting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    file = checked(store_upload(upload("foto.heic", make.make_heic()), by=sarah))
    paths = [store.full_path(each.path) for each in (file, file.derived.get())]

    with django_capture_on_commit_callbacks(execute=True):
        delete_file(file)

    assert not StoredFile.objects.exists()
    assert [path.exists() for path in paths] == [False, False]


def test_what_loket_made_is_clean_at_once(sarah: Acting) -> None:
    file = store_made([b"%PDF-1.7 ", b"ontvangst"], "HRB0001167.pdf", by=sarah)

    assert (file.state, file.type, file.size) == (State.CLEAN, "application/pdf", 18)
    assert store.full_path(file.path).read_bytes() == b"%PDF-1.7 ontvangst"


def test_the_sweep_knows_the_rows_of_its_own_organisation(sarah: Acting) -> None:
    kept = store_made([b"x"], "a.pdf", by=sarah)
    orphan = store.place(store.write_all([b"y"]), sarah.organisation_id)
    incoming = store.write_all([b"z"])
    later = timedelta(hours=2)

    tasks.sweep_recent_files()
    assert store.full_path(orphan).exists()
    _make_older(later, orphan, kept.path)
    _make_older(later, str(incoming.path.relative_to(store.root())))
    tasks.sweep_recent_files()
    tasks.sweep_incoming_files()

    assert store.full_path(kept.path).exists()
    assert not store.full_path(orphan).exists()
    assert not incoming.path.exists()


def test_another_organisation_does_not_see_a_file(sarah: Acting) -> None:
    store_made([b"x"], "a.pdf", by=sarah)

    with acting_in(make_organisation("elders", enter=False).pk):
        assert not StoredFile.objects.exists()


def _make_older(by: timedelta, *paths: str) -> None:
    for path in paths:
        full = store.full_path(path)
        then = full.stat().st_mtime - by.total_seconds()
        os.utime(full, (then, then))
