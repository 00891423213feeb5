"""Disks run full under people who write: they are told so, reading goes on, and it passes by itself."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from fire.faults.disk import MEGABYTE, empty, fill, need_mounts, small_disk, tables_on, used
from fire.faults.outage import away, bring_back, typed_of
from fire.installation import WEB, WORKER, Burning
from fire.writers.clients import Answer, Browser, make_paper
from fire.writers.storm import Storm, storming
from fire.writers.waiting import wait_for
from loket.core.embedded import DatabaseUnavailable

RECOVERY = 30.0  # seconds after which everything is normal again, once there is room
CLIENTS = 6
SOME = 20  # writes that were acknowledged, before and after each fault
FORM = "/formulier/vraag-aan-een-hr-officer/begin"
ROOM = 32 * MEGABYTE
PROOF = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Disks:
    """Where the small disks are."""

    tables: Path
    files: Path
    log: Path


@pytest.fixture(scope="module")
def disks(loket: Burning) -> Iterator[Disks]:
    """Give each of them a disk of its own, before anybody writes."""
    need_mounts()
    made, cluster = loket.loket, loket.server.cluster
    assert cluster is not None, "only a server of our own is filled"
    found = Disks(cluster.state / "tables", made.files, made.processes.logs)
    found.tables.mkdir(exist_ok=True)
    os.chown(found.tables, cluster.uid, cluster.gid)
    with loket.server.connect("admin", made.database) as rows:
        (size,) = rows.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
    with ExitStack() as stack:
        stack.enter_context(small_disk(found.files, used(found.files) + ROOM))
        stack.enter_context(small_disk(found.log, used(found.log) + ROOM))
        stack.enter_context(small_disk(found.tables, size * 2 + ROOM))
        stack.enter_context(tables_on(loket.server, made.database, found.tables))
        yield found


@pytest.fixture(scope="module")
def storm(
    loket: Burning, disks: Disks, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storm]:
    """People who write for as long as the tests of this file run; the checker has the last word."""
    with storming(loket, tmp_path_factory.mktemp("storm"), CLIENTS) as made:
        yield made


@pytest.fixture
def sarah(loket: Burning) -> Iterator[Browser]:
    """Somebody who came in before anything was full."""
    browser = Browser(loket.loket.port, "sarah.persopoint.localhost")
    browser.sign_in()
    yield browser
    browser.close()


def first(wanted: Callable[[], Answer], status: int, seconds: float) -> Answer:
    """Do something until it is answered so."""
    until = time.monotonic() + seconds
    while (answer := wanted()).status != status:
        assert time.monotonic() < until, f"no {status}, but {answer.status}: {answer.body[:300]}"
        time.sleep(0.05)
    return answer


def begin(sarah: Browser) -> str:
    """Begin a draft; give its address."""
    answer = first(lambda: sarah.post(FORM, {}), 302, RECOVERY)
    return answer.place.removesuffix("/vraag/")


def save(sarah: Browser, draft: str, words: str) -> Answer:
    """Save the subject of a draft as the page does."""
    typed = {"path": "titel", "value": words, "seen": ""}
    return sarah.post(f"{draft}/veld", typed, script=True)


def test_the_disk_of_the_tables_is_full(disks: Disks, storm: Storm, sarah: Browser) -> None:
    draft = begin(sarah)
    storm.wait_for_writes(SOME)
    typed = {"naam": "Wat ik typte", PROOF: sarah.cookies["loket-csrf"]}

    fill(disks.tables)
    refused = first(lambda: sarah.post(FORM, typed), 507, 60)
    paths = ("/", "/zaken/", "/concepten/", f"{draft}/vraag/")
    pages = {path: sarah.ask("GET", path).status for path in paths}
    empty(disks.tables)

    assert "Wij kunnen nu niets bewaren" in refused.body
    assert typed_of(refused.body) == typed
    assert set(pages.values()) == {200}, pages
    first(lambda: sarah.post(FORM, {}), 302, RECOVERY)
    storm.wait_for_writes(SOME)


def test_the_disk_of_the_files_is_full(disks: Disks, storm: Storm, sarah: Browser) -> None:
    draft = begin(sarah)

    def hand_in() -> str:
        paper = make_paper("papier", MEGABYTE)
        slot = {"slot": "document.bijlagen"}
        return sarah.hand_in(f"{draft}/bestanden/", slot, "file", "brief.pdf", paper).body

    storm.wait_for_writes(SOME)
    fill(disks.files)
    wait_for("a sentence about the file", lambda: "onze schijf is vol" in hand_in())
    saved = save(sarah, draft, "Toch bewaard")
    page = sarah.ask("GET", f"{draft}/vraag/")
    empty(disks.files)

    assert (saved.status, page.status) == (200, 200)
    assert "Toch bewaard" in page.body
    wait_for("a file that is taken", lambda: "onze schijf is vol" not in hand_in(), RECOVERY)
    storm.wait_for_writes(SOME)


def test_the_disk_of_the_log_is_full_and_nobody_notices(
    loket: Burning, disks: Disks, storm: Storm, sarah: Browser
) -> None:
    fill(disks.log)
    for name in (WEB, WORKER):
        before = loket.number(name)
        loket.kill(before)
        wait_for(f"a new {name}", lambda: loket.number(name) != before)  # noqa: B023  called at once

    draft = begin(sarah)

    assert save(sarah, draft, "Zonder log").status == 200
    assert sarah.ask("GET", "/bestaat-niet/").status == 404
    storm.wait_for_writes(SOME)
    empty(disks.log)


def test_the_disk_of_the_write_ahead_log_is_full(
    loket: Burning, storm: Storm, sarah: Browser
) -> None:
    """PostgreSQL gives up then, and starts again once there is room and somebody starts it."""
    storm.wait_for_writes(SOME)
    with write_ahead_on_small_disk(loket) as disk:
        fill(disk)
        with suppress(psycopg.OperationalError), loket.server.connect("admin", "postgres") as admin:
            for _turn in range(50):
                admin.execute("SELECT pg_logical_emit_message(false, 'fire', repeat('x', 1000000))")
                admin.execute("SELECT pg_switch_wal()")
        first(lambda: sarah.ask("GET", "/"), 503, 60)
        empty(disk)
        begun = time.monotonic()
        wait_for("a server that starts", lambda: starts(loket), RECOVERY)
        first(lambda: sarah.ask("GET", "/"), 200, RECOVERY)
        begin(sarah)
        assert time.monotonic() - begun < RECOVERY
        storm.wait_for_writes(SOME)


def starts(loket: Burning) -> bool:
    """Start the server when it is down, as who keeps it does; say whether it runs."""
    try:
        bring_back(loket.server)
    except DatabaseUnavailable:
        return False
    return True


@contextmanager
def write_ahead_on_small_disk(loket: Burning) -> Iterator[Path]:
    """Keep what is written ahead on a small disk; the server is down while it moves there and back."""
    cluster = loket.server.cluster
    assert cluster is not None
    ahead = cluster.data / "pg_wal"
    with ExitStack() as stack:
        with away(loket.server):
            place = stack.enter_context(small_disk(ahead, used(ahead) + ROOM))
        yield place
        with away(loket.server):
            stack.close()


def test_everything_that_was_acknowledged_is_there_once_and_all_work_is_done(storm: Storm) -> None:
    """The last of those who share the storm: it lets the people go home."""
    report = storm.end()

    assert not report.violations, str(report)
    assert storm.troubles == []
