"""Typed text: made tidy when it comes in, and cut into paragraphs and links when it is shown."""

import re
from dataclasses import dataclass

from loket.core import signs

MAX_LENGTH = 20_000
"""Characters; a longer answer is a document and comes as a file."""

_SPACE_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_BLANK_LINE = re.compile(r"\n{2,}")
_URL = re.compile(r"https?://[^\s<>\"'\u00ab\u00bb\u201c\u201d]{1,2000}")
_AFTER_A_URL = ".,;:!?)]}*"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with `url` it leads somewhere."""

    text: str
    url: str = ""


type Line = tuple[Piece, ...]
type Paragraph = tuple[Line, ...]


def tidy(typed: str) -> str:
    """Return what was typed as one form of Unicode, one kind of line end, without stray blanks."""
    text = _SPACE_AT_END.sub("", signs.tidy(typed, lines=True))
    return _MANY_BLANK_LINES.sub("\n\n", text).strip()


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Cut a text at its blank lines; each paragraph keeps its lines, each line its links."""
    return tuple(
        tuple(_pieces(line) for line in block.split("\n"))
        for block in _BLANK_LINE.split(text)
        if block
    )


def _pieces(line: str) -> Line:
    pieces: list[Piece] = []
    position = 0
    for found in _URL.finditer(line):
        url = _without_tail(found.group())
        if found.start() > position:
            pieces.append(Piece(line[position : found.start()]))
        pieces.append(Piece(url, url))
        position = found.start() + len(url)
    if position < len(line):
        pieces.append(Piece(line[position:]))
    return tuple(pieces)


def _without_tail(url: str) -> str:
    """Leave out the punctuation of the sentence; a bracket that opened in the address may close."""
    while url[-1] in _AFTER_A_URL:
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    return url
