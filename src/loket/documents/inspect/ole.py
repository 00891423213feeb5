"""Read the list of streams of an OLE file: old Office, Outlook mails, Office with a password.

Source: [MS-CFB] Compound File Binary File Format, 2.2 (header), 2.3 (FAT), 2.6 (directory).
Every chain is followed at most as far as the file is long, so a loop ends.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from loket.documents.inspect.verdict import RefusedError
from loket.documents.rules.findings import Code

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES = 512
HEADER_FATS = 109
LAST_NUMBER = 0xFFFFFFFA
ENTRY_BYTES = 128
SMALL_SECTOR_BYTES = 64
STREAM, ROOT = 2, 5
MOST_STREAM_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One stream or storage in the file."""

    name: str
    kind: int
    start: int
    size: int


class OleFile:
    """The directory of an OLE file and the first part of its streams."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE) or len(data) < HEADER_BYTES:
            raise RefusedError(Code.UNREADABLE)
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or 1 << small_shift != SMALL_SECTOR_BYTES:
            raise RefusedError(Code.UNREADABLE)
        self._sector_bytes = 1 << shift
        directory, _, self._cutoff, small, _ = struct.unpack_from("<IIIII", data, 48)
        self._fat = self._numbers(b"".join(map(self._sector, self._fat_sectors())))
        self.entries = tuple(self._entries(self._chain(directory)))
        self._small_fat = self._numbers(self._chain(small))
        roots = (entry for entry in self.entries if entry.kind == ROOT)
        root = next(roots, None)
        self._small = self._chain(root.start) if root else b""

    def names(self) -> frozenset[str]:
        """Return the names of all streams and storages."""
        return frozenset(entry.name for entry in self.entries)

    def read(self, entry: Entry) -> bytes:
        """Return the beginning of a stream."""
        most = min(entry.size, MOST_STREAM_BYTES)
        if entry.size >= self._cutoff:
            return self._chain(entry.start, most)[:most]
        pieces: list[bytes] = []
        for number in _follow(self._small_fat, entry.start):
            at = number * SMALL_SECTOR_BYTES
            pieces.append(self._small[at : at + SMALL_SECTOR_BYTES])
        return b"".join(pieces)[:most]

    def _fat_sectors(self) -> Iterator[int]:
        for number in struct.unpack_from(f"<{HEADER_FATS}I", self._data, 76):
            if number < LAST_NUMBER:
                yield number
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._sector_bytes)):
            if following >= LAST_NUMBER:
                return
            *numbers, following = self._numbers(self._sector(following))
            yield from (number for number in numbers if number < LAST_NUMBER)

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._sector_bytes
        sector = self._data[at : at + self._sector_bytes]
        return sector.ljust(self._sector_bytes, b"\xff") if sector else b""

    def _chain(self, start: int, most: int | None = None) -> bytes:
        pieces: list[bytes] = []
        for number in _follow(self._fat, start):
            pieces.append(self._sector(number))
            if most is not None and len(pieces) * self._sector_bytes >= most:
                break
        return b"".join(pieces)

    def _entries(self, directory: bytes) -> Iterator[Entry]:
        for at in range(0, len(directory) - ENTRY_BYTES + 1, ENTRY_BYTES):
            raw = directory[at : at + ENTRY_BYTES]
            length, kind = struct.unpack_from("<HB", raw, 64)
            if kind:
                name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", raw, 116)
                yield Entry(name, kind, start, size)

    @staticmethod
    def _numbers(raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _follow(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Walk a chain of sectors; one that is longer than its table turns in a circle."""
    number, steps = start, 0
    while number < len(table) and steps <= len(table):
        yield number
        number, steps = table[number], steps + 1
    if steps > len(table):
        raise RefusedError(Code.UNREADABLE)
