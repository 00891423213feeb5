"""`bin/demo` starts everything, survives kill -9, and says in one sentence what is in its way."""

import contextlib
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from loket.config import demo
from loket.config.ports import kept_free
from loket.config.processes import Process, Processes, ProcessFailed
from loket.core import embedded

READY = "Ctrl-C stops everything"
PATIENCE = 180.0
NUMBERS = itertools.count()
STARTED: dict[Path, list[psutil.Popen]] = {}


class Demo:
    """A running `bin/demo` and what it said."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.said = home.parent / f"said-{next(NUMBERS)}"
        unset = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        known = {name: value for name, value in os.environ.items() if name not in unset}
        with self.said.open("wb") as said:
            self.process = psutil.Popen(
                [sys.executable, "-m", "loket.config.demo", *arguments],
                env=known | {"LOKET_HOME": str(home)},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        STARTED.setdefault(home, []).append(self.process)

    @property
    def words(self) -> str:
        return self.said.read_text()

    def wait_for(self, words: str) -> "Demo":
        until = time.monotonic() + PATIENCE
        while words not in self.words:
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"'{words}' was not said:\n{self.words}")
            time.sleep(0.05)
        return self

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return int(self.process.wait(PATIENCE))

    def family(self) -> list[psutil.Process]:
        """Everything that runs because of it, the database server and its helpers included."""
        mine: list[psutil.Process] = [self.process, *self.process.children(recursive=True)]
        server = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        return [*mine, server, *server.children()]

    @property
    def data(self) -> Path:
        return Path((self.home / "where").read_text().strip()) / "data"


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def outlive(processes: Processes, broken: Process) -> None:
    """Look after a program for as long as it is started again."""
    while broken.child:
        broken.child.wait(10)
        processes.look_after()


@contextlib.contextmanager
def checkout() -> Iterator[Path]:
    """Give the home folder of a new checkout, in a path with a space; nothing of it stays."""
    place = Path(tempfile.mkdtemp(prefix="mijn loket "))
    place.chmod(0o711)
    home = place / ".loket"
    try:
        yield home
    finally:
        for one in STARTED.pop(home, []):
            if one.poll() is None:
                one.send_signal(signal.SIGINT)
                one.wait(PATIENCE)
        Processes(home).end_leftovers()
        cluster = embedded.find_cluster("data", home)
        embedded.stop(cluster)
        shutil.rmtree(cluster.state, ignore_errors=True)
        shutil.rmtree(place)


@pytest.fixture(scope="module")
def running() -> Iterator[Demo]:
    """A demo that runs, for the tests that leave it running."""
    with checkout() as home, kept_free() as port:
        started = Demo(home, "--port", str(port)).wait_for(f"http://127.0.0.1:{port}/")
        yield started.wait_for(READY)


def test_it_opens_where_it_says(running: Demo) -> None:
    (port,) = re.findall(r"Loket is open:  http://127.0.0.1:(\d+)/", running.words)

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezondheid/", timeout=30) as answer:
        assert answer.status == 200


def test_it_says_who_one_can_be_and_where_the_mail_is(running: Demo) -> None:
    (port,) = re.findall(r"Loket is open:  http://127.0.0.1:(\d+)/", running.words)
    (mail,) = re.findall(r"Caught mail:    http://127.0.0.1:(\d+)/", running.words)

    first, second = running.words.split(f"Gemeente Rijnbeek  http://rijnbeek.localhost:{port}/\n")
    assert f"PersoPoint  http://persopoint.localhost:{port}/\n" in first
    for said, name, role, host in (
        (first, "Sarah Vermeulen", "Employee, FPS Mobility", "sarah.persopoint"),
        (first, "Tom Claes", "Sarah's chief", "tom.persopoint"),
        (first, "Karim Bouzid", "File manager", "karim.persopoint"),
        (second, "Joris van der Linden", "Inhabitant, Harbour", "joris.rijnbeek"),
        (second, "Dennis Kramer", "Parking officer", "dennis.rijnbeek"),
    ):
        assert re.search(rf"  {name} +{role} +http://{host}\.localhost:{port}/\n", said), name
    with urllib.request.urlopen(f"http://127.0.0.1:{mail}/", timeout=30) as answer:
        assert b"<h1>Caught mail</h1>" in answer.read()


def test_a_second_one_in_the_same_folder_is_refused(running: Demo) -> None:
    second = Demo(running.home)

    assert second.process.wait(PATIENCE) == 1
    assert "Loket: it already runs from" in second.words


def test_a_dead_worker_is_started_again(running: Demo) -> None:
    (worker,) = [one for one in running.process.children() if one.cmdline()[-1] == "work"]

    worker.kill()

    running.wait_for("The worker had died and was started again.")


def test_a_dead_database_is_started_again(running: Demo) -> None:
    psutil.Process(int((running.data / "postmaster.pid").read_text().split()[0])).kill()

    running.wait_for("The database had died and was started again.")


def test_it_starts_again_whatever_was_killed_and_ctrl_c_ends_all(running: Demo) -> None:
    """The last test of those that share a running demo: it kills it."""
    for process in running.family():
        with contextlib.suppress(psutil.NoSuchProcess):  # it went with its parent
            process.kill()
    running.process.wait(PATIENCE)

    second = Demo(running.home).wait_for(READY)
    left_behind = second.process.children(recursive=True)
    second.process.kill()
    second.process.wait(PATIENCE)

    third = Demo(running.home).wait_for(READY)
    assert "Applying the packs persopoint and rijnbeek … done (nothing new" in third.words
    assert alive(left_behind) == []
    family = third.family()
    assert third.end() == 0
    assert "Stopped. Your data is kept" in third.words
    assert alive(family) == []


def test_a_port_that_was_asked_for_and_is_busy_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]

        refused = Demo(tmp_path / ".loket", "--port", str(port))

        assert refused.process.wait(PATIENCE) == 1
        assert f"Loket: port {port} is in use: stop what listens there" in refused.words


def test_a_busy_port_that_nobody_asked_for_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        monkeypatch.setattr(demo, "FIRST_PORT", port)

        assert demo.choose_ports(None).web > port


def test_fresh_never_empties_a_database_of_somebody_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk@db.example/desk")

    with pytest.raises(demo.CannotStart, match="--fresh empties only the database that comes"):
        demo.begin_anew(tmp_path)


def test_fresh_throws_away_what_the_demo_kept_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOKET_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "where").write_text(f"{tmp_path}\n")
    for kept in ("files/1", "mail", "data", "tools", "test"):
        (tmp_path / kept).mkdir(parents=True)
    for kept in ("seal.key", "secret", "packs.digest"):
        (tmp_path / kept).touch()

    demo.begin_anew(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"where", "database.lock", "tools", "test"}


def test_a_program_that_keeps_dying_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    processes = Processes(tmp_path)
    broken = Process("worker", [sys.executable, "-c", "raise SystemExit('geen zin')"])
    processes.start(broken)

    with pytest.raises(ProcessFailed, match=r"(?s)^The worker does not keep running.*geen zin$"):
        outlive(processes, broken)


def test_leftovers_are_known_by_more_than_their_number(tmp_path: Path) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (tmp_path / "processes").write_text(f"[[{sleeper.pid}, 1.0]]")

    assert Processes(tmp_path).end_leftovers() == 0
    assert sleeper.poll() is None
    sleeper.communicate()
