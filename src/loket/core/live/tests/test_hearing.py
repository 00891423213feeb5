"""Who hears what: circles, topics that close an ear, and how far somebody has heard."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.live.hearing import Cursor, Ear, Happening, told

PUBLIC, INSIDE = frozenset({"public"}), frozenset({"public", "internal"})
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def happening(*topics: str, circle: str = "public", kind: str = "case.asked") -> Happening:
    return Happening(1, 700, 12, kind, circle, 44, frozenset(topics), AT)


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**62), st.sampled_from(["", "0af3c2d1"]))
def test_a_cursor_is_read_as_it_was_written(tx: int, pk: int, lineage: str) -> None:
    cursor = Cursor(tx, pk, lineage)

    assert Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "12", "-1-2", "1-2-x", "1-2-0AF3C2D1", "1-2;drop", "9" * 30])
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert Cursor.read(text) is None


def test_a_cursor_of_another_database_or_of_the_future_is_not_known() -> None:
    here = "0af3c2d1"

    known = [Cursor(tx, 0, sign).is_known(700, here) for tx, sign in ((700, here), (700, ""))]
    unknown = [Cursor(tx, 0, s).is_known(700, here) for tx, s in ((701, here), (5, "ffffffff"))]

    assert (known, unknown) == ([True, True], [False, False])


@given(st.sampled_from(["public", "internal", "audit"]))
def test_who_hears_what_is_public_never_hears_what_is_internal(circle: str) -> None:
    event = happening("cases.case:44", circle=circle)

    requester = told([Ear("cases.case:44", "zaak", PUBLIC)], event, "")
    handler = told([Ear("cases.case:44", "zaak", INSIDE)], event, "")

    assert (bool(requester), bool(handler)) == (circle == "public", circle != "audit")


def test_a_list_is_silent_about_requests_of_its_reader() -> None:
    ear = Ear("queue:7", "lijst", INSIDE, unless="party:3", names=True)

    own, of_another = happening("queue:7", "party:3"), happening("queue:7", "party:4")

    assert told([ear], own, "") == []
    assert [one.word for one in told([ear], of_another, "")] == ["lijst"]


def test_each_word_is_told_once_with_ids_and_codes_only() -> None:
    ears = [
        Ear("queue:7", "lijst", INSIDE, names=True),
        Ear("party:3", "tellers", PUBLIC),
        Ear("queue:7", "tellers", PUBLIC),
    ]

    said = [one.wire() for one in told(ears, happening("queue:7", "party:3"), "0af3c2d1")]

    assert said == [
        b'id: 700-12-0af3c2d1\nevent: lijst\ndata: {"kind":"case.asked","about":44}\n\n',
        b"id: 700-12-0af3c2d1\nevent: tellers\ndata: {}\n\n",
    ]
