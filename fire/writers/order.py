"""What must be so in every Loket, whoever did what: files, numbers, events, mails, jobs, clocks."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from loket.config.caught_mail import read_mails
from loket.documents.store import INCOMING

type Rows = psycopg.Connection[tuple[Any, ...]]

SWEPT_AFTER = 3600.0  # seconds that a file without a row may lie there
LIVING = 60  # seconds since the last sign of life of a worker that is at work

HOLDERS = """
SELECT child.relname, attribute.attname FROM pg_constraint link
JOIN pg_class child ON child.oid = link.conrelid
JOIN pg_class parent ON parent.oid = link.confrelid
JOIN pg_attribute attribute ON attribute.attrelid = child.oid AND attribute.attnum = link.conkey[1]
WHERE link.contype = 'f' AND parent.relname = 'documents_storedfile'
"""
SERIES = """
SELECT series.organisation_id, series.prefix, series.next, array_agg(one.number)
FROM core_numberseries series
JOIN cases_case one ON one.organisation_id = series.organisation_id
                   AND one.number ~ ('^' || series.prefix || '[0-9]+$')
WHERE series.gapless GROUP BY 1, 2, 3
"""
EVENTS = """
SELECT count(*), md5(string_agg(md5(row(event.*)::text), '' ORDER BY event.id))
FROM core_event event WHERE event.id <= %s
"""
TWICE = """
SELECT organisation_id, idem, count(*) FROM core_event WHERE idem <> '' GROUP BY 1, 2
HAVING count(*) > 1
"""
UNTOLD = """
SELECT one.number, count(event.id) FROM cases_case one
LEFT JOIN core_event event ON event.about_kind = 'cases.case' AND event.about_id = one.id
      AND event.kind IN ('case.submitted', 'case.split_off')
WHERE one.draft_id IS NOT NULL GROUP BY 1 HAVING count(event.id) <> 1
"""
UNWRITTEN = """
SELECT one.number, made.sent, made.decided,
       count(event.id) FILTER (WHERE event.kind = 'case.amended'),
       count(event.id) FILTER (WHERE event.kind = 'case.changes_decided')
FROM cases_case one
JOIN (SELECT case_id, count(sent_at) AS sent, count(decided_by_id) AS decided
      FROM cases_changeset GROUP BY 1) made ON made.case_id = one.id
LEFT JOIN core_event event ON event.about_kind = 'cases.case' AND event.about_id = one.id
GROUP BY 1, 2, 3
HAVING made.sent <> count(event.id) FILTER (WHERE event.kind = 'case.amended')
    OR made.decided <> count(event.id) FILTER (WHERE event.kind = 'case.changes_decided')
"""
OTHERWISE = """
SELECT one.number, one.status, last.status FROM cases_case one
JOIN LATERAL (SELECT event.data ->> 'status' AS status FROM core_event event
              WHERE event.about_kind = 'cases.case' AND event.about_id = one.id
                AND event.data ? 'status' ORDER BY event.id DESC LIMIT 1) last ON true
WHERE last.status <> one.status
"""
MAILS = "SELECT message_id, state, send_after <= now() FROM contacts_outgoingmail"
NOTICES = """
SELECT person_id, event_id, kind, count(*) FROM contacts_notification GROUP BY 1, 2, 3
HAVING count(*) > 1
"""
UNTHANKED = """
SELECT one.number FROM cases_case one
JOIN core_event event ON event.about_kind = 'cases.case' AND event.about_id = one.id
     AND event.kind = 'case.submitted' AND event.id > %s
WHERE NOT EXISTS (SELECT FROM contacts_notification notice WHERE notice.event_id = event.id)
"""
JOBS = """
SELECT job.id, job.task_name, job.status, job.args ->> 'job', job.attempts
FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status IN ('failed', 'aborted', 'cancelled')
   OR (job.status = 'doing' AND (job.task_name NOT LIKE 'periodic.%%' OR worker.id IS NULL
       OR worker.last_heartbeat < now() - make_interval(secs => %s)))
   OR (job.status = 'todo' AND job.task_name NOT LIKE 'periodic.%%'
       AND coalesce(job.scheduled_at, now()) <= now())
