"""Fill a database with cases by COPY: as many as asked, a twelfth of them open."""

import contextlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any

import psycopg

FIRST = "bench"
"""The organisation that has all the cases."""
OPEN_PART = 12
"""One in so many cases is open."""
OWN = 240
"""Of so many youngest cases the first handler has all that are of somebody: the same at any size."""
PEOPLE_PART = 5
"""One person for so many cases."""
BATCH = 2_000
NOTHING = "\\N"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANSWERS = {"verlof": "vierdagenweek", "begindatum": "2027-03-01", "statuut": "statutair"}
LANGUAGES = ("nl",) * 27 + ("fr",) * 15 + ("en",) * 2 + ("de",)
PRIORITIES = (1,) * 37 + (0,) * 6 + (2,) * 5 + (3,)
EVENTS = (
    ("case.submitted", "submit", "open"),
    ("case.assigned", "claim", "assigned"),
    ("case.started", "start", "in_progress"),
)
CASE = (
    "id organisation_id number version_id answers answers_rev title requester_id subject_id"
    " submitted_by_id requester_unit_id language queue_id assignee_id status resume_status waits_on waits_until"
    " outcome close_reason priority due_at is_late version_lock reopened_count refused_count created_at"
    " last_public_at closed_at"
)
EVENT = (
    "organisation_id about_kind about_id kind visibility actor_id channel occurred_at topics data"
    " idem"
)
TASK = (
    "organisation_id key case_id kind party person_id third_party blocks pauses due_at created_at"
    " dropped slot item"
)
PARTY = "id organisation_id key kind name sort_key language"
PERSON = "party_id organisation_id given_name avatar_key demo_role"


type Row = tuple[object, ...]


@dataclass(frozen=True)
class Setting:
    """What the cases point to."""

    organisation: int
    version: int
    queues: list[int]
    units: list[int]
    handlers: list[int]
    title: dict[str, str]
    first_case: int
    first_person: int


def seed(
    connection: psycopg.Connection[Any], setting: Setting, cases: int, *, beside: bool = False
) -> None:
    """Write persons, cases, their tasks and events, then let the database look at them.

    Keys between the tables and indexes are made after the rows: each is then checked and built
    as a whole, which is what keeps a million rows within minutes. What comes `beside` the rows
    of others leaves their indexes alone.
    """
    people = max(cases // PEOPLE_PART, 100)
    connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
    connection.execute("SET LOCAL synchronous_commit = off")
    with contextlib.nullcontext() if beside else without_indexes(connection):
        copy(connection, "people_party", PARTY, parties(setting, people))
        copy(connection, "people_person", PERSON, persons(setting, people))
        copy(connection, "cases_case", CASE, rows_of_cases(setting, cases, people))
        copy(connection, "cases_task", TASK, tasks(setting, cases, people))
        copy(connection, "core_event", EVENT, events(setting, cases, people))
    for table, column in (("cases_case", "id"), ("people_party", "id")):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "  # noqa: S608  our own names
            f"(SELECT max({column}) FROM {table}))"
        )
    series = "UPDATE core_numberseries SET next = %s WHERE organisation_id = %s"
    connection.execute(series, [cases + 1, setting.organisation])
    connection.execute(COUNT, [setting.organisation, setting.organisation])
    connection.commit()
    connection.autocommit = True
    connection.execute("ANALYZE" if beside else "VACUUM ANALYZE")
    connection.execute("CHECKPOINT")


