"""The guard at zip-based files: how many entries, how large, how deep, and nothing odd.

Every byte is unpacked and counted, in pieces: what the list of entries claims is not believed.
"""

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from loket.documents.inspect.verdict import RefusedError
from loket.documents.rules.findings import Code
from loket.documents.rules.limits import MEGABYTE
from loket.documents.rules.types import PROGRAM_STARTS, ZIP_START

MOST_ENTRIES = 1_000
MOST_BYTES = 200 * MEGABYTE
MOST_RATIO = 100
RATIO_COUNTS_FROM = 10 * MEGABYTE
MOST_DEPTH = 2
LARGEST_NESTED = 25 * MEGABYTE
PIECE = 64 * 1024
ENCRYPTED_FLAG = 0x1
# Stored, deflated: what office programs write. Others unpack slowly or without a limit.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(slots=True)
class Tally:
    """What has been unpacked so far, over all depths."""

    packed: int
    entries: int = 0
    unpacked: int = 0

    def add_entry(self) -> None:
        """Count an entry."""
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise RefusedError(Code.ARCHIVE_BOMB)

    def add_bytes(self, count: int) -> None:
        """Count unpacked bytes."""
        self.unpacked += count
        too_dense = self.unpacked > max(RATIO_COUNTS_FROM, self.packed * MOST_RATIO)
        if self.unpacked > MOST_BYTES or too_dense:
            raise RefusedError(Code.ARCHIVE_BOMB)


def open_guarded(file: BinaryIO) -> zipfile.ZipFile:
    """Open a zip after its whole content has been walked within the limits."""
    size = file.seek(0, 2)
    file.seek(0)
    tally = Tally(packed=size)
    for piece in pieces(file, tally):
        if piece.first and piece.data.startswith(PROGRAM_STARTS):
            raise RefusedError(Code.ACTIVE)
    file.seek(0)
    return zipfile.ZipFile(file)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an unpacked entry; `first` where an entry begins."""

    data: bytes
    first: bool


def pieces(file: BinaryIO, tally: Tally, depth: int = 1) -> Iterator[Piece]:
    """Unpack every entry piece by piece, also of zips inside, within the limits."""
    with _open(file) as archive:
        for entry in archive.infolist():
            _check_entry(entry)
            tally.add_entry()
            nested: io.BytesIO | None = None
            with archive.open(entry) as stream:
                first = True
                while data := stream.read(PIECE):
                    tally.add_bytes(len(data))
                    yield Piece(data, first)
                    if first and data.startswith(ZIP_START):
                        nested = io.BytesIO()
                    if nested is not None:
                        nested.write(data)
                    first = False
            if nested is not None:
                if depth >= MOST_DEPTH or nested.tell() > LARGEST_NESTED:
                    raise RefusedError(Code.ARCHIVE_BOMB)
                yield from pieces(nested, tally, depth + 1)


def _open(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RefusedError(Code.UNREADABLE) from error


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise RefusedError(Code.ENCRYPTED)
    parts = entry.filename.replace("\\", "/").split("/")
    outside = entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]
    if outside or stat.S_ISLNK(entry.external_attr >> 16) or entry.compress_type not in METHODS:
        raise RefusedError(Code.ARCHIVE_BOMB)
