"""Files are copied into a backup, or linked; none is put where others lie."""

from hashlib import sha256
from itertools import takewhile
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from loket.backup.make import Copied, copy_files
from loket.backup.manifest import Listed
from loket.backup.programs import BackupFailed
from loket.backup.putback import place, refuse_other_files

LETTER = Listed("1/ab/een brief", 5, sha256(b"brief").hexdigest())
LIST = Listed("1/cd/lijst", 5, sha256(b"lijst").hexdigest())


@pytest.fixture
def living(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "levende bestanden")
    for file, content in ((LETTER, b"brief"), (LIST, b"lijst")):
        path = tmp_path / "levende bestanden" / file.path
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return tmp_path / "levende bestanden"


def copied(to: Path, earlier: Path | None = None) -> Copied:
    done = Copied()
    copy_files([LETTER, LIST], to, earlier, done)
    return done


def test_each_file_is_copied_for_its_owner_only(living: Path, tmp_path: Path) -> None:
    done = copied(tmp_path / "een")

    assert done == Copied([LETTER, LIST])
    path = tmp_path / "een" / LETTER.path
    assert path.read_bytes() == b"brief"
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_put_back_lies_in_folders_that_are_closed_to_others(
    living: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "terug")

    place(living / LETTER.path, LETTER)

    placed = tmp_path / "terug" / LETTER.path
    above = takewhile(lambda folder: folder != tmp_path, placed.parents)
    assert {folder.stat().st_mode & 0o777 for folder in above} == {0o700}


def test_what_an_earlier_backup_has_is_linked_to(living: Path, tmp_path: Path) -> None:
    copied(tmp_path / "een")
    (tmp_path / "een" / LIST.path).write_bytes(b"half")

    done = copied(tmp_path / "twee", tmp_path / "een")

    assert done == Copied([LETTER, LIST])
    first, second = (tmp_path / name / LETTER.path for name in ("een", "twee"))
    assert first.samefile(second)
    assert (tmp_path / "twee" / LIST.path).read_bytes() == b"lijst"


def test_a_file_that_is_not_there_does_not_stop_the_others(living: Path, tmp_path: Path) -> None:
    (living / LETTER.path).unlink()

    assert copied(tmp_path / "een") == Copied([LIST], missing=[LETTER.path])


def test_a_damaged_file_is_kept_as_it_was_found_and_named(living: Path, tmp_path: Path) -> None:
    (living / LETTER.path).write_bytes(b"broef")

    done = copied(tmp_path / "een")

    assert done.damaged == [LETTER.path]
    assert done.listing[0] == Listed(LETTER.path, 5, sha256(b"broef").hexdigest())
    assert (tmp_path / "een" / LETTER.path).read_bytes() == b"broef"


@pytest.mark.parametrize(
    "path", ["1/ab/een brief", "1/ab/een brief.half", "incoming/iets", ".backup"]
)
def test_what_an_interrupted_try_left_is_in_nobodys_way(
    settings: Settings, tmp_path: Path, path: str
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).touch()

    refuse_other_files([LETTER])


@pytest.mark.parametrize("path", ["1/ab/iets anders", "foto.jpg", "1/incoming/iets"])
def test_files_of_somebody_else_are_never_written_over(
    settings: Settings, tmp_path: Path, path: str
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).touch()

    with pytest.raises(BackupFailed, match="is not empty, and nothing is ever written over"):
        refuse_other_files([LETTER])
