"""The bytes of files on disk: hashed while they stream in, kept under random names.

A file first comes in under a temporary name; when it is whole and on the disk it is moved, in one
step, to the folder of its organisation. Only then a row points to it. Whatever a crash leaves
behind is a file that no row knows, and `sweep` takes it away.
"""

import errno
import hashlib
import logging
import math
import os
import secrets
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from loket.core.crash import crash_point
from loket.core.removal import remove_file
from loket.documents.rules.findings import Code
from loket.documents.rules.types import HEAD_BYTES

type Known = Callable[[list[str]], set[str]]

INCOMING = "incoming"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
READ_BYTES = 256 * 1024
FOLDER_MODE = 0o700
FILE_MODE = 0o600

logger = logging.getLogger(__name__)


class NotKeptError(Exception):
    """The disk takes nothing: it is broken, or closed to us."""

    code = Code.NOT_KEPT


class NoSpaceError(NotKeptError):
    """The disk is full."""

    code = Code.NO_SPACE


@dataclass(frozen=True, slots=True)
class Written:
    """A file that has come in whole, is on the disk, and waits for its place."""

    path: Path
    size: int
    sha256: bytes
    head: bytes


class Incoming:
    """A file that is coming in: written, counted and hashed at once."""

    def __init__(self) -> None:
        """Open a new temporary file that nobody else can read."""
        folder = root() / INCOMING
        with _telling_trouble():
            make_folder(folder)
            self.path = folder / secrets.token_urlsafe(16)
            self._number = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
        self._hash = hashlib.sha256()
        self._head = b""
        self.size = 0
        self._forget = weakref.finalize(self, _forget, self._number, self.path)

    def write(self, data: bytes) -> None:
        """Add a piece."""
        with _telling_trouble():
            left = memoryview(data)
            while left:
                left = left[os.write(self._number, left) :]
        self._hash.update(data)
        self._head += data[: max(0, HEAD_BYTES - len(self._head))]
        self.size += len(data)
        crash_point("upload.writing")

    def finish(self) -> Written:
        """Bring the last byte to the disk."""
        with _telling_trouble():
            os.fsync(self._number)
        self._forget.detach()
        os.close(self._number)
        return Written(self.path, self.size, self._hash.digest(), self._head)

    def discard(self) -> None:
        """Throw away what came in."""
        self._forget()


def _forget(number: int, path: Path) -> None:
    os.close(number)
    path.unlink(missing_ok=True)


def root() -> Path:
    """The folder of all files."""
    return Path(settings.MEDIA_ROOT)


def write_all(parts: Iterable[bytes]) -> Written:
    """Write a file whose content is at hand."""
    incoming = Incoming()
    try:
        for part in parts:
            incoming.write(part)
        return incoming.finish()
    except NotKeptError:
        incoming.discard()
        raise


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty file to write to; it is gone afterwards unless it was taken."""
    incoming = Incoming()
    path = incoming.finish().path
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def take(path: Path) -> Written:
    """Count, hash and keep a file that another process wrote."""
    kept = path.with_name(secrets.token_urlsafe(16))
    digest = hashlib.sha256()
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        while data := file.read(READ_BYTES):
            digest.update(data)
        with _telling_trouble():
            os.fsync(file.fileno())
        size = file.tell()
    path.rename(kept)
    return Written(kept, size, digest.digest(), head)


def place(written: Written, organisation_id: int) -> str:
    """Move a file to its organisation's folder and return its path below the root."""
    name = secrets.token_urlsafe(24)
    path = f"{organisation_id}/{name[:2].lower()}/{name}"
    target = root() / path
    crash_point("upload.before_rename")
    with _telling_trouble():
        make_folder(target.parent)
        written.path.rename(target)
        _sync_folder(target.parent)
    crash_point("upload.after_rename")
    return path


def discard(written: Written) -> None:
    """Throw away a file that was not placed; one that was is left alone."""
    written.path.unlink(missing_ok=True)


def full_path(path: str) -> Path:
    """Return where a file lies; a path that leads out of the root is refused."""
    full = root() / path
    if not full.resolve().is_relative_to(root().resolve()):
        raise ValueError("A stored path leads out of the folder of files.")
    return full


def parts_of(path: str) -> Iterator[bytes]:
    """The content of a file on the disk, piece by piece."""
    with full_path(path).open("rb") as file:
        while data := file.read(READ_BYTES):
            yield data


def remove(path: str) -> None:
    """Take a file off the disk."""
    remove_file(full_path(path))


def sweep_incoming(before: datetime) -> int:
    """Take away files that stopped coming in; return how many."""
    folder = root() / INCOMING
    left = _of_age(folder, before, None) if folder.is_dir() else []
    return sum(map(remove_file, left))


def sweep_placed(
    organisation_id: int, known: Known, *, before: datetime, after: datetime | None = None
) -> int:
    """Take away an organisation's files that no row knows; return how many.

    Only files from before a moment count: a younger one may still get its row.
    """
    removed = 0
    for folder in _folders_below(root() / str(organisation_id)):
        files = {_path_of(file): file for file in _of_age(folder, before, after)}
        kept = known(list(files)) if files else set()
        removed += sum(remove_file(file) for path, file in files.items() if path not in kept)
    return removed


def _path_of(file: Path) -> str:
    return "/".join(file.parts[-3:])


def _of_age(folder: Path, before: datetime, after: datetime | None) -> list[Path]:
    youngest, oldest = before.timestamp(), after.timestamp() if after else 0
    with os.scandir(folder) as entries:
        return [Path(each) for each in entries if oldest <= _age(each) < youngest]


def _age(entry: os.DirEntry[str]) -> float:
    try:
        return entry.stat(follow_symlinks=False).st_mtime
    except FileNotFoundError:  # moved or removed meanwhile
        return math.inf


def _folders_below(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, that nobody else on the machine can look in."""
    if folder.is_dir():
        return
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        each.mkdir(mode=FOLDER_MODE, exist_ok=True)
        _sync_folder(each.parent)


def _sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, so that a power cut loses none."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _telling_trouble() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        logger.error("A file cannot be kept: %s", error)
        raise (NoSpaceError if error.errno in FULL else NotKeptError) from error
