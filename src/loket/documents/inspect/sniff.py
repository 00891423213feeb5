"""What a file looks like to the library of signatures, and whether a second file hides in it."""

from typing import BinaryIO

import puremagic

from loket.documents.inspect.verdict import RefusedError
from loket.documents.rules.findings import Code
from loket.documents.rules.types import BY_CODE, HEAD_BYTES, head_fits

# A page for a browser with the ending of a plain text.
PAGES = frozenset({".html", ".htm", ".xhtml", ".svg", ".hta", ".xht"})
SURE = 0.5

ZIP_END = b"PK\x05\x06"
ZIP_END_BYTES = 22
ZIP_COMMENT_BYTES = 65535


def check_signature(type_code: str, file: BinaryIO) -> None:
    """Refuse a file whose first bytes say something else than its ending."""
    kind = BY_CODE[type_code]
    head = read_head(file)
    if not head_fits(kind, head):
        raise RefusedError(Code.ENDING_DIFFERS)
    names = _names(head.lstrip())
    if kind.sniffed and not kind.sniffed & names.keys():
        raise RefusedError(Code.ENDING_DIFFERS)
    if not kind.starts and any(names.get(page, 0) >= SURE for page in PAGES):
        raise RefusedError(Code.ENDING_DIFFERS)


def read_head(file: BinaryIO) -> bytes:
    """Return the first bytes of a file and stand at its beginning again."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return head


def _names(head: bytes) -> dict[str, float]:
    try:
        return {each.extension: each.confidence for each in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return {}


def refuse_hidden_zip(file: BinaryIO) -> None:
    """Refuse a file that is also a zip: its end holds a list of zip entries.

    Source: the .zip file format specification (APPNOTE), 4.3.16. The comment has to reach
    exactly to the end of the file, so a zip that lies *inside* a pdf as an attachment is no hit.
    """
    size = file.seek(0, 2)
    start = max(0, size - ZIP_COMMENT_BYTES - ZIP_END_BYTES)
    file.seek(start)
    tail = file.read()
    file.seek(0)
    at = tail.rfind(ZIP_END)
    if at < 0 or at + ZIP_END_BYTES > len(tail):
        return
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    if start + at + ZIP_END_BYTES + comment == size:
        raise RefusedError(Code.ENDING_DIFFERS)
