"""Background work in the database: enqueued inside the transaction that makes it necessary.

A job is a function named by its path below `loket` ("cases.reactions.tell_people"). It gets ids,
fetches what it needs, and must be safe to run twice: it is retried after a failure, and run again
when its worker was killed. Jobs run with the rows of one organisation in sight.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue

from loket.core.models import Organisation
from loket.core.tenancy import acting_in, current_organisation

Pool = Literal["default", "outbound", "deadlines", "files", "maintenance"]
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
    task = app.configure_task(
        "loket.run",
        queue=pool,
        schedule_at=at,
        priority=-1 if behind else 0,
        queueing_lock=f"{organisation_id}:{once}" if once else None,
    )
    if not once:
        task.defer(job=job, organisation_id=organisation_id, arguments=arguments)
        return
    try:
        with transaction.atomic():
            task.defer(job=job, organisation_id=organisation_id, arguments=arguments)
    except AlreadyEnqueued:
        return


def resolve(job: str) -> Callable[..., None]:
    """The function behind the name of a job."""
    function: Callable[..., None] = import_string(f"loket.{job}")
    return function


@app.task(name="loket.run", retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def run(job: str, organisation_id: int, arguments: dict[str, JSONValue]) -> None:
    """Run one job with the rows of its organisation in sight."""
    with acting_in(organisation_id):
        resolve(job)(**arguments)


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
        run_periodic(periodic)


def run_periodic(periodic: Periodic) -> None:
    """Run clockwork for every organisation in turn, or once."""
    if not periodic.each_organisation:
        resolve(periodic.job)()
        return
    for organisation_id in Organisation.objects.values_list("pk", flat=True):
        with acting_in(organisation_id):
            resolve(periodic.job)()
