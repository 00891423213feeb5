"""A worker and a web worker are frozen for a minute and go on: others do their work, nothing is done twice."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from fire.installation import WORKER, Burning
from fire.writers.clients import status_of
from fire.writers.storm import Storm, storming
from fire.writers.waiting import wait_for
from loket.config.processes import Process

CLIENTS = 6
SOME = 30
A_MINUTE = 62.0  # longer than a worker may be silent before its jobs are given to others
DOING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"


@pytest.fixture(scope="module")
def storm(loket: Burning, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """People who write for as long as the tests of this file run; the checker has the last word."""
    with storming(loket, tmp_path_factory.mktemp("storm"), CLIENTS) as made:
        yield made


@contextmanager
def frozen(*numbers: int) -> Iterator[None]:
    """Let processes stand still for as long as the block runs."""
    for number in numbers:
        os.kill(number, signal.SIGSTOP)
    try:
        yield
    finally:
        for number in numbers:
            with suppress(ProcessLookupError):  # who looks after it may have ended it
                os.kill(number, signal.SIGCONT)


def second_worker(loket: Burning) -> Process:
    """Start another worker beside the first."""
    first = loket.process(WORKER)
    second = Process("second worker", first.command, first.environment)
    loket.loket.processes.start(second)
    return second


def doing(loket: Burning) -> int:
    """Count the jobs that are under way."""
    with loket.server.connect("admin", loket.loket.database) as rows:
        (many,) = rows.execute(DOING).fetchone() or (0,)
    return int(many)


def test_others_do_the_work_of_who_is_frozen_for_a_minute(loket: Burning, storm: Storm) -> None:
    storm.wait_for_writes(SOME)
    worker, web = loket.number(WORKER), loket.web_workers()
    wait_for("a job under way", lambda: doing(loket) > 0)

    with frozen(worker, web[0]):
        until = time.monotonic() + A_MINUTE
        second_worker(loket)
        storm.wait_for_writes(SOME)
        wait_for("a page of the other", lambda: status_of(loket.loket.port) == 200)
        time.sleep(max(0.0, until - time.monotonic()))

    storm.wait_for_writes(SOME)
    wait_for("both web workers", lambda: len(loket.web_workers()) == 2)
    assert loket.number(WORKER) == worker, "it goes on by itself"


def test_everything_that_was_acknowledged_is_there_once_and_all_work_is_done(storm: Storm) -> None:
    """The last of those who share the storm: it lets the people go home."""
    report = storm.end()

    assert not report.violations, str(report)
    assert storm.troubles == []