"""
CLOCKS = """
SELECT clock.id, clock.metric, clock.fired_at, clock.stopped_at, clock.due_at,
       (SELECT count(*) FROM core_event event
        WHERE event.kind = 'clock.fired' AND event.about_id = clock.id),
       (SELECT array_agg(part.running) FROM core_clocksegment part
        WHERE part.clock_id = clock.id AND part.until IS NULL),
       clock.target_term <> '' OR clock.target_minutes IS NOT NULL,
       clock.due_at < now() - interval '1 minute',
       (SELECT one.closed_at FROM cases_case one
        WHERE clock.about_kind = 'cases.case' AND clock.about_id = one.id)
FROM core_clock clock
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is not as it was promised."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Order:
    """Where to look, and what was there before."""

    rows: Rows
    files: Path
    mail: Path
    baseline: dict[str, Any]


def orders() -> tuple[tuple[str, Callable[[Order], Iterator[Found]]], ...]:
    """Give all that is looked at, by name."""
    return (
        ("each row has its file", rows_have_files),
        ("each file has its row", files_have_rows),
        ("each row of a file is held", rows_are_held),
        ("numbers without gap", numbers_without_gap),
        ("events only grow", events_only_grow),
        ("events tell of every case", events_tell),
        ("mails once", mails_once),
        ("notices once", notices_once),
        ("jobs are done", jobs_are_done),
        ("clocks agree", clocks_agree),
    )


def take_baseline(rows: Rows) -> dict[str, Any]:
    """Note what there is before anything happens."""
    row = rows.execute("SELECT coalesce(max(id), 0) FROM core_event").fetchone()
    last = row[0] if row else 0
    return {
        "last_event": last,
        "events": list(rows.execute(EVENTS, [last]).fetchone() or ()),
        "mails": [known for known, state, _due in rows.execute(MAILS) if state == "accepted"],
    }


def rows_have_files(order: Order) -> Iterator[Found]:
    """Say which row has no file, or another one than it says."""
    query = "SELECT id, path, size, encode(sha256, 'hex') FROM documents_storedfile"
    for number, path, size, digest in order.rows.execute(query):
        file = order.files / path
        if not file.is_file():
            yield Found(f"file {number}", "its bytes are not there")
        elif file.stat().st_size != size or _digest(file) != digest:
            yield Found(f"file {number}", "its bytes are not those that came in")


def files_have_rows(order: Order) -> Iterator[Found]:
    """Say which file has lain there without a row for longer than one may."""
    known = {path for (path,) in order.rows.execute("SELECT path FROM documents_storedfile")}
    now = time.time()
    incoming = order.files / INCOMING
    for file in incoming.iterdir() if incoming.is_dir() else ():
        if now - file.stat().st_mtime > SWEPT_AFTER:
            yield Found(f"file {file.name}", "stopped coming in, and nobody swept it up")
    for file in placed_files(order.files):
        if str(file.relative_to(order.files)) in known:
            continue
        if now - file.stat().st_mtime > SWEPT_AFTER:
            yield Found(f"file {file.name}", "no row knows it, and nobody swept it up")


def placed_files(files: Path) -> Iterator[Path]:
    """Give the files of all organisations, those that come in just now left out."""
    for folder in sorted(files.iterdir()) if files.is_dir() else ():
        if folder.name.isdecimal():
            yield from (one for one in sorted(folder.rglob("*")) if one.is_file())


def rows_are_held(order: Order) -> Iterator[Found]:
    """Say which row of a file belongs to nothing: nobody would ever find or delete it."""
    holders = order.rows.execute(HOLDERS).fetchall()
    held = sql.SQL(" UNION ").join(
        sql.SQL("SELECT {column} FROM {table}").format(
            column=sql.Identifier(column), table=sql.Identifier(table)
        )
        for table, column in holders
        if (table, column) != ("documents_storedfile", "derived_from_id")
    )
    query = sql.SQL(
        "SELECT id, name FROM documents_storedfile WHERE derived_from_id IS NULL"
        " AND id NOT IN (SELECT held.one FROM ({held}) AS held (one) WHERE held.one IS NOT NULL)"
    ).format(held=held)
    for number, name in order.rows.execute(query):
        yield Found(f"file {number}", f"{name} belongs to nothing")


