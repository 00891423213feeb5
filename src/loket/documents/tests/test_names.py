"""Names of files are safe to show and to download, whatever they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.documents.rules.names import (
    LONGEST_NAME,
    display_name,
    download_name,
    ending_of,
    with_ending,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("attest.pdf", "attest.pdf"),
        ("C:\\Users\\Sarah\\attest.pdf", "attest.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a/../../c.pdf", "c.pdf"),
        (".htaccess", "htaccess"),
        ("\u200b.htaccess", "htaccess"),
        ("x.php\x00.pdf", "x.php.pdf"),
        ("rekening\u202efdp.exe", "rekeningfdp.exe"),
        ("regel\r\nSet-Cookie: a=b.pdf", "regel Set-Cookie: a=b.pdf"),
        ("e\u0301cole.pdf", "école.pdf"),
        ("  foto  van\tmij .jpg", "foto van mij .jpg"),
        ("zoë's ‘bewijs’.pdf", "zoë's ‘bewijs’.pdf"),
        ("half\ud800.pdf", "half.pdf"),
        ("..", "bestand"),
        ("", "bestand"),
        ("<img src=x>.pdf", "<img src=x>.pdf"),
        ("شهادة.pdf", "شهادة.pdf"),
    ],
)
def test_a_name_is_shown_without_folders_and_without_hidden_signs(raw: str, shown: str) -> None:
    assert display_name(raw) == shown


def test_a_name_that_is_too_long_keeps_its_ending() -> None:
    name = display_name("a" * 400 + ".docx")

    assert len(name) == LONGEST_NAME
    assert name.endswith("….docx")


@given(st.text())
def test_every_text_becomes_a_name_that_can_be_stored_and_shown(raw: str) -> None:
    name = display_name(raw)

    assert 0 < len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert "/" not in name
    assert "\\" not in name
    assert name.encode()
    assert display_name(name) == name


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("a.pdf.exe", "exe"),
        ("a", ""),
        (".pdf", ""),
        ("a.", ""),
        ("a.b c", ""),
        ("a.averylongending", ""),
    ],
)
def test_the_ending_is_what_stands_behind_the_last_dot(name: str, ending: str) -> None:
    assert ending_of(name) == ending


def test_a_download_is_named_by_number_document_and_place() -> None:
    assert download_name("HRB0001167", "Medisch attest", 1, "pdf") == (
        "HRB0001167_medisch-attest_1.pdf"
    )


def test_a_download_has_only_plain_letters_in_its_name() -> None:
    name = download_name("HRB0001167", "Bewijs d’ancienneté: “Zoë”/..\r\n", 12, "jpg")

    assert name == "HRB0001167_bewijs-danciennete-zoe_12.jpg"


def test_a_download_without_a_usable_label_is_still_named() -> None:
    assert download_name("HRB0001167", "شهادة", 2, "pdf") == "HRB0001167_2.pdf"


def test_a_copy_gets_the_ending_of_what_it_is() -> None:
    assert with_ending("foto.van.mij.heic", "jpg") == "foto.van.mij.jpg"
    assert with_ending("foto", "jpg") == "foto.jpg"
