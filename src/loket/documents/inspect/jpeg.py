"""Take the hidden data out of a jpg without touching a pixel.

A jpg is a row of segments. Those that the picture needs stay; Exif, XMP, IPTC, comments, a second
picture and whatever hangs behind the end go. Only the orientation is written anew, for without
it a photo taken upright lies on its side.
Source: ITU-T T.81, annex B; Exif 2.32, 4.5 and 4.6.
"""

import re
import struct

from loket.documents.inspect.verdict import RefusedError
from loket.documents.rules.findings import Code

START, END, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
JFIF, COLOURS, ADOBE = 0xE0, 0xE2, 0xEE
APP_FIRST, APP_LAST = 0xE0, 0xEF
# In the compressed data a real marker is FF with anything but 00, a restart or a filler.
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
UPRIGHT = 1


def strip_jpeg(data: bytes, orientation: int = UPRIGHT) -> bytes:
    """Return the same picture without hidden data."""
    pieces = [data[:2]]
    if orientation != UPRIGHT:
        pieces.append(_orientation_segment(orientation))
    at = 2
    while True:
        marker, at = _marker(data, at)
        if marker == END:
            pieces.append(b"\xff\xd9")
            break
        end = at + _length(data, at)
        if _is_needed(marker, data[at + 2 : at + 16]):
            pieces.append(b"\xff" + bytes([marker]) + data[at:end])
        at = end
        if marker == SCAN:
            at = _end_of_scan(data, end)
            pieces.append(data[end:at])
    return b"".join(pieces)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the marker that stands here, and where its segment begins; fillers are skipped."""
    if at >= len(data) or data[at] != 0xFF:
        raise RefusedError(Code.UNREADABLE)
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at >= len(data):
        raise RefusedError(Code.UNREADABLE)
    return data[at], at + 1


def _length(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 2])
    if length < 2 or at + length > len(data):
        raise RefusedError(Code.UNREADABLE)
    return length


def _is_needed(marker: int, begin: bytes) -> bool:
    if marker == COMMENT:
        return False
    if APP_FIRST <= marker <= APP_LAST:
        wanted = {JFIF: b"JFIF\x00", COLOURS: b"ICC_PROFILE\x00", ADOBE: b"Adobe"}.get(marker)
        return wanted is not None and begin.startswith(wanted)
    return True


def _end_of_scan(data: bytes, at: int) -> int:
    found = NEXT_MARKER.search(data, at)
    if found is None:
        raise RefusedError(Code.UNREADABLE)
    return found.start()


def _orientation_segment(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