def numbers_without_gap(order: Order) -> Iterator[Found]:
    """Say which number of a series is missing, was given twice, or was never given out."""
    for organisation, prefix, following, numbers in order.rows.execute(SERIES):
        given = Counter(int(one.removeprefix(prefix)) for one in numbers)
        for number in range(min(given), following):
            if given[number] != 1:
                words = "is a gap" if not given[number] else f"was given {given[number]} times"
                yield Found(f"number {prefix}{number} of {organisation}", words)
        for number in given:
            if number >= following:
                yield Found(f"number {prefix}{number} of {organisation}", "was not given out yet")


def events_only_grow(order: Order) -> Iterator[Found]:
    """Say whether an event of before was changed or is gone, or one is there twice."""
    if order.baseline:
        last = order.baseline["last_event"]
        now = list(order.rows.execute(EVENTS, [last]).fetchone() or ())
        if now != order.baseline["events"]:
            yield Found("events", f"those of before {last} are not what they were")
    for organisation, idem, count in order.rows.execute(TWICE):
        yield Found(f"event {idem} of {organisation}", f"is there {count} times")


def events_tell(order: Order) -> Iterator[Found]:
    """Say which case came without an event, and which stands otherwise than its last event says."""
    for number, count in order.rows.execute(UNTOLD):
        yield Found(f"case {number}", f"{count} events tell how it came")
    for number, sent, decided, amended, told in order.rows.execute(UNWRITTEN):
        words = f"changes sent {sent} and decided {decided} times, events {amended} and {told}"
        yield Found(f"case {number}", words)
    for number, status, told in order.rows.execute(OTHERWISE):
        yield Found(f"case {number}", f"is {status}, its last event says {told}")


def mails_once(order: Order) -> Iterator[Found]:
    """Say which mail was sent twice, or not at all, by the count of who caught them."""
    caught = Counter(str(one.message["Message-ID"]).strip() for one in read_mails(order.mail))
    before = set(order.baseline.get("mails", ()))
    known = set(before)
    for message_id, state, due in order.rows.execute(MAILS):
        known.add(message_id)
        if message_id in before:
            continue
        times = caught[message_id]
        if times not in {"accepted": (1,), "sending": (0, 1), "uncertain": (0, 1)}.get(state, (0,)):
            yield Found(f"mail {message_id}", f"is {state}, and was caught {times} times")
        if state in ("queued", "collecting") and due:
            yield Found(f"mail {message_id}", f"is due and still {state}")
        if state == "failed":
            yield Found(f"mail {message_id}", "failed")
    for message_id in caught.keys() - known:
        yield Found(f"mail {message_id}", "was caught, and nobody knows of it")


def notices_once(order: Order) -> Iterator[Found]:
    """Say who was told the same twice, and which case was taken in without a word."""
    for person, event, kind, count in order.rows.execute(NOTICES):
        yield Found(f"notice {kind} of event {event}", f"{count} times to {person}")
    for (number,) in order.rows.execute(UNTHANKED, [order.baseline.get("last_event", 0)]):
        yield Found(f"case {number}", "nobody was told that it came in")


def jobs_are_done(order: Order) -> Iterator[Found]:
    """Say which job hangs, failed or still waits, once the worker had time."""
    for number, task, status, job, attempts in order.rows.execute(JOBS, [LIVING]):
        yield Found(f"job {number}", f"{job or task} is {status} after {attempts} tries")


def clocks_agree(order: Order) -> Iterator[Found]:
    """Say which clock fired twice or never, or contradicts its own stretches."""
    for row in order.rows.execute(CLOCKS):
        number, metric, fired, stopped, due, told, going, has_target, overdue, closed = row
        name = f"clock {number} ({metric})"
        if told != (1 if fired else 0):
            yield Found(name, f"fired at {fired}, and {told} events tell so")
        if stopped and going:
            yield Found(name, "was stopped and still runs")
        if stopped or fired:
            continue
        if overdue:
            yield Found(name, "is due and did not fire")
        if closed:
            yield Found(name, "runs on although the case is closed")
        if has_target:
            yield from _stretches_agree(name, going or [], due)


def _stretches_agree(name: str, going: list[bool], due: object) -> Iterator[Found]:
    """Say whether a clock that neither fired nor stopped is in no stretch, or in a wrong one."""
    if len(going) != 1:
        yield Found(name, f"is in {len(going)} stretches at once")
    elif bool(due) != going[0]:
        yield Found(name, "stands still and is due, or runs and is not")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
