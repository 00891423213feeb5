"""Background work in the database: enqueued inside the transaction that makes it necessary.

A job is a function named by its path below `loket` ("cases.reactions.tell_people"). It gets ids,
fetches what it needs, and must be safe to run twice: it is retried after a failure, and run again
when its worker was killed. Jobs run with the rows of one organisation in sight.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from procrastinate import App, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.types import JSONValue

from loket.core.crash import crash_point
from loket.core.models import Organisation
from loket.core.outage import outage_of
from loket.core.tenancy import acting_in, current_organisation

logger = logging.getLogger(__name__)

_WAITS = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'"
Pool = Literal["default", "outbound", "deadlines", "files", "maintenance"]
AFTER_OUTAGE = 10
"""Seconds after which a job is tried again that the machine failed."""
LONGEST_WAIT = 600
"""Seconds after which a job is tried again at the latest for which the database had no time."""
POOLS: tuple[Pool, ...] = ("default", "outbound", "deadlines", "files", "maintenance")


@dataclass(frozen=True, slots=True)
class Periodic:
    """Clockwork: a job that comes round, for each organisation or once for the installation.

    `cron` has five fields, or six with seconds last.
    """

    cron: str
    job: str
    pool: Pool = "maintenance"
    each_organisation: bool = True


def enqueue(
    job: str,
    *,
    pool: Pool = "default",
    at: datetime | None = None,
    once: str = "",
    behind: bool = False,
    organisation_id: int | None = None,
    **arguments: JSONValue,
) -> None:
    """Put a job in the database, in the transaction that is open.

    `at` is the earliest moment to run it. With `once`, nothing is added while a job with the same
    key is still waiting. What is `behind` lets everything else of its pool go first. The job is
    of the organisation that is acted in; who knows which one it is spares the database a question.
    """
    organisation_id = organisation_id or current_organisation()
    lock = f"{organisation_id}:{once}" if once else None
    if lock and _waits(lock):
        return
    task = app.configure_task(
        "loket.run",
        queue=pool,
        schedule_at=at,
        priority=-1 if behind else 0,
        queueing_lock=lock,
    )
    if not once:
        task.defer(job=job, organisation_id=organisation_id, arguments=arguments)
        return
    try:
        with transaction.atomic():
            task.defer(job=job, organisation_id=organisation_id, arguments=arguments)
    except AlreadyEnqueued:
        return


def _waits(lock: str) -> bool:
    """Whether a job with this key waits already: to ask is cheaper than to be refused."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [lock])
        return cursor.fetchone() is not None


def waiting_jobs() -> int:
    """How many jobs are due or run, the clockwork left aside."""
    due = ProcrastinateJob.objects.filter(task_name="loket.run", status__in=("todo", "doing"))
    return due.exclude(scheduled_at__gt=Now()).count()


def resolve(job: str) -> Callable[..., None]:
    """The function behind the name of a job."""
    function: Callable[..., None] = import_string(f"loket.{job}")
    return function


class Patience(RetryStrategy):
    """A job that fails is tried again later and later; one that the machine failed, for ever and soon.

    Nobody gives up work because a database was away or a disk was full, for however long.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try again; None to give up."""
        if outage_of(exception):
            return RetryDecision(retry_in={"seconds": AFTER_OUTAGE})
        if isinstance(exception, OperationalError):  # a lock, a limit of time: nobody's mistake
            return RetryDecision(retry_in={"seconds": min(3 ** (job.attempts + 1), LONGEST_WAIT)})
        return super().get_retry_decision(exception=exception, job=job)


class Again(JobManager):
    """Lets a job run again, unless another with the same key waits already: that one does its work."""

    async def retry_job_by_id_async(
        self,
        job_id: int,
        retry_at: datetime,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Let a job wait for its next try, or let it go for the one that waits."""
        try:
            await super().retry_job_by_id_async(job_id, retry_at, priority, queue, lock)
        except UniqueViolation:
            await self.finish_job_by_id_async(job_id, Status.SUCCEEDED, delete_job=True)


@app.task(name="loket.run", retry=Patience(max_attempts=10, exponential_wait=3))
def run(job: str, organisation_id: int, arguments: dict[str, JSONValue]) -> None:
    """Run one job with the rows of its organisation in sight."""
    crash_point("job.begun")
    with acting_in(organisation_id):
        resolve(job)(**arguments)
    crash_point("job.done")


def register_periodic(worker_app: App) -> None:
    """Give the worker the clockwork that config/listeners.py lists."""
    periodics: tuple[Periodic, ...] = import_string(settings.PERIODIC_JOBS)
    for periodic in periodics:
        _register(worker_app, periodic)


def _register(worker_app: App, periodic: Periodic) -> None:
    @worker_app.periodic(cron=periodic.cron)
    @worker_app.task(
        name=f"periodic.{periodic.job}", queue=periodic.pool, queueing_lock=periodic.job
    )
    def tick(timestamp: int) -> None:
        try:
            run_periodic(periodic)
        except Exception as fault:
            if outage_of(fault) is None:
                raise
            logger.warning("%s waits for its next turn: %s", periodic.job, fault)


def run_periodic(periodic: Periodic) -> None:
    """Run clockwork for every organisation in turn, or once."""
    if not periodic.each_organisation:
        resolve(periodic.job)()
        return
    for organisation_id in Organisation.objects.values_list("pk", flat=True):
        with acting_in(organisation_id):
            resolve(periodic.job)()
