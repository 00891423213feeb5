"""A backup says what must be in it, and what is no backup is told so."""

from pathlib import Path

import pytest

from loket.backup.manifest import (
    MANIFEST,
    Listed,
    Manifest,
    backups_in,
    read_listing,
    read_manifest,
    the_backup,
    write_listing,
    write_manifest,
)
from loket.backup.programs import BackupFailed

SAID = Manifest(
    made_at="2026-11-22T10:00:00+00:00",
    postgresql=18,
    migrations=["core.0001_initial"],
    rows={"cases_case": 3},
    dump_sha256="0",
    listing_sha256="0",
    files=0,
    bytes=0,
    missing=[],
    damaged=[],
    seal_key="abc",
)


def make_backup(folder: Path) -> Path:
    folder.mkdir(parents=True)
    write_manifest(folder, SAID)
    return folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read_manifest(make_backup(tmp_path / "een")) == SAID


def test_a_list_of_files_keeps_names_with_spaces(tmp_path: Path) -> None:
    files = [Listed("1/ab/een naam", 3, "ff"), Listed("photos/x.jpg", 0, "00")]

    write_listing(tmp_path, files)

    assert list(read_listing(tmp_path)) == files


def test_the_newest_complete_backup_of_a_folder_is_taken(tmp_path: Path) -> None:
    for name in ("2026-11-20T100000Z", "2026-11-21T100000Z", "2026-11-23T100000Z.half"):
        make_backup(tmp_path / name)
    (tmp_path / "2026-11-22T100000Z").mkdir()

    assert the_backup(tmp_path).name == "2026-11-21T100000Z"
    assert [one.name for one in backups_in(tmp_path)] == [
        "2026-11-20T100000Z",
        "2026-11-21T100000Z",
    ]


@pytest.mark.parametrize("content", ["", "{", '{"format": 1}', "[]"])
def test_what_is_no_backup_is_told_so(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content)

    with pytest.raises(BackupFailed, match="no complete backup"):
        read_manifest(tmp_path)


def test_a_backup_of_a_later_format_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"format": 2}')

    with pytest.raises(BackupFailed, match="take the version of Loket that made it"):
        read_manifest(tmp_path)


def test_an_empty_folder_holds_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="no complete backup"):
        the_backup(tmp_path / "nergens")
