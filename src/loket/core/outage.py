"""Tells when the machine beneath us fails: the database is away, or a disk takes nothing more.

Neither is a fault of Loket or of who asks, and both pass. A page then says so in one sentence and
keeps what was typed; a job waits for as long as it takes.
"""

import errno
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

import psycopg
from django.db import Error, InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)

Outage = Literal["away", "full"]

FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_FULL = "53100"
# The server says goodbye, is not ready, takes nobody more, or is a copy that takes no writing.
AWAY_CLASSES = ("08", "53", "57P", "58")
AWAY_STATES = frozenset({"25006", "25P03"})
PAUSE = 0.5  # seconds between two tries to reach a database that is away


def outage_of(fault: BaseException | None) -> Outage | None:
    """Say which outage is behind a fault, however deep; None when it is a fault of another kind."""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in FULL_DISK:
            return "full"
        if isinstance(fault, psycopg.Error | Error) and (found := _outage_told_by(fault)):
            return found
        fault = fault.__cause__ or fault.__context__
    return None


def _outage_told_by(fault: psycopg.Error | Error) -> Outage | None:
    told = fault if isinstance(fault, psycopg.Error) else fault.__cause__
    state = told.sqlstate if isinstance(told, psycopg.Error) else None
    if state == DISK_FULL:
        return "full"
    if state:
        return "away" if state.startswith(AWAY_CLASSES) or state in AWAY_STATES else None
    lost = (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError)
    return "away" if isinstance(fault, lost) else None


class KnownOutage(logging.Filter):
    """Let an outage be told by the lines of its pages: no trace of every request fills the disk."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what Django says of a page that told of an outage."""
        told = record.name == "django.request" and record.exc_info is not None
        return not (told and record.exc_info and outage_of(record.exc_info[1]))


@contextmanager
def reading_goes_on() -> Iterator[None]:
    """Let a page be shown whose own small note (seen, read) finds no room on the disk."""
    try:
        yield
    except Exception as fault:
        if outage_of(fault) != "full":
            raise
        logger.warning("Nothing is noted, for a disk is full: %s", fault)


@dataclass
class Line:
    """What this process knows of the way to the database: while it is away, one thread at a time tries.

    A host that gives no answer keeps whoever calls it for seconds. All others then say at once that
    it is away, instead of standing in line.
    """

    away: bool = False
    tried_at: float = 0.0
    trying: Lock = field(default_factory=Lock)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Reach the database, or say at once that it is away."""
        if not self.away or connection.connection is not None:
            with self.watched():
                yield
            return
        if time.monotonic() - self.tried_at < PAUSE or not self.trying.acquire(blocking=False):
            raise OperationalError("the database is away")
        try:
            with self.watched():
                yield
        finally:
            self.tried_at = time.monotonic()
            self.trying.release()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Keep whether it was reached."""
        try:
            yield
        except Error as fault:
            if outage_of(fault) == "away" and connection.connection is None:
                if not self.away:
                    logger.error("The database is away: %s", fault)
                self.away = True
            raise
        if self.away:
            logger.warning("The database is back")
        self.away = False


line = Line()
