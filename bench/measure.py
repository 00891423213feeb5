"""Measure pages and actions in this process: CPU of the program and of its database process."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
REPEATS = 60
"""Times that each thing is done in a round; submitting and saving write as often."""


class Stopwatch:
    """CPU milliseconds of this process and of the database process that serves it."""

    def __init__(self) -> None:
        """Find the database process; elsewhere than on this machine its CPU is not known."""
        from django.db import connection  # noqa: PLC0415  settings are chosen first

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone() or (0,)
        self.stat = Path(f"/proc/{pid}/stat")

    def database_ms(self) -> float:
        """What the database process used so far."""
        if not self.stat.exists():
            return 0.0
        fields = self.stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK_MS

    def time(self, work: Callable[[], object], times: int = REPEATS) -> tuple[float, float]:
        """Do it so many times; give the CPU of one time, program and database."""
        work()
        database, program = self.database_ms(), time.process_time()
        for _ in range(times):
            work()
        used = (time.process_time() - program) * 1000
        return used / times, (self.database_ms() - database) / times


def main() -> None:
    """Measure everything once and print it as JSON, with the fixed loop before and after."""
    django.setup()
    from bench.loop import loop_ms  # noqa: PLC0415
    from bench.things import things_to_measure  # noqa: PLC0415

    before = loop_ms()
    watch = Stopwatch()
    said = {name: watch.time(work) for name, work in things_to_measure().items()}
    loop = statistics.mean((before, loop_ms()))
    json.dump({"loop_ms": loop, "cpu_ms": said}, sys.stdout)


if __name__ == "__main__":
    main()
