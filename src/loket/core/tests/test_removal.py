"""While a backup copies, no file goes; before and after it they do."""

import fcntl
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from loket.core.removal import LOCK, nothing_removed, remove_file


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    path = tmp_path / "brief.pdf"
    path.touch()
    return path


def test_a_file_is_removed_once(file: Path) -> None:
    assert remove_file(file)
    assert not remove_file(file)


def test_while_a_backup_copies_a_file_stays(file: Path) -> None:
    with nothing_removed():
        assert not remove_file(file)
        assert file.is_file()

    assert remove_file(file)


def test_two_who_remove_do_not_wait_for_each_other(file: Path) -> None:
    with nothing_removed():
        pass
    with (file.parent / LOCK).open("r+") as other:
        fcntl.flock(other, fcntl.LOCK_SH)

        assert remove_file(file)


def test_where_no_files_are_yet_there_is_nothing_to_keep(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "nog niet")

    with nothing_removed():
        assert not (tmp_path / "nog niet").exists()
