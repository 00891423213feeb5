"""Clockwork of the foundation."""

from datetime import timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

from loket.core.calendars import lengthen_calendars
from loket.core.clock import now
from loket.core.clocks import fire_due
from loket.core.counters import fold_counters
from loket.core.presence import forget_presence

STALLED_AFTER = 60
"""Seconds without a heartbeat after which a worker is taken for dead."""

DONE_KEPT = timedelta(days=7)

_DELETE_DONE = """
DELETE FROM procrastinate_jobs WHERE status = 'succeeded' AND id IN
  (SELECT job_id FROM procrastinate_events WHERE type = 'succeeded' AND at < %s)
"""

_STALLED = """
SELECT job.id FROM procrastinate_jobs job
LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing'
  AND (worker.id IS NULL OR worker.last_heartbeat < now() - %s * interval '1 second')
ORDER BY job.id
"""
_LET_GO = "SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)"

BATCH = 100
"""Clocks that fire in one transaction."""


def fire_due_clocks() -> None:
    """Fire all clocks that are due, in small transactions; after a stop this catches up."""
    at = now()
    while fire_due(at, BATCH) == BATCH:
        pass


def fold_all_counters() -> None:
    """Fold what was counted since the last time."""
    fold_counters()


def lengthen_all_calendars() -> None:
    """See to it that no term runs off the end of a calendar."""
    lengthen_calendars(now().date())


def forget_presences() -> None:
    """Throw away who was where long ago."""
    forget_presence(at=now())


def forget_done_jobs() -> None:
    """Let go of the jobs that were done a week ago; those that failed stay to be looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_DELETE_DONE, [now() - DONE_KEPT])


def retry_stalled_jobs() -> None:
    """Give the jobs of killed workers back to the living.

    One whose key another job took since is let go: that one does its work.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STALLED, [STALLED_AFTER])
        stalled = [number for (number,) in cursor.fetchall()]
        for number in stalled:
            try:
                with transaction.atomic():
                    app.job_manager.retry_job_by_id(number, now())
            except UniqueViolation:
                cursor.execute(_LET_GO, [number])
