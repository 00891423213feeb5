"""The worker runs what is due, and what a killed worker left is found and run again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from loket.core.jobs import enqueue
from loket.core.models import CounterDelta
from loket.core.tasks import STALLED_AFTER, forget_done_jobs, retry_stalled_jobs
from loket.core.tenancy import acting_in
from tests.clones import environment_of
from tests.make import make_organisation

PATIENCE = 90.0
Start = Callable[..., subprocess.Popen[bytes]]
JOB = "core.tasks.fold_all_counters"


@pytest.fixture
def worker(own_database: str, tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def start(**environment: str) -> subprocess.Popen[bytes]:
        with (tmp_path / "said").open("ab") as said:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "django", "work", "default"],
                    env=os.environ | environment_of(own_database, tmp_path) | environment,
                    stdout=said,
                    stderr=said,
                )
            )
        return started[-1]

    yield start
    for one in started:
        one.terminate()
        one.wait(PATIENCE)


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def jobs() -> list[str]:
    mine = ProcrastinateJob.objects.filter(task_name="loket.run")
    return list(mine.values_list("status", flat=True))


def test_a_job_runs_once_it_is_committed_and_leaves_nothing_behind(worker: Start) -> None:
    with acting_in(make_organisation().pk):
        enqueue(JOB)
    assert jobs() == ["todo"]

    worker()

    wait_until(lambda: jobs() == [])


def test_a_job_of_a_killed_worker_is_run_again_by_the_next_one(worker: Start) -> None:
    organisation = make_organisation()
    with acting_in(organisation.pk):
        CounterDelta.objects.create(key="q", delta=7)
        enqueue(JOB)
    killed = worker(LOKET_CRASH_AT="counters.before_commit")
    assert killed.wait(PATIENCE) == -signal.SIGKILL
    assert jobs() == ["doing"]

    be_silent_for(STALLED_AFTER + 1)
    with ThreadPoolExecutor(1) as thread:  # a browser of other tests may keep a loop in ours
        thread.submit(give_back).result()
    assert jobs() == ["todo"]
    worker()

    wait_until(lambda: jobs() == [])
    with acting_in(organisation.pk):
        assert CounterDelta.objects.count() == 0


def test_a_job_that_fails_is_tried_again_later(worker: Start) -> None:
    with acting_in(make_organisation().pk):
        enqueue("cases.reactions.tell_people", event_id=0)  # there is no such event

    worker()

    again = ProcrastinateJob.objects.filter(task_name="loket.run", status="todo", attempts__gte=1)
    wait_until(again.filter(scheduled_at__isnull=False).exists)


def be_silent_for(seconds: int) -> None:
    """Let all workers have been silent for so long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s * interval '1s'",
            [seconds],
        )


def give_back() -> None:
    try:
        retry_stalled_jobs()
    finally:
        connection.close()


def test_jobs_that_were_done_a_week_ago_are_let_go_and_failed_ones_stay(own_database: str) -> None:
    make_organisation()
    for _number in range(3):
        enqueue(JOB)
    young, old, failed = ProcrastinateJob.objects.order_by("pk").values_list("pk", flat=True)
    with connection.cursor() as cursor:
        for job, status in ((young, "succeeded"), (old, "succeeded"), (failed, "failed")):
            change = "UPDATE procrastinate_jobs SET status = %s WHERE id = %s"
            cursor.execute(change, ["doing", job])
            cursor.execute(change, [status, job])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days' WHERE job_id <> %s",
            [young],
        )

    forget_done_jobs()

    left = ProcrastinateJob.objects.order_by("pk").values_list("pk", flat=True)
    assert list(left) == [young, failed]
