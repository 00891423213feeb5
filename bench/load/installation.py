"""A whole Loket on a copy of a filled database: what the demo starts, and what each part costs."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from loket.config.ports import LOCAL, kept_free
from loket.config.processes import Processes
from loket.config.programs import mail_catcher, wait_until_open, web_server, worker
from loket.core import database
from loket.core.database import Server

ROOT = Path(__file__).resolve().parents[2]
NAME = "loket_load"
START_SECONDS = 60
KINDS = {"web server": "web", "worker": "worker", "mail catcher": "mail"}
BUNDLE_SECONDS = "20"
"""Mails that wait for others do so for as long as in the demo."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What runs, and where."""

    port: int
    home: Path
    server: Server
    processes: Processes

    def used(self) -> dict[str, float]:
        """CPU seconds of each kind of process until now."""
        seconds: dict[str, float] = {}
        for one in self.processes.known:
            if one.child:
                seconds[KINDS[one.name]] = with_children(one.child.pid)
        if number := self.postmaster():
            seconds["database"] = with_children(number)
        seconds["driver"] = time.process_time()
        return seconds

    def postmaster(self) -> int:
        """The first process of the database server; 0 when it is not ours."""
        cluster = self.server.cluster
        if cluster is None:
            return 0
        return int((cluster.data / "postmaster.pid").read_text().split()[0])

    def web_memory(self) -> int:
        """Bytes that the processes of the web server hold, shared ones counted once."""
        web = next(one for one in self.processes.known if one.name == "web server")
        assert web.child is not None
        first = psutil.Process(web.child.pid)
        return sum(each.memory_full_info().pss for each in (first, *first.children(recursive=True)))

    def ask(self, query: sql.Composed) -> list[tuple[object, ...]]:
        """Ask the database, as its administrator."""
        with self.server.connect("admin", NAME) as connection:
            return connection.execute(query).fetchall()


def with_children(number: int) -> float:
    """CPU seconds of a process, of those it started, and of those of them that ended."""
    total = 0.0
    first = psutil.Process(number)
    for each in (first, *first.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            took = each.cpu_times()
            total += took.user + took.system
            if each is first:
                total += took.children_user + took.children_system
    return total


def copy_database(server: Server, filled: str) -> None:
    """Make the database of the load anew, as a copy of a filled one."""
    with server.connect("admin", database.MAINTENANCE) as connection:
        database.drop_database(connection, NAME)
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(NAME), sql.Identifier(database.OWNER), sql.Identifier(filled)
            )
        )
    database.prepare(server, NAME)


def environment(home: Path, port: int, smtp: int) -> dict[str, str]:
    """Say to the processes how they are to run."""
    return {
        "DJANGO_SETTINGS_MODULE": "loket.config.settings",
        "LOKET_DB_NAME": NAME,
        "LOKET_FILES": str(home / "files"),
        "LOKET_BIND": f"{LOCAL}:{port}",
        "LOKET_PUBLIC_PORT": str(port),
        "LOKET_MAIL_BUNDLE_SECONDS": BUNDLE_SECONDS,
        "SMTP_URL": f"smtp://{LOCAL}:{smtp}",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }


@contextlib.contextmanager
def running(server: Server, port: int) -> Iterator[Installation]:
    """Keep mail catcher, worker and web server going for as long as the block runs."""
    home = database.home() / "load"
    shutil.rmtree(home / "mail", ignore_errors=True)
    processes = Processes(home)
    home.mkdir(parents=True, exist_ok=True)
    processes.end_leftovers()
    with kept_free() as smtp:
        said = environment(home, port, smtp)
        try:
            processes.start(mail_catcher(home / "mail", smtp, said))
            processes.start(worker(said))
            processes.start(web_server(said))
            wait_until_open(processes, port, START_SECONDS)
            yield Installation(port, home, server, processes)
        finally:
            processes.stop()


WAITING = sql.SQL("""
SELECT
  (SELECT count(*) FROM procrastinate_jobs
   WHERE status IN ('todo', 'doing') AND task_name = 'loket.run'
     AND coalesce(scheduled_at, now()) <= now()),
  (SELECT count(*) FROM contacts_outgoingmail
   WHERE state IN ('queued', 'sending') AND send_after <= now() + interval '10 minutes'),
  (SELECT count(*) FROM contacts_outgoingmail WHERE state = 'collecting')
""")
MOST_SECONDS = 300


def backlog(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[int, int, int]:
    """Jobs that are due, mails that are on their way, and mails that still wait for others."""
    jobs, mails, collecting = connection.execute(WAITING).fetchone() or (0, 0, 0)
    return int(str(jobs)), int(str(mails)), int(str(collecting))


def seconds_until_empty(installation: Installation) -> tuple[float, float]:
    """Wait for the last job and for the last mail; how long each took."""
    begin = time.monotonic()
    jobs_done = 0.0
    with installation.server.connect("admin", NAME) as connection:
        while (passed := time.monotonic() - begin) < MOST_SECONDS:
            jobs, mails, collecting = backlog(connection)
            if not jobs and not jobs_done:
                jobs_done = passed
            if not jobs and not mails and not collecting:
                return jobs_done, passed
            time.sleep(0.5)
    return jobs_done or passed, passed
