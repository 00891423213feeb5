"""Measure pages and actions in this process: CPU of the program and of its database process.

What is counted is what a request costs between the sockets of the server and the disk: the bridge
and its thread, every middleware, the page, and the database process behind it. Each thing is done
in blocks, by turns, and the fixed loop runs between the blocks: a machine that is slower for a
while is so for both. The program frees what the start-up left and keeps it, as the server does.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import django

BLOCKS, REPEATS = 12, 5
"""Each thing is done in so many blocks of so many times; submitting and saving write as often."""
WARM = 8
"""Times before, so that templates are read, questions are written and plans are kept."""


@dataclass
class Figures:
    """What a thing took, block by block, and the loop around it."""

    program: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    loop: list[float] = field(default_factory=list)

    def said(self) -> dict[str, float]:
        """CPU milliseconds of one time."""
        times = len(self.program) * REPEATS
        return {
            "program": sum(self.program) / times,
            "database": sum(self.database) / times,
            "loop": statistics.mean(self.loop),
        }


def database_ms(process: int) -> float:
    """What this process used so far, by its own clock (as clock_getcpuclockid names it)."""
    return time.clock_gettime((~process << 3) | 2) * 1000


def run_block(work: Callable[[], object], process: int, figures: Figures) -> None:
    """Do it a few times."""
    database, program = database_ms(process), time.process_time()
    for _ in range(REPEATS):
        work()
    figures.program.append((time.process_time() - program) * 1000)
    figures.database.append(database_ms(process) - database)


def main() -> None:
    """Measure everything once and print it as JSON."""
    django.setup()
    from bench.loop import loop_ms  # noqa: PLC0415  settings are chosen first
    from bench.things import things_to_measure  # noqa: PLC0415
    from bench.visitor import Site  # noqa: PLC0415
    from loket.config.server import when_ready  # noqa: PLC0415

    site = Site()
    things = things_to_measure(site, WARM + BLOCKS * REPEATS)
    for work in things.values():
        for _ in range(WARM):
            work()
    process = site.database_process()
    when_ready(None)
    found = {name: Figures() for name in things}
    before = loop_ms()
    for _ in range(BLOCKS):
        for name, work in things.items():
            run_block(work, process, found[name])
            after = loop_ms()
            found[name].loop.append((before + after) / 2)
            before = after
    site.close()
    json.dump({name: figures.said() for name, figures in found.items()}, sys.stdout)


if __name__ == "__main__":
    main()