@contextmanager
def without_indexes(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Take foreign keys and indexes off the tables that are filled, and make them again."""
    found = connection.execute(KEYS_AND_INDEXES, {"tables": list(FILLED)}).fetchall()
    for drop, _make in found:
        connection.execute(drop)
    yield
    for _drop, make in reversed(found):
        connection.execute(make)


FILLED = ("people_party", "people_person", "cases_case", "cases_task", "core_event")
KEYS_AND_INDEXES = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
              conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tables)s::regclass[])
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY(%(tables)s::regclass[]) AND NOT indisprimary
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""

COUNT = """
INSERT INTO core_counter (organisation_id, key, total)
SELECT organisation_id, 'queue:' || queue_id || ':' || view, count(*) FROM (
    SELECT organisation_id, queue_id, unnest(array_remove(ARRAY[
        'team',
        CASE WHEN assignee_id IS NULL THEN 'unassigned' END,
        CASE WHEN waits_on <> '' THEN 'waiting' END,
        CASE WHEN is_late THEN 'late' END], NULL)) AS view
    FROM cases_case WHERE closed_at IS NULL AND organisation_id = %s) AS open GROUP BY 1, 2
UNION ALL
SELECT organisation_id, 'version:' || version_id || ':handed_in', count(*)
FROM cases_case WHERE organisation_id = %s GROUP BY organisation_id, version_id
"""


def copy(
    connection: psycopg.Connection[Any], table: str, columns: str, rows: Iterator[Row]
) -> None:
    """Write rows by COPY, many at a time."""
    names = ", ".join(columns.split())
    with connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as target:
        for some in batched(rows, BATCH, strict=False):
            target.write("".join(map(line, some)))


def line(row: Row) -> str:
    """A row as COPY reads it; none of our values holds a tab or the end of a line."""
    return "\t".join([NOTHING if one is None else escaped(str(one)) for one in row]) + "\n"


def escaped(text: str) -> str:
    """The text as COPY reads it, for which a backslash begins something."""
    return text.replace("\\", "\\\\") if "\\" in text else text


def parties(setting: Setting, people: int) -> Iterator[Row]:
    """Persons in the register."""
    for number in range(people):
        name = f"Persoon {number:07}"
        pk = setting.first_person + number
        yield (
            pk,
            setting.organisation,
            f"b{setting.organisation}-{number:010}",
            "person",
            name,
            name.lower(),
            "nl",
        )


def persons(setting: Setting, people: int) -> Iterator[Row]:
    """The same, as human beings."""
    for number in range(people):
        yield (setting.first_person + number, setting.organisation, "Persoon", "", "")


@dataclass(frozen=True, slots=True)
class Life:
    """How a case stands: from when it is, and what became of it."""

    number: int
    created: datetime
    is_open: bool
    status: str
    assignee: int | None
    waits: str
    due: datetime


def lives(setting: Setting, cases: int) -> Iterator[Life]:
    """Cases over three years; the youngest are the open ones, in every state."""
    chance = random.Random(7)  # noqa: S311  the same cases each time
    for number in range(cases):
        created = NOW - timedelta(minutes=(cases - number) * 1_500_000 / cases)
        is_open = number >= cases - cases // OPEN_PART
        status, assignee, waits, due = open_state(chance, setting)
        if assignee is not None and number >= cases - OWN:
            assignee = setting.handlers[0]
        if not is_open:
            status, waits, due = "closed_complete", "", created + timedelta(days=7)
            assignee = assignee or chance.choice(setting.handlers)
        yield Life(number, created, is_open, status, assignee, waits, due)


def rows_of_cases(setting: Setting, cases: int, people: int) -> Iterator[Row]:
    """The heads of the cases."""
    answers, title = json.dumps(ANSWERS), json.dumps(setting.title)
    queues, units = setting.queues, setting.units
    for life in lives(setting, cases):
        person = setting.first_person + life.number % people
        closed = None if life.is_open else life.created + timedelta(days=6)
        yield (
            setting.first_case + life.number,
            setting.organisation,
            f"HRB{life.number + 1:07}",
            setting.version,
            answers,
            1,
            title,
            *(person, person, person),
            units[life.number * 7 % len(units)],
            LANGUAGES[life.number * 13 % len(LANGUAGES)],
            queues[life.number % len(queues)],
            life.assignee,
            life.status,
            "in_progress" if life.status == "waiting" else "",
            life.waits,
            json.dumps({life.waits: life.due.isoformat()} if life.waits else {}),
            "" if life.is_open else "accepted",
            "",
            PRIORITIES[life.number * 11 % len(PRIORITIES)],
            life.due,
            life.is_open and life.due < NOW,
            *(4, 0, 0),
            life.created,
            closed or life.created + timedelta(hours=3),
            closed,
        )


def open_state(chance: random.Random, setting: Setting) -> tuple[str, int | None, str, datetime]:
    """A believable state: a third has nobody yet, a fifth waits for somebody."""
    due = NOW + timedelta(minutes=chance.randrange(-3_000, 20_000))
    lot = chance.random()
    if lot < 0.35:
        return "open", None, "manager" if lot < 0.1 else "", due
    handler = chance.choice(setting.handlers[1:])
    if lot < 0.55:
        return "waiting", handler, "requester", due
    return ("assigned" if lot < 0.7 else "in_progress"), handler, "", due


def tasks(setting: Setting, cases: int, people: int) -> Iterator[Row]:
    """What the open cases wait for: an answer of the requester, or the yes of a chief."""
    for life in lives(setting, cases):
        if not life.waits:
            continue
        asked = life.waits == "manager"
        person = life.number + 1 if asked else life.number
        yield (
            setting.organisation,
            f"b{setting.organisation}-{life.number:010}",
            setting.first_case + life.number,
            "approve" if asked else "answer",
            life.waits,
            setting.first_person + person % people,
            "",
            True,
            not asked,
            life.due,
            life.created,
            False,
            *("", ""),
        )


def events(setting: Setting, cases: int, people: int) -> Iterator[Row]:
    """Three events for each case."""
    said = [
        (kind, json.dumps({"action": action, "status": status, "colleague": setting.handlers[0]}))
        for kind, action, status in EVENTS
    ]
    for number in range(cases):
        at = NOW - timedelta(minutes=(cases - number) * 1_500_000 / cases)
        pk = setting.first_case + number
        actors = (setting.first_person + number % people, *setting.handlers[:1] * 2)
        for actor, (kind, data) in zip(actors, said, strict=True):
            topics = f"{{cases.case:{pk}}}"
            yield (
                *(setting.organisation, "cases.case", pk, kind, "public", actor, "web", at),
                *(topics, data, ""),
            )
