"""Read events in the order in which they settled: what a longer transaction wrote is not missed.

Numbers of events are not the order of commits. A reader takes only events of transactions older
than any that still runs, in the order of their transactions.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import ProgrammingError, connection

from loket.core.live.hearing import Cursor, Ear, Happening, Told, told

_UNTIL = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
_BETWEEN = """
SELECT organisation_id, tx::text, id, kind, visibility, about_id, topics, at FROM core_event
WHERE tx >= %s::text::xid8 AND tx < %s::text::xid8
  AND (tx > %s::text::xid8 OR id > %s)
  AND organisation_id = (SELECT nullif(current_setting('loket.organisation', true), '')::bigint)
ORDER BY tx, id LIMIT %s
"""
_LINEAGE = """
SELECT system_identifier::text || ':' || (SELECT timeline_id FROM pg_control_checkpoint())
FROM pg_control_system()
"""

MOST = 500
"""Events that a stream catches up with; who missed more reads the page anew."""
OLD = timedelta(hours=1)
"""An event that turns up later than this was put back from a backup; no transaction lasts so long."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What happened since somebody heard last; with `anew` they must read their page again."""

    said: tuple[Told, ...]
    until: Cursor
    anew: bool = False


def settled_until() -> int:
    """The transaction up to which everything is settled: no older one still runs."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTIL)
        return int(cursor.fetchone()[0])


@cache
def lineage() -> str:
    """A sign of the database that changes when another one takes its place.

    A server that keeps its own number to itself has none.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(_LINEAGE)
            (said,) = cursor.fetchone()
    except ProgrammingError:
        return ""
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def happenings(since: Cursor, until: int, most: int) -> list[Happening]:
    """The settled events of the organisation behind a cursor, in their order."""
    with connection.cursor() as cursor:
        tx = str(since.tx)
        cursor.execute(_BETWEEN, (tx, str(until), tx, since.id, most))
        rows = cursor.fetchall()
    return [
        Happening(organisation, int(tx), pk, kind, circle, about, frozenset(topics), at)
        for organisation, tx, pk, kind, circle, about, topics, at in rows
    ]


def is_old(event: Happening, now: datetime) -> bool:
    """Whether it happened before the database was put back."""
    return now - event.at > OLD


def missed(ears: Iterable[Ear], since: Cursor | None, *, now: datetime) -> Missed:
    """What a stream with these ears has not heard yet; a cursor of nowhere is read anew."""
    sign, until = lineage(), settled_until()
    here = Cursor(until, 0, sign)
    if since is None:
        return Missed((), here)
    if not since.is_known(until, sign):
        return Missed((), here, anew=True)
    found: Sequence[Happening] = happenings(since, until, MOST + 1)
    if len(found) > MOST or any(is_old(event, now) for event in found):
        return Missed((), here, anew=True)
    kept = frozenset(ears)
    return Missed(tuple(one for event in found for one in told(kept, event, sign)), here)
