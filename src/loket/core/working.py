"""Works off the jobs of one pool for as long as nobody stops it, also through a pause of the database."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import psycopg
from django.apps import apps
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.periodic import PeriodicDeferrer, TaskAtTime
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker

from loket.core.clock import now
from loket.core.fetching import ByTurns
from loket.core.jobs import Pool, register_periodic

AT_ONCE: dict[Pool, int] = {
    "default": 2,
    "outbound": 2,  # a mail server that is silent about one mail holds up no other
    "deadlines": 1,
    "files": 1,
    "maintenance": 1,
}
PATIENCE = 20  # seconds that running jobs get when the worker is told to stop
PAUSE = 1.0  # seconds between two looks whether the database is back
LINES: dict[str, Any] = {"min_size": 1, "max_size": 3, "timeout": 5.0}
LET_GO = """
UPDATE procrastinate_jobs SET worker_id = NULL
WHERE id = %(job)s AND worker_id = %(worker)s AND status = 'doing'
"""
UNDER_WAY = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = %(worker)s"

logger = logging.getLogger(__name__)


async def work_in(pool: Pool, stopped: asyncio.Event, *, clockwork: bool) -> None:
    """Work until told to stop; a database that goes away is waited for, however long it takes."""
    fetcher = fetcher_of(clockwork=clockwork)
    left: int | None = None
    while not stopped.is_set():
        worker = worker_of(fetcher, pool)
        try:
            await await_database(stopped)
            if stopped.is_set():
                return
            async with fetcher.open_async():
                await give_back(fetcher, left)
                left = None
                await run_until(stopped, worker)
        except (ConnectorException, psycopg.OperationalError) as fault:
            logger.warning("The pool %s lost the database: %s", pool, fault)
            left = worker.worker_id or left
            await pause(stopped)


def fetcher_of(*, clockwork: bool) -> DjangoApp:
    """Make who fetches jobs: it knows all of them and has connections of its own."""
    known: Any = apps.get_app_config("procrastinate").app  # type: ignore[attr-defined]  # the app of its configuration
    fetcher = DjangoApp(connector=PsycopgConnector(kwargs=connector_params(), **LINES))
    fetcher.tasks = known.tasks
    fetcher.job_manager = ByTurns(fetcher.connector)
    if clockwork:
        register_periodic(fetcher)
    return fetcher


class Ticks(PeriodicDeferrer):
    """Says which clockwork is due; when the clock was put back it goes on from there, not an hour later."""

    def get_previous_tasks(self, at: float) -> Iterable[TaskAtTime]:
        """Give what is due by now; of a moment that is still to come nothing was done."""
        self.last_defers = {key: when for key, when in self.last_defers.items() if when <= at}
        return super().get_previous_tasks(at)


class SteadyWorker(Worker):
    """A worker whose clockwork survives a clock that is put back, and its jobs a line that breaks."""

    async def _periodic_deferrer(self) -> None:
        await Ticks(registry=self.app.periodic_registry).worker()

    async def _process_job(self, context: Any) -> None:  # noqa: ANN401  what it gets is untyped
        """Do a job; one whose end nobody could write down is nobody's, and so found and done again."""
        try:
            await super()._process_job(context)
        except ConnectorException as fault:
            logger.warning("The end of job %s was not written: %s", context.job.id, fault)
            await self._let_go(context.job.id)

    async def _let_go(self, job: int | None) -> None:
        """Make a job nobody's; while the database is away, wait for it."""
        while True:
            with suppress(ConnectorException):
                await self.app.connector.execute_query_async(LET_GO, job=job, worker=self.worker_id)
                return
            await asyncio.sleep(PAUSE)


def worker_of(fetcher: DjangoApp, pool: Pool) -> Worker:
    """Make the worker of a pool."""
    settings: dict[str, Any] = dict(fetcher.worker_defaults)
    return SteadyWorker(
        app=fetcher,
        queues=[pool],
        name=pool,
        concurrency=AT_ONCE[pool],
        delete_jobs="successful",
        shutdown_graceful_timeout=PATIENCE,
        install_signal_handlers=False,
        **settings,
    )


async def run_until(stopped: asyncio.Event, worker: Any) -> None:  # noqa: ANN401  its methods are untyped
    """Run a worker until it is told to stop, or breaks."""
    running = asyncio.create_task(worker.run())
    told = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait((running, told), return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
        worker.stop()
    await running


async def await_database(stopped: asyncio.Event) -> None:
    """Wait until the database takes connections: a look a second costs nothing."""
    said = False
    while not stopped.is_set():
        try:
            async with await psycopg.AsyncConnection.connect(**connector_params()):
                return
        except psycopg.OperationalError as fault:
            if not said:
                logger.warning("Work waits for the database: %s", fault)
            said = True
            await pause(stopped)


async def give_back(fetcher: DjangoApp, left: int | None) -> None:
    """Let the jobs run again that were under way when the database went; their threads have ended.

    Without this they would wait until their worker counts as dead.
    """
    if left is None:
        return
    jobs = fetcher.job_manager
    for row in await fetcher.connector.execute_query_all_async(UNDER_WAY, worker=left):
        await jobs.retry_job_by_id_async(job_id=row["id"], retry_at=now())
    await jobs.unregister_worker(left)


async def pause(stopped: asyncio.Event) -> None:
    """Wait a moment, or less when told to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopped.wait(), PAUSE)
