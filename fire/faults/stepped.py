"""Runs a program under a clock that somebody steps: `python -m fire.faults.stepped FILE MODULE WORDS…`.

The file holds the seconds by which the clock is wrong; it is read anew ten times a second. What runs
on (sleeping, waiting for an answer) is not touched, as when the clock of a machine is set.
"""

import runpy
import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path

from django.utils import timezone

from loket.core import clock

GLANCE = 0.1
_time = time.time


class Step:
    """By how much the clock is wrong."""

    def __init__(self, path: Path) -> None:
        """Keep where it stands."""
        self.path = path
        self.read_at = 0.0
        self.seconds = 0.0

    def now(self) -> float:
        """Give the seconds since 1970 as this clock has them."""
        if time.monotonic() - self.read_at > GLANCE:
            self.read_at = time.monotonic()
            self.seconds = float(self.path.read_text() or 0)
        return _time() + self.seconds


def under(step: Step) -> None:
    """Let everything of this process read that clock."""

    class Stepped(datetime):
        """The moment as the clock of this process has it."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain moment
            """Give the moment."""
            return datetime.fromtimestamp(step.now(), tz)

    vars(time)["time"] = step.now
    vars(clock)["datetime"] = Stepped
    vars(timezone)["datetime"] = Stepped


def step_to(path: Path, seconds: float) -> None:
    """Set the clock of whoever runs under it, at once."""
    half = path.with_suffix(".half")
    half.write_text(str(seconds))
    half.rename(path)


if __name__ == "__main__":
    under(Step(Path(sys.argv[1])))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
