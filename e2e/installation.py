"""A whole Loket of one walk: its own database, web server, worker and mail catcher."""

import contextlib
import fcntl
import functools
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.clones import PREFIX, demo_template, environment_of, run

from loket.config.caught_mail import CaughtMail, read_mails
from loket.config.ports import LOCAL, kept_free
from loket.config.processes import Processes
from loket.config.programs import mail_catcher, wait_until_open, web_server, worker
from loket.core import database
from loket.core.database import Server

DESK = "persopoint.localhost"
PATIENCE = 60.0  # seconds for something to come that will come


@dataclass(frozen=True)
class Installation:
    """Where the desk of a walk is, and what it sent."""

    port: int
    mail: Path
    database: str
    processes: Processes
    files: Path

    def address(self, person: str = "", path: str = "/", desk: str = DESK) -> str:
        """Give the address of a page, on the host of a person of an organisation."""
        host = ".".join(part for part in (person, desk) if part)
        return f"http://{host}:{self.port}{path}"

    def mails(self, to: str = "") -> list[CaughtMail]:
        """Read the mails that were sent, to everybody or to one address."""
        return [mail for mail in read_mails(self.mail) if to in mail.to]

    def mail_about(self, words: str, to: str = "") -> CaughtMail:
        """Wait for a mail with these words in its subject or text."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for mail in self.mails(to):
                if words in mail.subject or words in mail.text:
                    return mail
            time.sleep(0.1)
        subjects = [mail.subject for mail in self.mails(to)]
        raise AssertionError(f"no mail about '{words}' to '{to}' came, only {subjects}")


@contextlib.contextmanager
def installed(
    server: Server, walk: str, more: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """Keep a whole Loket going on a clone of the demo; its files and logs stay until the next.

    `more` is what its programs are told besides.
    """
    name = f"{PREFIX}walk_{walk}"[:60]
    folder = database.home() / "walks" / walk
    files = folder / "files"
    _begin_anew(server, name, folder)
    with kept_free() as port, kept_free() as smtp:
        cluster = server.cluster.name if server.cluster else "test"
        environment = environment_of(name, files, cluster) | {
            "LOKET_STATIC": str(_static_files()),
            "LOKET_BIND": f"{LOCAL}:{port}",
            "LOKET_PUBLIC_PORT": str(port),
            "LOKET_WEB_WORKERS": "1",
            "LOKET_MAIL_BUNDLE_SECONDS": "1",
            "SMTP_URL": f"smtp://{LOCAL}:{smtp}",
            **(more or {}),
        }
        processes = Processes(folder)
        made = Installation(port, folder / "mail", name, processes, files)
        try:
            processes.start(web_server(environment))
            processes.start(mail_catcher(made.mail, smtp, environment))
            processes.start(worker(environment))
            wait_until_open(processes, port, PATIENCE)
            yield made
        finally:
            processes.stop()
            with server.connect("admin", database.MAINTENANCE) as admin:
                database.drop_database(admin, name)


def _begin_anew(server: Server, name: str, folder: Path) -> None:
    """Clone the demo's database and files, whatever an earlier walk left there."""
    template = demo_template(server)
    Processes(folder).end_leftovers()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, name)
        database.create_database(admin, name, template.name)
    if template.files.is_dir():
        shutil.copytree(template.files, folder / "files")


def static_folder() -> Path:
    """Say where the static files of all walks are."""
    return database.home() / "walk-static"


@functools.cache
def _static_files() -> Path:
    """Gather the static files once for all walks."""
    gathered = static_folder()
    with gathered.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        settings = {"DJANGO_SETTINGS_MODULE": "loket.config.settings"}
        run("loket.config.preparing", LOKET_STATIC=str(gathered), **settings)
    return gathered
