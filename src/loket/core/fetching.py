"""Fetches jobs for the worker: the organisations by turns, so that none waits for all of another."""

from collections.abc import Iterable

from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job

from loket.core.jobs import Again

_NEXT = """
WITH candidate AS (
    SELECT first.id FROM core_organisation AS one CROSS JOIN LATERAL (
        SELECT id FROM procrastinate_jobs
        WHERE status = 'todo' AND queue_name = ANY(%(queues)s::varchar[]) AND priority >= 0
          AND lock IS NULL AND args ->> 'organisation_id' = one.id::text
          AND (scheduled_at IS NULL OR scheduled_at <= now())
        ORDER BY id LIMIT 1
    ) AS first WHERE one.id <> ALL(%(served)s::bigint[]) ORDER BY first.id LIMIT 1
), taken AS (
    SELECT id FROM procrastinate_jobs WHERE id = (SELECT id FROM candidate) AND status = 'todo'
    FOR UPDATE SKIP LOCKED
)
UPDATE procrastinate_jobs AS job SET status = 'doing', worker_id = %(worker_id)s
FROM taken WHERE job.id = taken.id
RETURNING job.id, job.status, job.task_name, job.priority, job.lock, job.queueing_lock, job.args,
    job.scheduled_at, job.queue_name, job.attempts, job.worker_id
"""


class ByTurns(Again):
    """Gives a job of an organisation that had none in this round, else begins a new round.

    The first job of a round is the oldest of all, as it is without turns. What waits behind
    everything else goes when nothing else is there.
    """

    def __init__(self, connector: BaseConnector) -> None:
        """Begin the first round."""
        super().__init__(connector)
        self.served: set[int] = set()

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Fetch the next job, and mark it as being done."""
        wanted = self.served and queues
        job = await self.fetch_other(queues or (), worker_id) if wanted else None
        if job is None:
            self.served.clear()
            job = await super().fetch_job(queues, worker_id)
        if job and (organisation_id := job.task_kwargs.get("organisation_id")):
            self.served.add(int(str(organisation_id)))
        return job

    async def fetch_other(self, queues: Iterable[str], worker_id: int) -> Job | None:
        """The oldest job of the organisations that had no turn yet."""
        rows = await self.connector.execute_query_all_async(
            _NEXT, queues=list(queues), worker_id=worker_id, served=sorted(self.served)
        )
        return Job.from_row(rows[0]) if rows else None
