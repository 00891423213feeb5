"""An outage of the machine is told from a fault of ours, however deep it lies."""

import errno
import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError
from psycopg import errors

from loket.core.outage import KnownOutage, Line, outage_of, reading_goes_on


def wrapped(outer: type[Exception], inner: Exception) -> Exception:
    """A fault as Django hands it on."""
    fault = outer("as Django tells it")
    fault.__cause__ = inner
    return fault


@pytest.mark.parametrize(
    ("fault", "outage"),
    [
        (wrapped(OperationalError, errors.AdminShutdown()), "away"),
        (wrapped(OperationalError, errors.CrashShutdown()), "away"),
        (wrapped(OperationalError, errors.CannotConnectNow()), "away"),
        (wrapped(OperationalError, errors.TooManyConnections()), "away"),
        (wrapped(OperationalError, psycopg.OperationalError("connection refused")), "away"),
        (wrapped(InterfaceError, psycopg.InterfaceError("the connection is closed")), "away"),
        (wrapped(InternalError, errors.ReadOnlySqlTransaction()), "away"),
        (wrapped(OperationalError, errors.DiskFull()), "full"),
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "full"),
        (wrapped(ValueError, OSError(errno.ENOSPC, "No space left on device")), "full"),
        (wrapped(OperationalError, errors.LockNotAvailable()), None),
        (wrapped(OperationalError, errors.QueryCanceled()), None),
        (wrapped(IntegrityError, errors.UniqueViolation()), None),
        (wrapped(DataError, errors.StringDataRightTruncation()), None),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("ours"), None),
        (None, None),
    ],
    ids=repr,
)
def test_what_is_behind_a_fault(fault: Exception | None, outage: str | None) -> None:
    assert outage_of(fault) == outage


def test_a_fault_in_tidying_up_does_not_hide_the_outage() -> None:
    fault = ValueError("while tidying up")
    fault.__context__ = wrapped(OperationalError, errors.DiskFull())

    assert outage_of(fault) == "full"


def test_a_page_is_shown_when_only_its_own_note_finds_no_room() -> None:
    with reading_goes_on():
        raise wrapped(OperationalError, errors.DiskFull())

    with pytest.raises(OperationalError), reading_goes_on():
        raise wrapped(OperationalError, errors.AdminShutdown())


def in_a_new_thread(work: Callable[[], object]) -> object:
    """Do it without a connection to the database: each thread has its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def reach(line: Line, fault: Exception | None = None) -> str:
    try:
        with line.held():
            if fault:
                raise fault
    except OperationalError as told:
        return str(told)
    return "reached"


def test_while_the_database_is_away_one_thread_at_a_time_tries() -> None:
    line, lost = Line(), OperationalError("no answer")

    assert in_a_new_thread(lambda: reach(line, lost)) == "no answer"
    with line.trying:
        assert in_a_new_thread(lambda: reach(line)) == "the database is away"

    assert in_a_new_thread(lambda: reach(line)) == "reached"
    assert not line.away


def test_a_lock_that_was_not_had_is_no_outage_of_the_line() -> None:
    line = Line()

    in_a_new_thread(lambda: reach(line, wrapped(OperationalError, errors.LockNotAvailable())))

    assert not line.away


def record_of(fault: Exception) -> logging.LogRecord:
    try:
        raise fault
    except type(fault):
        return logging.LogRecord("django.request", 40, "", 1, "Fault", (), sys.exc_info())


def test_an_outage_leaves_no_trace_of_every_request_in_the_log() -> None:
    kept = KnownOutage()

    assert not kept.filter(record_of(wrapped(OperationalError, errors.AdminShutdown())))
    assert kept.filter(record_of(ValueError("ours")))
