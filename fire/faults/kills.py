"""Kills without end while many clients go on: by name at every crash point, then anybody at any time.

`kill_and_check` does it and gives a report: who was killed where, how soon the service was back, and what the
checker found.
"""

import argparse
import random
import secrets
import statistics
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.results import keep, machine

from fire.installation import WORKER, Burning, burning
from fire.writers.checker import Report, check_file
from fire.writers.order import take_baseline
from fire.writers.players import playing
from fire.writers.record import Recorder, read_record
from fire.writers.settling import settle, strike_clocks
from loket.core import database
from loket.core.database import Server

CLIENTS = 40
SECTION = "Kills while forty clients write"
WEB_POINTS = (
    "submit.before_inserts",
    "submit.before_number",
    "submit.before_commit",
    "upload.writing",
    "upload.before_rename",
    "upload.after_rename",
    "upload.before_commit",
    "upload.before_link",
    "autosave.before_commit",
    "case.write.before_event",
    "case.write.before_commit",
    "case.amend.before_event",
    "case.amend.before_commit",
    "case.decide_changes.before_event",
    "case.decide_changes.before_commit",
    "again.before_commit",
    "copy.before_commit",
)
WORKER_POINTS = (
    "job.begun",
    "job.done",
    "mail.claimed",
    "mail.after_data",
    "mail.accepted",
    "clocks.taken",
    "clocks.before_commit",
    "counters.before_commit",
    "check.before_commit",
)
WAITED = 60.0  # seconds in which somebody comes by a point that everybody uses
LOOK = 0.01
BEFORE = 3.0  # seconds in which clients are at work before the first kill
BETWEEN = (0.1, 0.6)
"""Seconds between two kills of one kind."""
BOTH = 10
"""Of so many random kills of web workers, one hits all of them at once."""


