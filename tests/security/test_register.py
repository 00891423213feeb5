"""docs/security.md names the test of each row: each test is there, and each row has one or says why not."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = (*range(1, 23), 43, *range(46, 53), *range(56, 59), *range(60, 64), 65)
LINE = re.compile(r"^\| (S\d\d) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`(?:([\w/.]+\.py): )?(test_\w+)`")
DEFINED = re.compile(r"^def (test_\w+)", re.MULTILINE)
PLACES = ("tests", "src", "e2e", "fire")


def found_in(*folders: str) -> dict[str, set[str]]:
    """The tests of these folders, by their file."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("test_*.py")]
    return {
        path.relative_to(ROOT).as_posix(): set(DEFINED.findall(path.read_text("utf-8")))
        for path in files
    }


def lines() -> dict[str, tuple[str, str, str]]:
    return {row: (subject, does, shown) for row, subject, does, shown in LINE.findall(PAGE)}


def test_every_row_stands_on_the_page() -> None:
    assert list(lines()) == [f"S{row:02}" for row in ROWS]


def test_every_test_that_the_page_names_is_there() -> None:
    known = found_in(*PLACES)
    names = {name for tests in known.values() for name in tests}

    missing = [
        name
        for where, name in TEST.findall(PAGE)
        if name not in (known.get(where, set()) if where else names)
    ]

    assert missing == []


def test_every_row_names_its_test_or_says_that_there_is_nothing_to_test() -> None:
    silent = [
        row
        for row, (_, does, shown) in lines().items()
        if not TEST.search(shown) and not (shown == "none" and "no " in does.casefold())
    ]

    assert silent == []


def test_every_test_of_a_row_stands_on_the_page_at_its_row() -> None:
    ours = {name for tests in found_in("tests/security").values() for name in tests}
    rows = lines()

    lost = [
        (row, name)
        for name in ours
        for row in re.findall(r"(s\d\d)_", name)
        if f"`{name}`" not in rows[row.upper()][2]
    ]

    assert lost == []


def test_a_row_without_a_test_is_found() -> None:
    assert TEST.findall("| S99 | x | y | nothing |") == []
    assert LINE.findall("| S99 | a | b | `test_x` |\n") == [("S99", "a", "b", "`test_x`")]
