"""Fill a database with cases by COPY: as many as asked, a twelfth of them open."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

OPEN_PART = 12
"""One in so many cases is open."""
PEOPLE_PART = 5
"""One person for so many cases."""
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANSWERS = {"verlof": "vierdagenweek", "begindatum": "2027-03-01", "statuut": "statutair"}
EVENTS = (
    ("case.submitted", "submit", "open"),
    ("case.assigned", "claim", "assigned"),
    ("case.started", "start", "in_progress"),
)
CASE = (
    "id organisation_id number version_id answers answers_rev title requester_id subject_id"
    " submitted_by_id language queue_id assignee_id status resume_status waits_on outcome"
    " close_reason priority due_at is_late version_lock reopened_count refused_count created_at"
    " last_public_at closed_at"
)
EVENT = (
    "organisation_id about_kind about_id kind visibility actor_id channel occurred_at topics data"
    " idem"
)
PARTY = "id organisation_id key kind name sort_key language"
PERSON = "party_id organisation_id given_name avatar_key demo_role"


@dataclass(frozen=True)
class Setting:
    """What the cases point to."""

    organisation: int
    version: int
    queues: list[int]
    handlers: list[int]
    title: dict[str, str]
    first_case: int
    first_person: int


def seed(connection: psycopg.Connection[Any], setting: Setting, cases: int) -> None:
    """Write persons, cases and their events, then let the database look at them."""
    people = max(cases // PEOPLE_PART, 100)
    copy(connection, "people_party", PARTY, parties(setting, people))
    copy(connection, "people_person", PERSON, persons(setting, people))
    copy(connection, "cases_case", CASE, rows_of_cases(setting, cases, people))
    copy(connection, "core_event", EVENT, events(setting, cases, people))
    for table, column in (("cases_case", "id"), ("people_party", "id")):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "  # noqa: S608  our own names
            f"(SELECT max({column}) FROM {table}))"
        )
    connection.execute("UPDATE core_numberseries SET next = %s", [cases + 1])
    connection.execute(COUNT)
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


COUNT = """
INSERT INTO core_counter (organisation_id, key, total)
SELECT organisation_id, 'queue:' || queue_id || ':' || view, count(*) FROM (
    SELECT organisation_id, queue_id, unnest(array_remove(ARRAY[
        'team',
        CASE WHEN assignee_id IS NULL THEN 'unassigned' END,
        CASE WHEN waits_on <> '' THEN 'waiting' END,
        CASE WHEN is_late THEN 'late' END], NULL)) AS view
    FROM cases_case WHERE closed_at IS NULL) AS open GROUP BY 1, 2
"""


def copy(
    connection: psycopg.Connection[Any], table: str, columns: str, rows: Iterator[tuple[Any, ...]]
) -> None:
    """Write rows by COPY."""
    names = ", ".join(columns.split())
    with connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as target:
        for row in rows:
            target.write_row(row)


def parties(setting: Setting, people: int) -> Iterator[tuple[Any, ...]]:
    """Persons in the register."""
    for number in range(people):
        name = f"Persoon {number:07}"
        pk = setting.first_person + number
        yield (pk, setting.organisation, f"bench-{number:010}", "person", name, name.lower(), "nl")


def persons(setting: Setting, people: int) -> Iterator[tuple[Any, ...]]:
    """The same, as human beings."""
    for number in range(people):
        yield (setting.first_person + number, setting.organisation, "Persoon", "", "")


def rows_of_cases(setting: Setting, cases: int, people: int) -> Iterator[tuple[Any, ...]]:
    """Cases over three years; the youngest are the open ones, in every state."""
    chance = random.Random(7)  # noqa: S311  the same cases each time
    answers, title = json.dumps(ANSWERS), json.dumps(setting.title)
    for number in range(cases):
        created = NOW - timedelta(minutes=(cases - number) * 1_500_000 / cases)
        person = setting.first_person + number % people
        is_open = number >= cases - cases // OPEN_PART
        status, assignee, waits, due = open_state(chance, setting, created)
        if not is_open:
            status, waits, due = "closed_complete", "", created + timedelta(days=7)
            assignee = assignee or setting.handlers[0]
        closed = None if is_open else created + timedelta(days=6)
        yield (
            setting.first_case + number,
            setting.organisation,
            f"HRB{number + 1:07}",
            setting.version,
            answers,
            1,
            title,
            *(person, person, person),
            "nl",
            setting.queues[number % len(setting.queues)],
            assignee,
            status,
            "in_progress" if status == "waiting" else "",
            waits,
            "" if is_open else "accepted",
            "",
            1,
            due,
            is_open and due < NOW,
            *(4, 0, 0),
            created,
            closed or created + timedelta(hours=3),
            closed,
        )


def open_state(
    chance: random.Random, setting: Setting, created: datetime
) -> tuple[str, int | None, str, datetime]:
    """A believable state: a third has nobody yet, a fifth waits for somebody."""
    due = NOW + timedelta(minutes=chance.randrange(-3_000, 20_000))
    lot = chance.random()
    if lot < 0.35:
        return "open", None, "manager" if lot < 0.1 else "", due
    handler = chance.choice(setting.handlers)
    if lot < 0.55:
        return "waiting", handler, "requester", due
    return ("assigned" if lot < 0.7 else "in_progress"), handler, "", due


def events(setting: Setting, cases: int, people: int) -> Iterator[tuple[Any, ...]]:
    """Three events for each case."""
    for number in range(cases):
        at = NOW - timedelta(minutes=(cases - number) * 1_500_000 / cases)
        pk = setting.first_case + number
        actors = (setting.first_person + number % people, *setting.handlers[:1] * 2)
        for actor, (kind, action, status) in zip(actors, EVENTS, strict=True):
            data = {"action": action, "status": status, "colleague": setting.handlers[0]}
            yield (
                setting.organisation,
                "cases.case",
                pk,
                kind,
                "public",
                actor,
                "web",
                at,
                [f"cases.case:{pk}"],
                json.dumps(data),
                "",
            )
