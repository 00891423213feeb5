"""Starts Loket with everything that belongs to it and shows how to come in: `bin/demo`."""

import argparse
import contextlib
import errno
import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import django

from loket.config import preparing
from loket.config.guests import Guest, demo_desks
from loket.config.ports import LOCAL, any_free, is_free, next_free
from loket.config.processes import Processes, ProcessFailed
from loket.config.programs import mail_catcher, wait_until_open, web_server, worker
from loket.core import database, embedded
from loket.core.database import Server
from loket.core.embedded import DatabaseUnavailable

PACKS = ("persopoint", "rijnbeek")
"""What the demo shows, each pack as the organisation of its name."""
FIRST_PORT, FIRST_MAIL_PORT = 8000, 8025
WEB_SECONDS = 60
FORGOTTEN = ("files", "mail", "log", "static", "*.digest", "seal.key", "secret")


class CannotStart(Exception):  # noqa: N818  it reads as the sentence that it is
    """The demo cannot start; the message says what to do."""


@dataclass(frozen=True)
class Ports:
    """Where everything listens."""

    web: int
    mail_page: int
    smtp: int


def main() -> None:
    """Start, show how to come in, look after everything, and stop on Ctrl-C."""
    arguments = read_arguments()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # also where a shell lets it be ignored
    home = database.home()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with alone(home):
            run(arguments, home)
    except KeyboardInterrupt:
        say("Stopped. Your data is kept; bin/demo goes on where you were.")
    except (CannotStart, DatabaseUnavailable, ProcessFailed) as problem:
        sys.exit(f"Loket: {problem}")
    except OSError as problem:
        full = problem.errno == errno.ENOSPC
        sys.exit(
            f"Loket: {f'the disk of {home} is full: make room and start again' if full else problem}."
        )


def read_arguments() -> argparse.Namespace:
    """Read what the command line asks."""
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Sets Loket up on this machine and starts it."
    )
    parser.add_argument(
        "--port", type=int, help="the port of the desk (8000, or the next free one)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away first")
    parser.add_argument("--reload", action="store_true", help="start anew when the code changes")
    return parser.parse_args()


def run(arguments: argparse.Namespace, home: Path) -> None:
    """Run everything for as long as nobody stops it."""
    processes = Processes(home)
    with step("Ending what an earlier start left behind") as done:
        done(str(processes.end_leftovers() or "nothing"))
    if arguments.fresh:
        with step("Throwing the old data away"):
            begin_anew(home)
    ports = choose_ports(arguments.port)
    set_environment(ports, home)
    with contextlib.ExitStack() as stack:
        with step("Starting the database"):
            server = stack.enter_context(database.running())
            database.prepare(server)
        prepare()
        stack.callback(processes.stop)
        with step("Starting web server, worker and mail catcher"):
            start(processes, ports, home)
        show_ways_in(ports)
        look_after(processes, server, reload=arguments.reload)


def look_after(processes: Processes, server: Server, *, reload: bool) -> None:
    """Start again what dies and, for who works on the code, what is out of date."""
    seen = preparing.newest_code()
    database_keeper = DatabaseKeeper(server)
    while True:
        time.sleep(0.5)
        database_keeper.look_after()
        for name in processes.look_after():
            say(f"The {name} had died and was started again.")
        if reload and (newest := preparing.newest_code()) != seen:
            seen = newest
            preparing.update_translations()
            say("The code has changed: starting anew.")
            processes.start_anew()


class DatabaseKeeper:
    """Starts the database again that came with Loket, for as long as it takes."""

    def __init__(self, server: Server) -> None:
        """Nothing went wrong yet; a server of somebody else is started by them."""
        self.cluster = server.cluster
        self.said = ""

    def look_after(self) -> None:
        """Start it again when it died; what is in its way is said once."""
        if self.cluster is None:
            return
        try:
            if embedded.revive(self.cluster):
                self.tell("The database had died and was started again.")
            self.said = ""
        except (DatabaseUnavailable, OSError) as problem:
            self.tell(f"The database does not start: {problem} It is tried again.")

    def tell(self, words: str) -> None:
        """Say it, unless it was just said."""
        if words != self.said:
            say(words)
        self.said = words


