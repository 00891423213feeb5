"""Clockwork of the foundation."""

import asyncio

from procrastinate.contrib.django import app

STALLED_AFTER = 60
"""Seconds without a heartbeat after which a worker is taken for dead."""


def retry_stalled_jobs() -> None:
    """Give the jobs of killed workers back to the living."""
    asyncio.run(_retry_stalled_jobs())


async def _retry_stalled_jobs() -> None:
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)
