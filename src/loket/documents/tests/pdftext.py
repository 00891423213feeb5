"""Read a PDF as a program that reads aloud does: its words, its language, its structure."""

import io
import re
from collections.abc import Iterator

import pikepdf

CODE = re.compile(r"<([0-9A-Fa-f]+)>")


def text_of(pdf: bytes) -> str:
    """The words of all pages, each piece of text as it was set."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "".join("".join(_pieces(page)) for page in document.pages)


def tags_of(pdf: bytes) -> set[str]:
    """The kinds of structure elements."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = (each for each in document.objects if isinstance(each, pikepdf.Dictionary))
        return {str(each.S) for each in found if each.get("/Type") == "/StructElem"}


def _pieces(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _letters(font) for name, font in page.resources.Font.items()}
    letters: dict[str, str] = {}
    for step in pikepdf.parse_content_stream(page):
        operator, operands = str(step.operator), list(step.operands)
        if operator == "Tf":
            letters = fonts[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            parts = list(operands[0]) if operator == "TJ" else operands
            strings = (part for part in parts if isinstance(part, pikepdf.String))
            yield from (_decoded(bytes(string), letters) for string in strings)


def _decoded(codes: bytes, letters: dict[str, str]) -> str:
    return "".join(
        letters.get(codes[at : at + 2].hex(), "\ufffd") for at in range(0, len(codes), 2)
    )


def _letters(font: pikepdf.Object) -> dict[str, str]:
    table = font.ToUnicode.read_bytes().decode("ascii")
    letters: dict[str, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        codes = CODE.findall(block)
        letters |= {
            code.lower(): bytes.fromhex(text).decode("utf-16-be")
            for code, text in zip(codes[::2], codes[1::2], strict=True)
        }
    return letters