def choose_ports(wanted: int | None) -> Ports:
    """Take the ports that are free; one that was asked for is taken or refused."""
    if wanted is not None and not is_free(wanted):
        raise CannotStart(
            f"port {wanted} is in use: stop what listens there, or name another with --port."
        )
    web = wanted or next_free(FIRST_PORT)
    return Ports(web, next_free(max(FIRST_MAIL_PORT, web + 1)), any_free())


def set_environment(ports: Ports, home: Path) -> None:
    """Say to this process and its children how they are to run."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "loket.config.settings",
        "LOKET_DEMO": "1",
        "LOKET_BIND": f"{LOCAL}:{ports.web}",
        "LOKET_HOME": str(home),
        "LOKET_PUBLIC_PORT": str(ports.web),
        "SMTP_URL": f"smtp://{LOCAL}:{ports.smtp}",
    }


def prepare() -> None:
    """Bring tables, translations, static files and the packs up to date."""
    django.setup()
    steps: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("Bringing the tables up to date", preparing.update_tables),
        ("Compiling the translations", preparing.update_translations),
        ("Gathering the static files", preparing.update_static_files),
        (f"Applying the packs {' and '.join(PACKS)}", lambda: preparing.update_packs(PACKS)),
    )
    for name, update in steps:
        with step(name) as done:
            try:
                done("" if update() else "nothing new")
            except preparing.PreparingFailed as problem:
                raise CannotStart(str(problem)) from problem


def start(processes: Processes, ports: Ports, home: Path) -> None:
    """Start every program and wait until the desk answers."""
    processes.start(mail_catcher(home / "mail", ports.smtp, {}, page=ports.mail_page))
    processes.start(worker({}))
    processes.start(web_server({}))
    wait_until_open(processes, ports.web, WEB_SECONDS)


def begin_anew(home: Path) -> None:
    """Throw away all that the demo keeps; a server of somebody else is not ours to empty."""
    server = database.find_server()
    if server.cluster is None:
        raise CannotStart(
            "--fresh empties only the database that comes with Loket: drop the one that "
            "DATABASE_URL names yourself, or unset DATABASE_URL."
        )
    embedded.remove(server.cluster)
    for pattern in FORGOTTEN:
        for path in home.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def show_ways_in(ports: Ports) -> None:
    """Print the address, who can sign in, and where the mail is."""
    say("")
    say(f"Loket is open:  http://{LOCAL}:{ports.web}/")
    say(f"Caught mail:    http://{LOCAL}:{ports.mail_page}/")
    desks = demo_desks(ports.web)
    if desks:
        say("Who can sign in, each at an address of their own (several windows of one browser):")
    persons = [person for desk in desks for person in desk.persons]
    names, roles = (max(map(len, words), default=0) for words in _columns(persons))
    for desk in desks:
        say(f"{desk.name}  {desk.address}")
        for person in desk.persons:
            say(f"  {person.name:<{names}}  {person.role:<{roles}}  {person.address}")
    say("Ctrl-C stops everything and keeps the data.")


def _columns(persons: list[Guest]) -> tuple[list[str], list[str]]:
    return [person.name for person in persons], [person.role for person in persons]


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """Refuse a second demo in the same checkout."""
    with (home / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"it already runs from {home.parent}: stop it there with Ctrl-C first."
            ) from None
        yield


@contextlib.contextmanager
def step(name: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done, and how long it took."""
    began = time.monotonic()
    remarks: list[str] = []
    print(f"  {name} … ", end="", flush=True)  # noqa: T201  this is how a person sees it
    try:
        yield remarks.append
    except BaseException:
        say("")
        raise
    remark = ", ".join(filter(None, [*remarks, f"{time.monotonic() - began:.1f} s"]))
    say(f"done ({remark})")


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)  # noqa: T201  this is how a person sees it


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
