"""People who write while something breaks, and the proof afterwards that nothing of theirs is lost."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fire.installation import Burning
from fire.writers.checker import Report, check
from fire.writers.order import take_baseline
from fire.writers.players import Work, playing
from fire.writers.record import Recorder, read_record
from fire.writers.waiting import wait_for

PATIENCE = 90.0  # seconds for the writes that are waited for
SETTLED = 90.0  # seconds in which the worker must have done something of what lies there


class Storm:
    """A storm that goes on until it is ended."""

    def __init__(self, loket: Burning, folder: Path, count: int) -> None:
        """Begin: so many clients sign in and write."""
        self.loket = loket
        self.path = folder / "record.jsonl"
        self.stack = ExitStack()
        with loket.server.connect("admin", loket.loket.database) as rows:
            baseline = take_baseline(rows)
        self.recorder = Recorder(self.path, baseline=baseline)
        self.work: Work = self.stack.enter_context(playing(loket, self.recorder, count))

    @property
    def troubles(self) -> list[str]:
        """What went wrong in a client itself."""
        return self.work.troubles

    def acknowledged(self) -> int:
        """Count the writes that were taken so far."""
        return sum(one.outcome == "done" for one in read_record(self.path).writes)

    def wait_for_writes(self, many: int) -> None:
        """Wait until so many more writes were taken."""
        wanted = self.acknowledged() + many
        wait_for(f"{many} writes", lambda: self.acknowledged() >= wanted, PATIENCE)

    def go_home(self) -> None:
        """Let everybody finish what they were doing."""
        self.stack.close()

    def end(self) -> Report:
        """Let everybody finish and the worker catch up; then hold the record against the service.

        What is still to be done is waited for as long as it becomes less.
        """
        self.go_home()
        report, least = self.verdict(), 1_000_000
        until = time.monotonic() + SETTLED
        while report.violations and time.monotonic() < until:
            if len(report.violations) < least:
                least, until = len(report.violations), time.monotonic() + SETTLED
            time.sleep(1)
            report = self.verdict()
        return report

    def verdict(self) -> Report:
        """Say what is not as it was promised, now."""
        made = self.loket.loket
        with self.loket.server.connect("admin", made.database) as rows:
            return check(read_record(self.path), rows, made.files, made.mail)


@contextmanager
def storming(loket: Burning, folder: Path, count: int) -> Iterator[Storm]:
    """Let people write for as long as the block runs."""
    storm = Storm(loket, folder, count)
    try:
        yield storm
    finally:
        storm.stack.close()
        storm.recorder.close()
