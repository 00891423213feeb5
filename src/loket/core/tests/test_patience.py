"""A job that the machine failed is never given up; one that fails by itself is, in the end."""

import errno

import pytest
from django.db import OperationalError
from procrastinate.jobs import Job
from psycopg import errors

from loket.core.jobs import Patience

PATIENCE = Patience(max_attempts=10, exponential_wait=3)
LOST = OperationalError("the connection was lost")
NO_ROOM = OSError(errno.ENOSPC, "No space left on device")
BUSY = OperationalError("a lock was not had")
BUSY.__cause__ = errors.LockNotAvailable()


def job(attempts: int) -> Job:
    return Job(
        id=1,
        queue="default",
        lock=None,
        queueing_lock=None,
        task_name="loket.run",
        attempts=attempts,
    )


@pytest.mark.parametrize("fault", [LOST, NO_ROOM, BUSY], ids=["away", "full", "busy"])
@pytest.mark.parametrize("attempts", [0, 10, 5000])
def test_work_that_the_machine_failed_is_always_tried_again(
    fault: Exception, attempts: int
) -> None:
    assert PATIENCE.get_retry_decision(exception=fault, job=job(attempts))


def test_work_that_fails_by_itself_is_given_up_after_ten_tries() -> None:
    fault = ValueError("ours")

    assert PATIENCE.get_retry_decision(exception=fault, job=job(9))
    assert PATIENCE.get_retry_decision(exception=fault, job=job(10)) is None
