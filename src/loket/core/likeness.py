"""Whether two texts say the same, as the server and the script of a page both count it."""

import re
from zlib import crc32

from loket.core.signs import without_nothing

LONGEST = 20_000
"""Signs that are compared: no message is longer."""
_SPACE = re.compile("[\\s\ufeff]+")


def ink(text: str) -> str:
    """What is left of a text without its spaces, its line ends and what nobody sees."""
    return _SPACE.sub("", without_nothing(text))[:LONGEST]


def digest(text: str) -> str:
    """A text in a few signs, made as frontend/js/digest.js makes it: its length and its sum."""
    data = ink(text).encode()
    return f"{len(data)}-{crc32(data):x}"
