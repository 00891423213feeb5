"""The clock of the machine is set an hour forward and back while people work: nothing happens twice or never."""

import sys
from pathlib import Path

import pytest

from fire.faults.stepped import step_to
from fire.installation import WEB, WORKER, Burning
from fire.writers.clients import status_of
from fire.writers.storm import storming
from fire.writers.waiting import wait_for

HOUR = 3600.0
CLIENTS = 5
SOME = 40
TURNED = """
SELECT max(to_timestamp(defer_timestamp)) > now() + %s * interval '1 second' - interval '1 minute'
   AND max(to_timestamp(defer_timestamp)) < now() + %s * interval '1 second' + interval '1 minute'
FROM procrastinate_periodic_defers
WHERE task_name = 'periodic.core.tasks.fire_due_clocks' AND id > %s
"""
LAST = "SELECT coalesce(max(id), 0) FROM procrastinate_periodic_defers"


@pytest.fixture(scope="module")
def clock(loket: Burning, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let the web server and the worker read a clock that can be set."""
    path = tmp_path_factory.mktemp("clock") / "wrong-by"
    step_to(path, 0)
    for name in (WEB, WORKER):
        process = loket.process(name)
        process.command = [
            sys.executable,
            "-m",
            "fire.faults.stepped",
            str(path),
            *process.command[2:],
        ]
        start_again(loket, name)
    wait_for("an open desk", lambda: status_of(loket.loket.port) == 200)
    return path


def start_again(loket: Burning, name: str) -> None:
    """Kill a program, and wait until it was started again."""
    before = loket.number(name)
    loket.kill(before)
    wait_for(f"a {name} under that clock", lambda: loket.number(name) != before)


def last_turn(loket: Burning) -> int:
    """Give the number of the last turn of the clockwork."""
    with loket.server.connect("admin", loket.loket.database) as rows:
        (number,) = rows.execute(LAST).fetchone() or (0,)
    return int(number)


def turned(loket: Burning, wrong_by: float, since: int) -> bool:
    """Say whether the clockwork turned since, at the time as the clock has it."""
    with loket.server.connect("admin", loket.loket.database) as rows:
        row = rows.execute(TURNED, [wrong_by, wrong_by, since]).fetchone()
    return bool(row and row[0])


@pytest.mark.parametrize("wrong_by", [HOUR, 0.0, -HOUR], ids=["forward", "back", "back again"])
def test_the_clock_is_set_while_work_is_under_way(
    loket: Burning, clock: Path, wrong_by: float, tmp_path: Path
) -> None:
    with storming(loket, tmp_path, CLIENTS) as storm:
        storm.wait_for_writes(SOME)
        storm.go_home()
        since = last_turn(loket)

        step_to(clock, wrong_by)

        wait_for("a turn of the clockwork", lambda: turned(loket, wrong_by, since), 45)
        report = storm.end()
    assert not report.violations, str(report)
    assert storm.troubles == []
