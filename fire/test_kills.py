"""Fifty kills in one run of forty clients: at every named point, then anywhere; nothing is lost."""

import re
from pathlib import Path

import pytest

from fire.faults.kills import WEB_POINTS, WORKER_POINTS, Aftermath, kill_and_check
from loket.core.database import Server

KILLS = 50
PATIENCE = 30.0  # seconds; who is not back by then does not come by himself
ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "loket"


@pytest.fixture(scope="module")
def past(database_server: Server) -> Aftermath:
    """Let it all happen, once for all questions about it."""
    found = kill_and_check(database_server, KILLS)
    print(found)
    return found


def test_somebody_died_at_every_named_point_and_all_kills_happened(past: Aftermath) -> None:
    assert past.toll.missed == []
    assert set(past.toll.points) == {*WEB_POINTS, *WORKER_POINTS}
    assert past.toll.kills >= KILLS
    assert past.troubles == []


def test_what_was_acknowledged_is_there_once_and_the_house_is_in_order(past: Aftermath) -> None:
    assert past.report.violations == []
    assert past.writes["done"] > 0


def test_the_service_comes_back_by_itself_after_every_kill_of_a_web_worker(
    past: Aftermath,
) -> None:
    """How soon is measured on a quiet machine (bench/RESULTS.md): two seconds are promised."""
    assert past.toll.back
    assert max(past.toll.back) <= PATIENCE


NAMED = re.compile(r'crash_point\(f?"([^"]+)"\)')


def test_no_named_point_is_forgotten() -> None:
    """Those of the long run, or of a test that names them; a backup has a drill of its own."""
    tests = [*SOURCE.rglob("tests/*.py"), *ROOT.glob("tests/*.py"), *(ROOT / "fire").rglob("*.py")]
    known = "".join(path.read_text() for path in tests)
    points = {
        found.replace("{action}", "amend")
        for path in SOURCE.rglob("*.py")
        for found in NAMED.findall(path.read_text())
        if not found.startswith(("backup.", "restore."))
    }

    assert {one for one in points if f'"{one}' not in known} == set()