@dataclass
class Toll:
    """Who was killed, where and when, and when the service answered again."""

    points: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    anyhow: Counter[str] = field(default_factory=Counter)
    left: dict[str, int] = field(default_factory=dict)
    """How many of each kind are killed anywhere, besides those at named points."""
    usual: float = 0.0
    """The longest that a page took while nobody was killed."""
    back: list[float] = field(default_factory=list)
    """Seconds from the kill of a web worker to the first page that was asked for after it."""
    answers: list[tuple[float, float]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def kills(self) -> int:
        """Give how many died."""
        return self.points.total() + self.anyhow.total()


@dataclass(frozen=True)
class Aftermath:
    """What came of it all."""

    toll: Toll
    report: Report
    seconds: float
    settled: float
    writes: Counter[str]
    troubles: list[str]
    record: Path

    def __str__(self) -> str:
        """Say it in lines, with all that was held against each other."""
        return "\n".join([self.summary(), "", str(self.report), *self.troubles])

    def summary(self) -> str:
        """Say in a few sentences what happened and what came of it."""
        toll, anyhow, writes = self.toll, self.toll.anyhow, self.writes
        back = sorted(toll.back) or [0.0]
        proven = sum(count for name, count in self.report.proven.items() if name.endswith(": done"))
        return "\n".join(
            [
                f"{toll.kills:,} times `kill -9` in {self.seconds:.0f} s:"
                f" {toll.points.total()} at {len(toll.points)} named points, {anyhow['web']}"
                f" times a web worker anywhere (one in {BOTH} all at once), {anyhow['worker']} times"
                " the worker.",
                f"{writes.total():,} requests that write, {writes['done']:,} acknowledged,"
                f" {writes['unheard']:,} without an answer, {writes['broken']:,} error pages;"
                f" {proven:,} acknowledged wishes were looked up one by one."
                f" **{len(self.report.violations)} violations.**",
                "After the kill of a web worker the next page came within"
                f" {statistics.median(back):.2f} s (median), {back[int(len(back) * 0.95)]:.2f} s"
                f" (95 %), {back[-1]:.2f} s (at most); before the first kill a page took at most"
                f" {toll.usual:.2f} s.",
                f"Nothing was left to do {self.settled:.0f} s after the last kill.",
            ]
        )


def kill_and_check(
    server: Server, kills: int, *, clients: int = CLIENTS, seed: int = 1
) -> Aftermath:
    """Let clients go on while so many are killed; then let it settle, and check the record."""
    orders = database.home() / "orders"
    orders.mkdir(parents=True, exist_ok=True)
    for left in orders.iterdir():
        left.unlink()
    with burning(server, f"kills_{kills}", {"LOKET_CRASH_AT": str(orders)}) as loket:
        recorder = recorder_of(loket, f"kills_{kills}")
        began = time.monotonic()
        with playing(loket, recorder, clients, seed) as work:
            toll = kill_many(loket, orders, kills, seed)
        calm = time.monotonic()
        settle(loket)
        recorder.close()
        return Aftermath(
            toll,
            check_file(recorder.path),
            calm - began,
            time.monotonic() - calm,
            Counter(one.outcome for one in read_record(recorder.path).writes),
            work.troubles,
            recorder.path,
        )


def recorder_of(loket: Burning, name: str) -> Recorder:
    """Begin a record that says where the service keeps what the checker looks at."""
    path = database.home() / f"{name}.record"
    path.unlink(missing_ok=True)
    with loket.server.connect("admin", loket.loket.database) as rows:
        baseline = take_baseline(rows)
    return Recorder(
        path,
        cluster=loket.server.cluster.name if loket.server.cluster else "data",
        database=loket.loket.database,
        files=str(loket.loket.files),
        mail=str(loket.loket.mail),
        baseline=baseline,
    )


def kill_many(loket: Burning, orders: Path, kills: int, seed: int) -> Toll:
    """Kill at each named point once, then anywhere; the web and the worker beside each other."""
    more = max(0, kills - len(WEB_POINTS) - len(WORKER_POINTS))
    toll = Toll(left={"web": more - more // 2, "worker": more // 2})
    with probing(loket, toll):
        time.sleep(BEFORE)
        toll.usual = max((came - asked for asked, came in toll.answers), default=0.0)
        both = [
            threading.Thread(target=_kill, args=(loket, orders, toll, f"{seed} {kind}", kind))
            for kind in toll.left
        ]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
    return toll


def _kill(loket: Burning, orders: Path, toll: Toll, seed: str, kind: str) -> None:
    chance = random.Random(seed)
    for point in WEB_POINTS if kind == "web" else WORKER_POINTS:
        if kill_at(loket, orders, toll, point):
            _recover(toll, kind, chance)
    for _time in range(toll.left[kind]):
        kill_anyhow(loket, toll, kind, chance)
        _recover(toll, kind, chance)


def _recover(toll: Toll, kind: str, chance: random.Random) -> None:
    """Wait until the service is back, and note how long it took; give clients a moment with it."""
    killed = time.monotonic()
    while kind == "web" and time.monotonic() < killed + WAITED:
        found = next((came for asked, came in toll.answers[-3:] if asked >= killed), None)
        if found is not None:
            toll.back.append(found - killed)
            break
        time.sleep(LOOK)
    time.sleep(chance.uniform(*BETWEEN))


def kill_at(loket: Burning, orders: Path, toll: Toll, point: str) -> bool:
    """Order whoever comes by a point to die there, and wait until somebody did."""
    order = orders / point
    order.touch()
    until = time.monotonic() + WAITED
    while order.exists():
        if point.startswith("clocks."):
            strike_clocks(loket)
        if time.monotonic() > until:
            toll.missed.append(point)
            order.unlink(missing_ok=True)
            return False
        time.sleep(LOOK)
    with toll.lock:
        toll.points[point] += 1
    return True


def kill_anyhow(loket: Burning, toll: Toll, kind: str, chance: random.Random) -> None:
    """Kill the worker, a web worker or all web workers, wherever they are."""
    with toll.lock:
        toll.anyhow[kind] += 1
    if kind == "worker":
        loket.kill(loket.number(WORKER))
        return
    workers = loket.web_workers()
    chosen = workers if not chance.randrange(BOTH) else [chance.choice(workers)] if workers else []
    for number in chosen:
        loket.kill(number)


@contextmanager
def probing(loket: Burning, toll: Toll) -> Iterator[None]:
    """Ask all the time whether the service is there, each time by a line of its own."""
    stopped = threading.Event()
    probe = threading.Thread(target=_probe, args=(loket, toll, stopped), daemon=True)
    probe.start()
    try:
        yield
    finally:
        stopped.set()
        probe.join()


def _probe(loket: Burning, toll: Toll, stopped: threading.Event) -> None:
    address = f"http://127.0.0.1:{loket.loket.port}/gezondheid/"
    while not stopped.wait(LOOK):
        asked = time.monotonic()
        try:
            with urllib.request.urlopen(address, timeout=10):
                toll.answers.append((asked, time.monotonic()))
        except OSError:
            continue


def main() -> int:
    """Kill as often as the command says; 1 when something is not as it was promised."""
    words = argparse.ArgumentParser(prog="bin/bench --faults", description=__doc__)
    words.add_argument("kills", type=int)
    words.add_argument("--keep", action="store_true")
    asked = words.parse_args()
    with database.running("data") as server:
        found = kill_and_check(server, asked.kills, seed=secrets.randbelow(1_000_000))
    print(found)
    if asked.keep:
        keep(SECTION, f"{found.summary()}\n\nMachine: {machine()}.")
    return 1 if found.report.violations or found.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
