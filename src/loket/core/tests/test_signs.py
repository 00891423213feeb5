"""What people type keeps every sign that stands for something."""

import pytest

from loket.core.signs import tidy, whole_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("een\x00twee\x02drie\x9f", "eentweedrie"),
        ("een\x0btwee\x0cdrie\x85vier\u2028vijf\u2029zes", "een\ntwee\ndrie\nvier\nvijf\nzes"),
        ("half \ud83d, geen teken \ufffe \uffff \U0001ffff \ufdd0", "half , geen teken"),
        ("nieuwer dan wij kennen: \u0378", "nieuwer dan wij kennen: \u0378"),
        ("ze\u0301\r\n\ufeffo\ttab", "zé\no\ttab"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 \u202ertl\u202c", "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u202ertl\u202c"),
    ],
)  # fmt: skip
def test_only_signs_that_stand_for_nothing_leave_a_text(typed: str, kept: str) -> None:
    assert tidy(typed, lines=True) == kept


def test_what_is_one_line_stays_one_line() -> None:
    assert tidy(" een\x0b\u2028twee \t drie\n") == "een twee drie"


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("", None), ("-1", None), ("²", None), ("٣", None), ("9" * 5000, None)],
)
def test_a_number_is_read_as_we_wrote_it(text: str, number: int | None) -> None:
    assert whole_number(text) == number
