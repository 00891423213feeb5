"""A file is taken by its ending and its first bytes together."""

import pytest

from loket.documents.rules.findings import Code
from loket.documents.rules.types import TYPES, endings_of, first_problem, type_of_name
from loket.documents.tests import makefiles as make

GOOD = {
    "attest.pdf": make.make_pdf(),
    "foto.jpg": make.make_picture("JPEG"),
    "foto.jpeg": make.make_picture("JPEG"),
    "scherm.png": make.make_picture("PNG"),
    "foto.heic": make.make_heic(),
    "brief.docx": make.make_docx(),
    "lijst.xlsx": make.make_xlsx(),
    "brief.odt": make.make_odf("text"),
    "lijst.ods": make.make_odf("spreadsheet"),
    "nota.txt": "Zoë vraagt vermindering.\n".encode(),
    "mail.eml": make.make_mail(),
    "mail.msg": make.make_ole("__properties_version1.0"),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_type_of_the_list_is_taken(name: str) -> None:
    assert first_problem(name, len(GOOD[name]), GOOD[name][:8192]) is None


def test_the_list_of_types_is_the_one_of_the_specification() -> None:
    assert [kind.code for kind in TYPES] == [
        *("pdf", "jpg", "png", "heic", "docx", "xlsx", "odt", "ods", "txt", "eml", "msg")
    ]


@pytest.mark.parametrize(
    "name",
    [
        "a.zip",
        "a.rar",
        "a.7z",
        "a.tar.gz",
        "a.exe",
        "a.docm",
        "a.xlsm",
        "a.doc",
        "a.svg",
        "a.html",
        "a.js",
        "a.php",
        "a.pdf.exe",
        "a",
        "a.scr",
        "a.iso",
        "a.lnk",
        "a.gif",
    ],
)
def test_archives_programs_macro_formats_and_the_unknown_are_not_taken(name: str) -> None:
    problem = first_problem(name, 10, b"%PDF-1.7\n")

    assert problem is not None
    assert problem.code is Code.WRONG_TYPE


def test_a_slot_may_take_fewer_types_and_the_problem_names_them() -> None:
    problem = first_problem("a.docx", 10, make.make_docx(), {"pdf", "jpg"})

    assert problem is not None
    assert problem.code is Code.WRONG_TYPE
    assert problem.params == {"endings": ("pdf", "jpg", "jpeg")}


def test_a_file_without_a_byte_is_empty() -> None:
    problem = first_problem("attest.pdf", 0, b"")

    assert problem is not None
    assert problem.code is Code.EMPTY


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("attest.pdf", b"MZ\x90\x00"),
        ("attest.pdf", b"<html><script>"),
        ("attest.pdf", make.make_picture("PNG")),
        ("foto.jpg", b"GIF89a"),
        ("foto.heic", b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avif"),
        ("brief.docx", make.make_pdf()),
        ("nota.txt", b"\x7fELF\x02\x01\x01\x00"),
        ("mail.eml", make.make_docx()),
    ],
)
def test_a_content_that_does_not_fit_its_ending_is_refused(name: str, head: bytes) -> None:
    problem = first_problem(name, len(head), head)

    assert problem is not None
    assert problem.code is Code.ENDING_DIFFERS


def test_the_ending_counts_in_capitals_too() -> None:
    kind = type_of_name("SCAN0001.PDF")

    assert kind is not None
    assert kind.code == "pdf"


def test_endings_come_in_the_order_of_the_list() -> None:
    assert endings_of({"png", "jpg"}) == ("jpg", "jpeg", "png")
