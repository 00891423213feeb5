"""`bin/bench`: fill two databases, measure both in turn, and keep the table.

With `--load` it measures a whole installation under load instead, each kind or those named. With
`--faults` it kills at random while forty clients write, and proves that nothing was lost.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path

from bench.load import command as load
from bench.loop import NOMINAL_MS
from bench.results import keep, machine
from loket.core import database
from loket.core.database import Server

ROOT = Path(__file__).resolve().parents[1]
TITLE = "One request at a time"
SIZES = (10_000, 1_000_000)
ROUNDS = 5
BUDGETS = {
    "list": 20.0,
    "case": 15.0,
    "home": 20.0,
    "autosave": 8.0,
    "message": 20.0,
    "submit": 20.0,
}
ALLOWED_GROWTH = 1.2
ROWS = """
SELECT (SELECT count(*) FROM cases_case), (SELECT count(*) FROM core_event),
       (SELECT count(*) FROM people_person)
"""
KILLS = 1_000
FAULTS_HELP = f"kill so often while forty clients write ({KILLS:,}), and check their record"
LOAD_HELP = f"measure a whole installation under load: {', '.join(load.KINDS)}"

type Round = dict[str, dict[str, float]]
"""Of each thing its program, its database and the loop beside it, in CPU milliseconds."""


def main() -> None:
    """Read the words of the command, measure, and print the table."""
    words = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    words.add_argument("--sizes", type=int, nargs=2, default=SIZES, metavar="CASES")
    words.add_argument("--rounds", type=int, default=ROUNDS)
    words.add_argument("--fresh", action="store_true", help="fill the databases anew")
    words.add_argument("--keep", action="store_true", help="write bench/RESULTS.md")
    words.add_argument("--load", nargs="*", choices=load.KINDS, metavar="KIND", help=LOAD_HELP)
    words.add_argument("--size", type=int, default=max(SIZES), help="cases under load")
    words.add_argument("--seconds", type=float, default=0, help="shorter or longer loads")
    words.add_argument(
        "--faults", type=int, nargs="?", const=KILLS, metavar="KILLS", help=FAULTS_HELP
    )
    asked = words.parse_args()
    if asked.faults is not None:
        sys.exit(under_fire(asked.faults, written=asked.keep))
    with database.running("data") as server:
        if asked.load is not None:
            under_load(server, asked)
            return
        for size in asked.sizes:
            prepare(server, size, fresh=asked.fresh)
        rounds: dict[int, list[Round]] = {size: [] for size in asked.sizes}
        for number in range(asked.rounds):
            for size in asked.sizes:
                print(f"round {number + 1}, {size:,} cases", file=sys.stderr)
                rounds[size].append(measure(size))
        rows = [rows_in(server, size) for size in asked.sizes]
        table = f"{report(rounds, asked.sizes)}\n{' '.join(rows)}\n"
    print(table)
    if asked.keep:
        keep(TITLE, table)


def under_fire(kills: int, *, written: bool) -> int:
    """Kill so often while clients write; 1 when something is not as it was promised."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "loket.config.settings",
        "LOKET_HOME": str(ROOT / ".loket" / "fire"),
    }
    words = [str(kills), *(["--keep"] if written else [])]
    command = [sys.executable, "-m", "fire.faults.kills", *words]
    return subprocess.run(command, env=os.environ | settings, check=False, cwd=ROOT).returncode


def under_load(server: Server, asked: argparse.Namespace) -> None:
    """Measure a whole installation on a copy of the database of this size."""
    prepare(server, asked.size, fresh=asked.fresh)
    load.main(
        server,
        name_of(asked.size),
        asked.load or [*load.KINDS],
        seconds=asked.seconds,
        written=asked.keep,
    )


def name_of(size: int) -> str:
    """The database of this size."""
    return f"loket_bench_{size}"


def environment_of(size: int) -> dict[str, str]:
    """Say to a process which database it uses."""
    settings = {"DJANGO_SETTINGS_MODULE": "bench.settings", "LOKET_DB_NAME": name_of(size)}
    return os.environ | settings


def prepare(server: Server, size: int, *, fresh: bool = False) -> None:
    """Make and fill the database of this size; one that is there is only brought up to date."""
    with server.connect("admin", database.MAINTENANCE) as connection:
        if fresh:
            database.drop_database(connection, name_of(size))
        there = database.exists(connection, name_of(size))
    print(f"preparing a database with {size:,} cases", file=sys.stderr)
    begin = time.monotonic()
    database.prepare(server, name_of(size))
    env = environment_of(size)
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, env=env | {"LOKET_DB_ROLE": "owner"}, check=True, cwd=ROOT)
    if not there:
        fill = [sys.executable, "-m", "bench.fill", str(size)]
        subprocess.run(fill, env=env, check=True, cwd=ROOT)
    print(f"ready in {time.monotonic() - begin:.0f} s", file=sys.stderr)


def rows_in(server: Server, size: int) -> str:
    """Say how much is in the database of this size."""
    with server.connect("admin", name_of(size)) as connection:
        cases, events, people = connection.execute(ROWS).fetchone() or (0, 0, 0)
    return f"Among {size:,}: {cases:,} cases, {events:,} events, {people:,} persons."


def measure(size: int) -> Round:
    """One round in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.measure"],
        env=environment_of(size),
        check=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    said: Round = json.loads(done.stdout)
    return said


def report(rounds: dict[int, list[Round]], sizes: list[int]) -> str:
    """The table: raw and calibrated CPU milliseconds, the median of the rounds."""
    small, large = sizes
    lines = [
        f"CPU milliseconds of one request, program + database, median of {len(rounds[small])}"
        " interleaved rounds. A request goes through everything that the web server runs but its"
        " sockets; a case has more than a page of entries. Calibrated: divided by a fixed loop that"
        f" ran before and after each block (nominal {NOMINAL_MS:.0f} ms). Machine: {machine()}.",
        "",
        f"| what | {small:,} raw | {large:,} raw | {small:,} calibrated | {large:,} calibrated |"
        f" budget | large / small (at most {ALLOWED_GROWTH}) |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for name in rounds[small][0]:
        fair = {size: middle(rounds[size], name, calibrated) for size in sizes}
        budget = next(value for word, value in BUDGETS.items() if name.startswith(word))
        lines.append(
            f"| {name} | {parts(rounds[small], name)} | {parts(rounds[large], name)} |"
            f" {fair[small]:.1f} | {fair[large]:.1f} | {budget:.0f} |"
            f" {fair[large] / fair[small]:.2f} |"
        )
    loops = [one["loop"] for size in sizes for this in rounds[size] for one in this.values()]
    lines += ["", f"The loop took {min(loops):.0f} to {max(loops):.0f} ms.", ""]
    return "\n".join(lines)


def middle(rounds: list[Round], name: str, figure: Callable[[dict[str, float]], float]) -> float:
    """The median of a figure."""
    return statistics.median(figure(one[name]) for one in rounds)


def calibrated(one: dict[str, float]) -> float:
    """Program and database together, as on a machine on which the loop takes what is nominal."""
    return (one["program"] + one["database"]) * NOMINAL_MS / one["loop"]


def parts(rounds: list[Round], name: str) -> str:
    """The two medians, program and database."""
    program, server = (middle(rounds, name, itemgetter(part)) for part in ("program", "database"))
    return f"{program:.1f} + {server:.1f}"


if __name__ == "__main__":
    main()
