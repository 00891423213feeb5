"""Take the hidden data out of a png without touching a pixel.

Source: PNG specification (third edition), 5 and 11: a file is a row of chunks with a checksum.
"""

import zlib

from loket.documents.inspect.verdict import RefusedError
from loket.documents.rules.findings import Code

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LAST = b"IEND"
# What the picture needs: its size, palette, pixels, transparency, colours and resolution.
NEEDED = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", LAST, b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"}
    | {b"sBIT", b"pHYs", b"bKGD"}
)


def strip_png(data: bytes) -> bytes:
    """Return the same picture without texts, Exif, times, animation and what hangs behind it."""
    pieces = [SIGNATURE]
    at = len(SIGNATURE)
    kind = b""
    while kind != LAST:
        length = int.from_bytes(data[at : at + 4])
        end = at + 12 + length
        kind = data[at + 4 : at + 8]
        checksum = int.from_bytes(data[end - 4 : end])
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != checksum:
            raise RefusedError(Code.UNREADABLE)
        if kind in NEEDED:
            pieces.append(data[at:end])
        at = end
    return b"".join(pieces)
