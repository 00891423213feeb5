"""Proves from a client's own record that Loket kept what it promised: `python -m fire.writers.checker RECORD`.

What was acknowledged is there once; what nobody heard of is there once or not at all; what was
refused is not there. And the house is in order: files, numbers, events, mails, jobs, clocks.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from fire.writers.order import Found, Order, orders
from fire.writers.record import Outcome, Record, Told, read_record, verdict
from loket.core import database

type Rows = psycopg.Connection[tuple[Any, ...]]
type Counting = Callable[[Rows, list[list[Told]]], Counter[str]]
"""Of each wish, by its key, how often it is there."""

DRAFTS = """
SELECT draft.name, count(*) FROM catalogue_draft draft
WHERE draft.name = ANY(%s)
  AND NOT EXISTS (SELECT FROM cases_changeset made WHERE made.draft_id = draft.id)
  AND NOT EXISTS (SELECT FROM cases_continuation made WHERE made.draft_id = draft.id)
GROUP BY 1
"""
CASES = """
SELECT draft.key, count(*) FROM cases_case one JOIN catalogue_draft draft ON draft.id = one.draft_id
WHERE draft.key = ANY(%s) GROUP BY 1
"""
SENT = """
SELECT draft.key, count(*) FROM cases_changeset one
JOIN catalogue_draft draft ON draft.id = one.draft_id
WHERE draft.key = ANY(%s) AND one.sent_at IS NOT NULL GROUP BY 1
"""
OCCASIONS = """
SELECT substring(idem FROM '[^:]*$'), count(*) FROM core_event
WHERE idem <> '' AND substring(idem FROM '[^:]*$') = ANY(%s) GROUP BY 1
"""
UPLOADS = """
WITH wish AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS one (key, draft, digest))
SELECT wish.key, count(*) FROM wish
JOIN documents_storedfile file ON encode(file.sha256, 'hex') = wish.digest
JOIN catalogue_draft draft ON draft.key = wish.draft
WHERE EXISTS (SELECT FROM catalogue_draftfile link
              WHERE link.file_id = file.id AND link.draft_id = draft.id)
   OR EXISTS (SELECT FROM cases_casefile link JOIN cases_case one ON one.id = link.case_id
              LEFT JOIN cases_changeset made ON made.case_id = one.id
              WHERE link.file_id = file.id AND draft.id IN (one.draft_id, made.draft_id))
   OR EXISTS (SELECT FROM cases_change link JOIN cases_changeset made ON made.id = link.change_set_id
              WHERE link.file_id = file.id AND made.draft_id = draft.id)
GROUP BY 1
"""
WORDS = """
WITH wish AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS one (key, number, body))
SELECT wish.key, count(*) FROM wish
JOIN (SELECT one.number, said.body FROM contacts_message said
      JOIN cases_casemessage link ON link.message_id = said.id
      JOIN cases_case one ON one.id = link.case_id
      UNION ALL
      SELECT one.number, note.body FROM cases_note note JOIN cases_case one ON one.id = note.case_id
     ) AS written ON written.number = wish.number AND written.body = wish.body
