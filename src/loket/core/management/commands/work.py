"""Runs the background work: a pool for each kind of it, so that none keeps another waiting.

Jobs run in threads with Django's own connection, so what a job enqueues is part of its
transaction; only fetching jobs goes over a connection of the worker.
"""

import argparse
import asyncio
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django.db_cleanup import DjangoApp

from loket.core.jobs import POOLS, Pool, register_periodic

AT_ONCE: dict[Pool, int] = {
    "default": 2,
    "outbound": 1,
    "deadlines": 1,
    "files": 1,
    "maintenance": 1,
}
PATIENCE = 20  # seconds that running jobs get when the worker is told to stop


class Command(BaseCommand):
    """Work until told to stop."""

    help = "Runs the background work of all pools, or of those that are named."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the names of pools."""
        parser.add_argument("pools", nargs="*", metavar="pool", help=", ".join(POOLS))

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Work on these pools."""
        del args
        named = options["pools"] or POOLS
        if unknown := set(named) - set(POOLS):
            raise CommandError(f"{', '.join(sorted(unknown))}: the pools are {', '.join(POOLS)}.")
        asyncio.run(work([pool for pool in POOLS if pool in named]))


async def work(pools: Sequence[Pool]) -> None:
    """Work until told to stop."""
    known: Any = apps.get_app_config("procrastinate").app  # type: ignore[attr-defined]  # the app of its configuration
    connector = known.connector.get_worker_connector()
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(sum(AT_ONCE[pool] for pool in pools) + 1))
    fetchers = {pool: DjangoApp(connector=connector) for pool in pools}
    for fetcher in fetchers.values():
        fetcher.tasks = known.tasks
    register_periodic(fetchers[pools[0]])  # one of them looks at the clock
    async with fetchers[pools[0]].open_async():
        running = [
            asyncio.create_task(
                fetcher.run_worker_async(
                    queues=[pool],
                    name=pool,
                    concurrency=AT_ONCE[pool],
                    delete_jobs="successful",
                    shutdown_graceful_timeout=PATIENCE,
                    install_signal_handlers=False,
                )
            )
            for pool, fetcher in fetchers.items()
        ]
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _stop, running)
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        _stop(running)
        await asyncio.gather(*running, return_exceptions=True)
        for task in done:
            if not task.cancelled() and (fault := task.exception()):
                raise fault


def _stop(running: list[asyncio.Task[None]]) -> None:
    for task in running:
        task.cancel()
