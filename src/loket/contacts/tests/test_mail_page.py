"""The page for administrators shows the table of notices and the names of letters as they are."""

from collections.abc import Iterator
from pathlib import Path

from loket.contacts.rules.letters import LETTERS
from loket.contacts.rules.matrix import MATRIX, Mail, standard_pace

PAGE = Path(__file__).resolve().parents[4] / "docs/admin/mail.md"
MAILED = {
    Mail.ALWAYS: "always",
    Mail.ON: "unless switched off",
    Mail.OFF: "when switched on",
    Mail.NEVER: "never",
}
PACES = {"now": "at once", "bundle": "collected"}


def table_of_notices() -> Iterator[str]:
    yield "| Event | Who | Notice | Mail | When |"
    yield "| --- | --- | --- | --- | --- |"
    for occasion, rows in sorted(MATRIX.items()):
        for role, row in rows.items():
            when = "" if row.mail is Mail.NEVER else PACES[standard_pace(row.notice)]
            yield f"| `{occasion}` | {role} | `{row.notice}` | {MAILED[row.mail]} | {when} |"


def table_of_letters() -> Iterator[str]:
    yield "| Letter | Names |"
    yield "| --- | --- |"
    for code, names in LETTERS.items():
        yield f"| `{code}` | {', '.join(f'`{name}`' for name in sorted(names))} |"


def test_the_page_shows_who_hears_of_what() -> None:
    assert "\n".join(table_of_notices()) in PAGE.read_text()


def test_the_page_shows_which_names_a_letter_knows() -> None:
    assert "\n".join(table_of_letters()) in PAGE.read_text()
