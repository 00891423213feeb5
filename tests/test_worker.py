"""The worker runs what is due, and what a killed worker left is found and run again."""

import asyncio
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

from loket.core.database import Server
from loket.core.jobs import enqueue
from loket.core.models import CounterDelta
from loket.core.tasks import STALLED_AFTER, forget_done_jobs, retry_stalled_jobs
from loket.core.tenancy import acting_in
from loket.core.working import fetcher_of
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
    retry_stalled_jobs()
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


def test_a_stalled_job_whose_key_another_took_makes_room_and_holds_up_no_other(
    own_database: str,
) -> None:
    with acting_in(make_organisation().pk):
        enqueue(JOB, once="same")
        be_taken()
        enqueue(JOB)
        be_taken()
        enqueue(JOB, once="same")

    retry_stalled_jobs()

    assert jobs() == ["todo", "todo"]


CUT_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def test_a_worker_whose_lines_to_the_database_are_cut_goes_on_by_itself(worker: Start) -> None:
    organisation = make_organisation()
    with acting_in(organisation.pk):
        enqueue(JOB)
    started = worker()
    wait_until(lambda: jobs() == [])

    with connection.cursor() as cursor:
        cursor.execute(CUT_ALL)
    with acting_in(organisation.pk):
        enqueue(JOB)

    wait_until(lambda: jobs() == [])
    assert started.poll() is None


CUT_ONCE = """
CREATE SEQUENCE cuts;
GRANT USAGE ON SEQUENCE cuts TO PUBLIC;
CREATE FUNCTION cut_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.task_name = 'loket.run' AND nextval('cuts') = 1 THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER cut_once BEFORE DELETE ON procrastinate_jobs
FOR EACH ROW EXECUTE FUNCTION cut_once()
"""


def test_a_job_whose_end_could_not_be_written_down_is_done_again(
    worker: Start, own_database: str, database_server: Server
) -> None:
    with database_server.connect("owner", own_database) as owner:
        owner.execute(CUT_ONCE)
    with acting_in(make_organisation().pk):
        enqueue(JOB)
    nobodys = ProcrastinateJob.objects.filter(status="doing", worker=None)
    started = worker()

    wait_until(nobodys.exists)
    retry_stalled_jobs()
    wait_until(lambda: jobs() == [])
    assert started.poll() is None


def be_silent_for(seconds: int) -> None:
    """Let all workers have been silent for so long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - %s * interval '1s'",
            [seconds],
        )


def be_taken() -> None:
    """Let what waits be taken by a worker that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


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


def organisations_served(times: int) -> list[int]:
    """Fetch jobs as the worker does, one after the other; give whose they were."""

    async def fetch() -> list[int]:
        fetcher = fetcher_of(clockwork=False)
        async with fetcher.open_async():
            jobs = fetcher.job_manager
            number = await jobs.register_worker()
            found = [await jobs.fetch_job(["default"], number) for _ in range(times)]
        return [int(str(job.task_kwargs["organisation_id"])) for job in found if job]

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, fetch()).result()


def test_organisations_have_their_jobs_done_by_turns(own_database: str) -> None:
    busy, quiet = (make_organisation(slug, enter=False).pk for slug in ("druk", "stil"))
    for whose in (busy, busy, busy, busy, quiet, quiet):
        enqueue(JOB, organisation_id=whose)

    assert organisations_served(7) == [busy, quiet, busy, quiet, busy, busy]


def test_what_is_behind_waits_for_all_of_the_others(own_database: str) -> None:
    busy, quiet = (make_organisation(slug, enter=False).pk for slug in ("druk", "stil"))
    enqueue(JOB, organisation_id=quiet, behind=True)
    for _ in range(2):
        enqueue(JOB, organisation_id=busy)

    assert organisations_served(3) == [busy, busy, quiet]
