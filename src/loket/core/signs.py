"""What people type and send as text: which signs it may have, and how a number in it is read.

Signs that stand for nothing (docs/decisions/text.md) leave at the door, and the page says so; what
comes by another way (inside JSON or YAML) is cleaned by the same words here.
"""

import re
import unicodedata

NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
"""Control signs, halves of signs, and places in Unicode that no sign ever gets."""
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""Everything that begins a new line somewhere: office programs and PDFs have their own."""
LONGEST_NUMBER = 18
"""Digits that a key in the database can have."""


def has_nothing(text: str) -> bool:
    """Say whether there is a sign in a text that stands for nothing."""
    return NOTHING.search(text) is not None


def without_nothing(text: str) -> str:
    """Give a text without the signs that stand for nothing."""
    return NOTHING.sub("", text)


def tidy(text: str, *, lines: bool = False) -> str:
    """Give a text in one form of Unicode, with one kind of line end; without `lines` in one line."""
    text = LINE_ENDS.sub("\n", text)
    if not lines:
        text = " ".join(text.split())
    text = without_nothing(text.replace("\ufeff", ""))
    return unicodedata.normalize("NFC", text).strip()


def whole_number(text: str) -> int | None:
    """Read a number as we wrote it into a page; None when it is none, or longer than any key."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else None
