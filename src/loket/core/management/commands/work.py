"""Runs the background work: a pool for each kind of it, so that none keeps another waiting.

Jobs run in threads with Django's own connection, so what a job enqueues is part of its
transaction; only fetching jobs goes over connections of the worker. While the database is away
the worker waits; when it is back, jobs that were under way are run again.
"""

import argparse
import asyncio
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from loket.core.jobs import POOLS, Pool
from loket.core.working import AT_ONCE, work_in

GIVES_WAY = 5
"""Niceness: beside a busy web server the worker gets a third of what it would get otherwise."""


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
        give_way()
        asyncio.run(work([pool for pool in POOLS if pool in named]))


def give_way() -> None:
    """Let those who wait at a screen go first when the machine has too little time for all.

    Linux weighs the programs of a session together, and sessions against each other: a worker that
    has a session of its own gives that one less weight too.
    """
    os.nice(GIVES_WAY)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(GIVES_WAY))


async def work(pools: Sequence[Pool]) -> None:
    """Work until told to stop; a fault of our own in one pool ends all."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(sum(AT_ONCE[pool] for pool in pools) + 1))
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with asyncio.TaskGroup() as running:
        for pool in pools:  # the first of them looks at the clock
            running.create_task(work_in(pool, stopped, clockwork=pool == pools[0]))