GROUP BY 1
"""
PAPERS = """
WITH wish AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS one (key, digest))
SELECT wish.key, count(*) FROM wish
JOIN documents_storedfile file ON encode(file.sha256, 'hex') = wish.digest GROUP BY 1
"""
ACCEPTED = """
SELECT one.number, change.name, draft.key FROM cases_change change
JOIN cases_changeset made ON made.id = change.change_set_id
JOIN cases_case one ON one.id = made.case_id
JOIN catalogue_draft draft ON draft.id = made.draft_id
WHERE change.kind = 'answer' AND change.state = 'accepted' AND draft.key = ANY(%s)
ORDER BY change.id
"""
NUMBERED = """
SELECT draft.key, one.number, one.organisation_id, draft.answers, one.answers, draft.conflicts
FROM catalogue_draft draft LEFT JOIN cases_case one ON one.draft_id = draft.id
WHERE draft.key = ANY(%s)
"""


@dataclass
class Report:
    """What was held against each other, and what is not as it was promised."""

    proven: Counter[str] = field(default_factory=Counter)
    violations: list[Found] = field(default_factory=list)

    def __str__(self) -> str:
        """Say it in lines."""
        lines = [f"{count:6d}  {name}" for name, count in sorted(self.proven.items())]
        lines += [f"VIOLATION {one.about}: {one.words}" for one in self.violations]
        return "\n".join([*lines, f"{len(self.violations)} violations"])


def check(record: Record, rows: Rows, files: Path, mail: Path) -> Report:
    """Hold a record against what the service kept."""
    report = Report()
    for what, kinds, counting in COUNTINGS:
        wishes = list(record.wanted(*kinds).values())
        report.violations += _counted(wishes, counting(rows, wishes), what, report.proven)
    for found in (*_numbers_given(record, rows), *_answers(record, rows), *_faults(record)):
        report.violations.append(found)
    order = Order(rows, files, mail, record.setting.get("baseline", {}))
    for name, find in orders():
        problems = list(find(order))
        report.proven[f"in order: {name}"] += 1
        report.violations += problems
    return report


def _counted(
    wishes: list[list[Told]], counts: Counter[str], what: str, proven: Counter[str]
) -> Iterator[Found]:
    """Say of which wishes there are too many or too few."""
    for tries in wishes:
        known, write = verdict(tries), tries[0].write
        proven[f"{write.kind}{what}: {known}"] += 1
        there = counts[write.key]
        if there not in ALLOWED[known]:
            words = f"{known}, and there {there} times ({write.about}, by {write.client})"
            yield Found(f"{write.kind} {write.key}", words)


ALLOWED: dict[Outcome, tuple[int, ...]] = {
    "done": (1,),
    "unheard": (0, 1),
    "broken": (0, 1),
    "refused": (0,),
}


def _by_key(query: str) -> Counting:
    """Count by the key of the wish itself."""

    def count(rows: Rows, wishes: list[list[Told]]) -> Counter[str]:
        return _counter(rows, query, [tries[0].write.key for tries in wishes])

    return count


def _by_sent(query: str, *names: str) -> Counting:
    """Count by what was sent: `about` and what stands under these names."""

    def count(rows: Rows, wishes: list[list[Told]]) -> Counter[str]:
        writes = [
            tries[0].write for tries in wishes if set(names) - {"about"} <= set(tries[0].write.sent)
        ]
        columns = [[one.key for one in writes]]
        columns += [
            [one.about if name == "about" else one.sent[name] for one in writes] for name in names
        ]
        return _counter(rows, query, *columns)

    return count


def _words_of(rows: Rows, wishes: list[list[Told]]) -> Counter[str]:
    """Count words by what was written; what came without words counts as it was heard."""
    return _only_those_with(rows, wishes, "text", _by_sent(WORDS, "about", "text"))


def _papers_of(rows: Rows, wishes: list[list[Told]]) -> Counter[str]:
    """Count the files that came with words."""
    return _only_those_with(rows, wishes, "sha256", _by_sent(PAPERS, "sha256"))


def _only_those_with(
    rows: Rows, wishes: list[list[Told]], name: str, counting: Counting
) -> Counter[str]:
    counted = counting(rows, wishes)
    for tries in wishes:
        if name not in tries[0].write.sent and verdict(tries) == "done":
            counted[tries[0].write.key] = 1
    return counted


def _counter(rows: Rows, query: str, *columns: list[str]) -> Counter[str]:
    return Counter(dict(rows.execute(query, columns).fetchall()))


KEYED = (
    *("message", "answer", "accept", "withdraw", "decide"),
    *("claim", "start", "tell", "note", "solve", "release"),
)
"""What is done with a case under a key that the page gave: each is one event."""
COUNTINGS: tuple[tuple[str, tuple[str, ...], Counting], ...] = (
    ("", ("begin",), _by_key(DRAFTS)),
    ("", ("upload",), _by_sent(UPLOADS, "about", "sha256")),
    ("", ("submit",), _by_key(CASES)),
    ("", ("amend",), _by_key(SENT)),
    ("", KEYED, _by_key(OCCASIONS)),
    (", its words", ("message", "tell", "note"), _words_of),
    (", its file", ("message",), _papers_of),
)


def _numbers_given(record: Record, rows: Rows) -> Iterator[Found]:
    """Say which case does not have the number that its requester was given."""
    drafts = {one.write.about: one for one in record.of_kind("submit") if one.outcome == "done"}
    numbers = {key: number for key, number, *_rest in rows.execute(NUMBERED, [list(drafts)])}
    for key, told in drafts.items():
        if numbers.get(key) != told.given:
            yield Found(f"submit {key}", f"was given {told.given}, is {numbers.get(key)}")


def _answers(record: Record, rows: Rows) -> Iterator[Found]:
    """Say where an answer stands that nobody saved last, in a draft or in its case."""
    saved: dict[tuple[str, str], list[Told]] = {}
    for one in record.of_kind("save"):
        saved.setdefault((one.write.about, one.write.sent["path"]), []).append(one)
    keys = list({draft for draft, _path in saved})
    there = {row[0]: row for row in rows.execute(NUMBERED, [keys])}
    accepted = {(case, name): key for case, name, key in rows.execute(ACCEPTED, [keys])}
    for (draft, path), tries in saved.items():
        allowed = _last_values(tries)
        row = there.get(draft)
        if row is None:
            yield Found(f"save {draft}", "the draft is not there")
            continue
        _key, number, _organisation, answers, in_case, conflicts = row
        if answers.get(path, "") not in allowed:
            yield Found(f"save {draft}.{path}", f"{answers.get(path)!r} is none of {allowed}")
        last = saved.get((accepted.get((number, path), draft), path))
        if number and last and in_case.get(path, "") not in _last_values(last):
            yield Found(f"case {number}.{path}", f"{in_case.get(path)!r} was not saved last")
        if path in conflicts:
            yield Found(f"save {draft}.{path}", "one window disputes with itself")


def _last_values(tries: list[Told]) -> set[str]:
    """The values that may stand: the last that was taken, and what nobody heard of since."""
    allowed = {""}
    for one in tries:
        if one.outcome == "done":
            allowed = {one.write.sent["value"]}
        elif one.outcome in ("unheard", "broken"):
            allowed.add(one.write.sent["value"])
    return allowed


def _faults(record: Record) -> Iterator[Found]:
    """Say where a client met an error page: 503 and 507 are answers, any other is a fault of ours."""
    for one in record.writes:
        if one.outcome == "broken" and one.status not in (503, 507):
            yield Found(f"{one.write.kind} {one.write.key}", f"an error page, {one.status}")


def check_file(path: Path) -> Report:
    """Check a record against the service that it names."""
    record = read_record(path)
    setting = record.setting
    server = database.find_server(setting["cluster"])
    with server.connect("admin", setting["database"]) as rows:
        return check(record, rows, Path(setting["files"]), Path(setting["mail"]))


def main(words: Iterable[str] | None = None) -> int:
    """Check the record that the command names; 1 when something is not as it was promised."""
    parser = argparse.ArgumentParser(prog="python -m fire.writers.checker", description=__doc__)
    parser.add_argument("record", type=Path)
    report = check_file(parser.parse_args(words).record)
    print(report)
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
