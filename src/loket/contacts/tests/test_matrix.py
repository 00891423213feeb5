"""Whoever must hear of something has a notice, a sentence for it, and a letter in every language."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from loket.contacts.rules.letters import LETTERS, letter_of, names_of
from loket.contacts.rules.matrix import (
    COLLECTED,
    MATRIX,
    Mail,
    Pace,
    Role,
    Row,
    adjustable,
    pace_of,
    rows_for,
)
from loket.contacts.wording import SENTENCES
from loket.documents.letters import names_in, stray_braces

ROOT = Path(__file__).resolve().parents[4]
ROWS = [row for rows in MATRIX.values() for row in rows.values()]
PACKS = sorted(ROOT.glob("packs/*/letters.yaml"))


def read(path: Path) -> dict[str, Any]:
    letters: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["letters"]
    return letters


def test_every_letter_stands_in_the_common_ground_or_is_for_a_personnel_department() -> None:
    (common,) = (path for path in PACKS if path.parent.name == "common")

    assert LETTERS.keys() - read(common).keys() == {"personnel_question"}


@pytest.mark.parametrize("notice", sorted({row.notice for row in ROWS}))
def test_every_notice_has_a_sentence_and_a_letter(notice: str) -> None:
    assert notice in SENTENCES
    assert letter_of(notice) in LETTERS


def test_no_sentence_and_no_letter_is_left_without_a_notice() -> None:
    notices = {row.notice for row in ROWS}

    assert SENTENCES.keys() - notices == set()
    codes = {"address_code", "draft_code", "bundle"}
    assert LETTERS.keys() - {letter_of(notice) for notice in notices} == codes


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.parent.name)
def test_a_letter_is_in_every_language_with_names_that_are_known(pack: Path) -> None:
    letters = read(pack)

    assert letters.keys() <= LETTERS.keys()
    for code, texts in letters.items():
        assert set(texts) == {"nl", "fr", "de", "en"}, code
        for language, text in texts.items():
            whole = text["subject"] + text["body"]
            assert names_in(whole) <= LETTERS[code], (code, language)
            assert not stray_braces(whole), (code, language)
            assert "{{link}}" in text["body"], (code, language)
            assert "\n" not in text["subject"], (code, language)


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.parent.name)
def test_a_letter_says_the_same_in_every_language(pack: Path) -> None:
    for code, texts in read(pack).items():
        names = {frozenset(names_in(text["subject"] + text["body"])) for text in texts.values()}
        paragraphs = {text["body"].count("\n\n") for text in texts.values()}
        assert (len(names), len(paragraphs)) == (1, 1), code


@pytest.mark.parametrize(
    ("mail", "chosen", "pace"),
    [
        (Mail.ALWAYS, None, Pace.NOW),
        (Mail.ALWAYS, "none", Pace.NOW),
        (Mail.ALWAYS, "day", Pace.NOW),
        (Mail.ON, None, Pace.NOW),
        (Mail.ON, "none", None),
        (Mail.ON, "day", Pace.DAY),
        (Mail.OFF, None, None),
        (Mail.OFF, "", Pace.NOW),
        (Mail.OFF, "bundle", Pace.BUNDLE),
        (Mail.NEVER, "now", None),
    ],
)
def test_a_choice_counts_where_there_is_one(
    mail: Mail, chosen: str | None, pace: Pace | None
) -> None:
    assert pace_of(Row("x", mail), chosen) is pace


@pytest.mark.parametrize(
    ("chosen", "pace"),
    [(None, Pace.BUNDLE), ("now", Pace.NOW), ("day", Pace.DAY), ("none", Pace.BUNDLE)],
)
def test_a_message_may_wait_and_always_arrives(chosen: str | None, pace: Pace) -> None:
    assert pace_of(Row("message", Mail.ALWAYS), chosen) is pace


def test_receipts_tasks_agreements_answers_and_endings_go_at_once() -> None:
    at_once = {"receipt", "question", "approval_asked", "returned", "proposed", "closed"}

    assert not at_once & COLLECTED
    assert {row.notice for row in ROWS} >= COLLECTED


def test_an_occasion_without_rows_of_its_own_takes_the_general_ones() -> None:
    assert rows_for("case.closed:cancelled") == MATRIX["case.closed"]
    assert rows_for("case.closed:no_reaction")[Role.REQUESTER].notice == "auto_closed"
    assert rows_for("case.noted") == {}


def test_nobody_can_switch_off_what_always_goes() -> None:
    choices = adjustable()

    assert choices["assigned"] == ("none", True)
    assert choices["draft_expiring"] == ("now", True)
    always = {row.notice for row in ROWS if row.mail is Mail.ALWAYS} & choices.keys()
    assert [choices[one] for one in always] == [("bundle", False)]


def test_dates_in_a_letter_are_known_to_the_notice() -> None:
    assert {"expected_on", "summary"} <= names_of("receipt")
    assert "closes_on" in names_of("proposed")
