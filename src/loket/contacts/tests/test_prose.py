"""Typed text comes in tidy and goes out without anything a browser could run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.contacts.rules.prose import Piece, paragraphs, tidy
from loket.contacts.templatetags.prose import prose


def test_line_ends_blanks_and_unicode_get_one_form() -> None:
    assert tidy("  Dag\r\nZoe\u0301 \t\r\r\r\rgroeten\x00\n ") == "Dag\nZoé\n\ngroeten"


def test_a_blank_line_makes_a_paragraph_and_a_line_end_stays() -> None:
    assert paragraphs("een\ntwee\n\ndrie") == (
        ((Piece("een"),), (Piece("twee"),)),
        ((Piece("drie"),),),
    )


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("Zie https://dienst.example/verlof.", "https://dienst.example/verlof"),
        ("(https://dienst.example/a)", "https://dienst.example/a"),
        ("https://dienst.example/a_(b), dus", "https://dienst.example/a_(b)"),
        ("HTTPS://niet.example http://wel.example!", "http://wel.example"),
    ],
)
def test_an_address_in_a_sentence_is_found_without_the_punctuation(line: str, url: str) -> None:
    pieces = [piece for paragraph in paragraphs(line) for row in paragraph for piece in row]

    assert [piece.url for piece in pieces if piece.url] == [url]
    assert "".join(piece.text for piece in pieces) == line


@given(st.text(max_size=200))
def test_no_character_is_lost_between_the_links(text: str) -> None:
    tidied = tidy(text)

    shown = "\n\n".join(
        "\n".join("".join(piece.text for piece in line) for line in paragraph)
        for paragraph in paragraphs(tidied)
    )

    assert shown == tidied


def test_markup_is_shown_as_it_was_typed() -> None:
    shown = prose("<script>alert(1)</script> & https://dienst.example/?a=1&b=<2")

    assert shown == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; "
        '<a href="https://dienst.example/?a=1&amp;b=" rel="noopener noreferrer nofollow">'
        "https://dienst.example/?a=1&amp;b=</a>&lt;2</p>"
    )


def test_an_address_that_runs_a_script_is_no_link() -> None:
    assert "<a" not in prose("javascript:alert(1) data:text/html,x")
