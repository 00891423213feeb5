"""Counters that many change at once: differences are added, and folded into totals later.

A key names a queue and a view of it ("queue:7:unassigned"); figures of one person are counted
live. A total is never a global number: it is as wide as the queue that its key names.
"""

import logging
from collections.abc import Callable, Collection, Mapping

from django.db import connection, transaction

from loket.core.crash import crash_point
from loket.core.models import CounterDelta

log = logging.getLogger("loket.counters")

_TOTALS = """
SELECT key, sum(amount)::bigint FROM (
    SELECT key, total AS amount FROM core_counter
    WHERE key = ANY(%(keys)s) AND organisation_id = {organisation}
    UNION ALL
    SELECT key, delta FROM core_counterdelta
    WHERE key = ANY(%(keys)s) AND organisation_id = {organisation}
) AS both_of_them GROUP BY key
"""
_FOLD = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM core_counterdelta WHERE organisation_id = {organisation}
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM core_counterdelta AS one USING chosen WHERE one.id = chosen.id
    RETURNING one.key, one.delta
), sums AS (SELECT key, sum(delta) AS delta FROM taken GROUP BY key ORDER BY key),
folded AS (
    INSERT INTO core_counter (organisation_id, key, total)
    SELECT {organisation}, key, delta FROM sums
    ON CONFLICT (organisation_id, key) DO UPDATE SET total = core_counter.total + excluded.total
)
SELECT count(*) FROM taken
"""
_ORGANISATION = "nullif(current_setting('loket.organisation'), '')::bigint"


def add_to_counters(differences: Mapping[str, int]) -> None:
    """Count up or down, in the transaction that makes it so; nobody waits for anybody."""
    CounterDelta.objects.bulk_create(
        CounterDelta(key=key, delta=delta) for key, delta in differences.items() if delta
    )


def read_counters(keys: Collection[str]) -> dict[str, int]:
    """Return the totals of these keys in one reading; a key that was never counted is 0."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS.format(organisation=_ORGANISATION), {"keys": list(keys)})
        totals: dict[str, int] = dict(cursor.fetchall())
    return {key: totals.get(key, 0) for key in keys}


@transaction.atomic
def fold_counters(limit: int = 10_000) -> int:
    """Add differences to their totals; return how many. Two workers never fold the same one."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD.format(organisation=_ORGANISATION), {"limit": limit})
        (folded,) = cursor.fetchone()
    crash_point("counters.before_commit")
    return int(folded)


def check_counters(recount: Callable[[], Mapping[str, int]]) -> dict[str, int]:
    """Hold the totals against a recount at one moment; log, mend and return every difference."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        counted = recount()
        totals = read_counters(counted.keys())
        wrong = {key: right - totals[key] for key, right in counted.items() if totals[key] != right}
        add_to_counters(wrong)
    for key, difference in wrong.items():
        log.error("counter %s was off by %d", key, -difference)
    return wrong
