"""Who else is here: noted by pages that are open, read by the others that look at the same thing.

Nobody is asked to leave: who is not seen for a while is gone. What somebody types is no part of it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from loket.core.models import Presence

GONE_AFTER = timedelta(seconds=20)
"""Without a sign of life; an open page gives one every 8 to 12 seconds, one that asks every 15."""
WRITES_FOR = timedelta(seconds=20)
"""After the last words that were kept."""

_NOTE = """
INSERT INTO core_presence (organisation_id, topic, person_id, seen_at)
SELECT nullif(current_setting('loket.organisation'), '')::bigint, topic, person, %s
FROM unnest(%s::text[], %s::bigint[]) AS here (topic, person) ORDER BY topic, person
ON CONFLICT (organisation_id, topic, person_id) DO UPDATE SET seen_at = excluded.seen_at
WHERE core_presence.seen_at < excluded.seen_at - interval '8 seconds'
"""


@dataclass(frozen=True, slots=True, order=True)
class Company:
    """Somebody else who is here, and whether they write."""

    person_id: int
    writing: bool


def note_presence(here: Iterable[tuple[str, int]], *, at: datetime) -> None:
    """Note that these persons look at these topics; what was noted just now is not written again."""
    pairs = sorted(set(here))
    if pairs:
        topics, people = [topic for topic, _ in pairs], [person for _, person in pairs]
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, (at, topics, people))


def note_writing(topic: str, person_id: int, *, at: datetime) -> None:
    """Note that somebody wrote something there."""
    Presence.objects.update_or_create(
        topic=topic, person_id=person_id, defaults={"seen_at": at, "wrote_at": at}
    )


def note_sent(topic: str, person_id: int) -> None:
    """Note that somebody is done writing."""
    Presence.objects.filter(topic=topic, person_id=person_id).update(wrote_at=None)


def who_is_here(topics: Collection[str], *, at: datetime) -> dict[str, tuple[Company, ...]]:
    """Who looks at each of these topics, in the order of their numbers."""
    rows = Presence.objects.filter(topic__in=topics, seen_at__gt=at - GONE_AFTER)
    found: dict[str, list[Company]] = {}
    for topic, person, wrote in rows.values_list("topic", "person_id", "wrote_at"):
        writing = wrote is not None and at - wrote < WRITES_FOR
        found.setdefault(topic, []).append(Company(person, writing))
    return {topic: tuple(sorted(company)) for topic, company in found.items()}


def forget_presence(*, at: datetime) -> None:
    """Throw away who was here long ago."""
    Presence.objects.filter(seen_at__lt=at - timedelta(hours=1)).delete()
