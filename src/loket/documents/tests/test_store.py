"""Bytes come in whole or not at all, and only their owner's account can read them."""

import errno
import hashlib
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loket.documents import store
from loket.documents.inspect.run import SOURCE
from loket.documents.store import Incoming, NoSpaceError, NotKeptError

CONTENT = b"Beste collega, dit is mijn attest. " * 1000
LATER = datetime.now(UTC) + timedelta(hours=2)  # noqa: TID251  the files get the real time


def _write(content: bytes = CONTENT) -> store.Written:
    return store.write_all([content[:7], content[7:]])


def test_a_file_is_counted_and_hashed_while_it_comes_in(files_folder: Path) -> None:
    written = _write()

    assert written.size == len(CONTENT)
    assert written.sha256 == hashlib.sha256(CONTENT).digest()
    assert written.head == CONTENT[:8192]
    assert written.path.read_bytes() == CONTENT


def test_a_file_gets_a_random_place_in_the_folder_of_its_organisation(files_folder: Path) -> None:
    paths = {store.place(_write(), 7) for _ in range(5)}

    assert len(paths) == 5
    assert {path.split("/")[0] for path in paths} == {"7"}
    assert {store.full_path(path).read_bytes() for path in paths} == {CONTENT}
    assert list((files_folder / "incoming").iterdir()) == []


def test_nobody_else_on_the_machine_may_read_a_file(files_folder: Path) -> None:
    before = os.umask(0)
    try:
        path = store.full_path(store.place(_write(), 7))
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folders = [path.parent, path.parent.parent, files_folder, files_folder / "incoming"]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_what_is_discarded_leaves_nothing_behind(files_folder: Path) -> None:
    incoming = Incoming()
    incoming.write(CONTENT)

    incoming.discard()
    incoming.discard()

    assert list((files_folder / "incoming").iterdir()) == []


def test_a_file_that_nobody_finishes_leaves_nothing_behind(files_folder: Path) -> None:
    incoming = Incoming()
    incoming.write(CONTENT)

    del incoming

    assert list((files_folder / "incoming").iterdir()) == []


def test_a_file_that_was_placed_is_not_discarded(files_folder: Path) -> None:
    written = _write()
    path = store.place(written, 7)

    store.discard(written)

    assert store.full_path(path).exists()


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "7/../../secret"])
def test_a_path_that_leads_out_is_refused(path: str, files_folder: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        store.full_path(path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_and_leaves_nothing_behind(
    number: int, files_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(number, "full")

    monkeypatch.setattr(os, "write", full)

    with pytest.raises(NoSpaceError):
        _write()

    assert list((files_folder / "incoming").iterdir()) == []


def test_a_broken_disk_is_told_and_the_cause_is_in_the_log(
    files_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> int:
        raise OSError(errno.EIO, "broken")

    incoming = Incoming()
    monkeypatch.setattr(os, "write", broken)

    with pytest.raises(NotKeptError) as told:
        incoming.write(CONTENT)

    assert not isinstance(told.value, NoSpaceError)
    assert "broken" in caplog.text


def test_the_sweep_takes_what_stopped_coming_in_and_leaves_what_is_young(
    files_folder: Path,
) -> None:
    _write()

    assert store.sweep_incoming(LATER - timedelta(hours=5)) == 0
    assert store.sweep_incoming(LATER) == 1


def test_the_sweep_takes_only_files_without_a_row(files_folder: Path) -> None:
    known, unknown, foreign = (store.place(_write(), number) for number in (7, 7, 8))

    removed = store.sweep_placed(7, lambda paths: {known} & set(paths), before=LATER)

    assert removed == 1
    assert store.full_path(known).exists()
    assert not store.full_path(unknown).exists()
    assert store.full_path(foreign).exists()


def test_the_hourly_sweep_looks_only_at_the_last_day(files_folder: Path) -> None:
    store.place(_write(), 7)
    window = LATER + timedelta(days=2), LATER + timedelta(days=1)

    assert store.sweep_placed(7, lambda _: set(), before=window[0], after=window[1]) == 0


@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("upload.writing", "incoming"),
        ("upload.before_rename", "incoming"),
        ("upload.after_rename", "7"),
    ],
)
def test_after_a_kill_the_sweep_leaves_nothing_behind(
    point: str, left: str, files_folder: Path
) -> None:
    code = (
        "from django.conf import settings; import sys; settings.configure(MEDIA_ROOT=sys.argv[1])\n"
    )
    code += "from loket.documents import store\nstore.place(store.write_all([b'x' * 99]), 7)"

    killed = subprocess.run(  # noqa: S603  a list of our own
        [sys.executable, "-c", code, str(files_folder)],
        env={"PYTHONPATH": str(SOURCE), "LOKET_CRASH_AT": point},
        check=False,
    )

    files = [each for each in files_folder.rglob("*") if each.is_file()]
    assert killed.returncode == -9
    assert [file.relative_to(files_folder).parts[0] for file in files] == [left]
    assert store.sweep_incoming(LATER) + store.sweep_placed(7, lambda _: set(), before=LATER) == 1
    assert not any(each.is_file() for each in files_folder.rglob("*"))
