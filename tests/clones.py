"""Databases to clone: made once for a shape of the tables, kept until that shape changes."""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from loket.config.demo import PACKS
from loket.core import database
from loket.core.clock import now
from loket.core.database import Server

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "loket_test_"
TABLES = ("src/loket/**/migrations/*.py",)
DEMO = (
    *TABLES,
    "packs/**/*.yaml",
    "src/loket/**/actions/**/*.py",
    "src/loket/**/actions.py",
    "src/loket/**/models/**/*.py",
    "src/loket/**/models.py",
    "src/loket/**/pack.py",
    "src/loket/packs/**/*.py",
)


@dataclass(frozen=True)
class Template:
    """A database that nobody uses but to clone it, and the files that belong to it."""

    name: str
    files: Path


def migrated_template(server: Server) -> Template:
    """Give a database with all tables and no rows."""
    return _template(server, "template", _digest(TABLES), [("migrate", "--verbosity=0")])


def demo_template(server: Server) -> Template:
    """Give a database with the demo in it, as told from today, and no work left to do."""
    shape = _digest(DEMO, f"{now():%Y-%m-%d}")
    packs = ("pack", "apply", *PACKS, "--to", *PACKS, "--demo")
    return _template(server, "demo", shape, [("migrate", "--verbosity=0"), packs, ("work",)])


def environment_of(name: str, files: Path, cluster: str = "test") -> dict[str, str]:
    """Say to a process which database it uses, on which server, and where its files are."""
    return {
        "DJANGO_SETTINGS_MODULE": "loket.config.settings",
        "LOKET_CLUSTER": cluster,
        "LOKET_DB_NAME": name,
        "LOKET_DEMO": "1",
        "LOKET_FILES": str(files),
    }


def run(*words: str, **environment: str) -> None:
    """Run a Python program; when it fails no test can go on."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}", returncode=3)


def _template(
    server: Server, kind: str, shape: str, commands: Iterable[tuple[str, ...]]
) -> Template:
    name = f"{PREFIX}{kind}_{shape}"
    home = database.home()
    found = Template(name, home / "test-files" / name)
    cluster = server.cluster.name if server.cluster else "test"
    home.mkdir(parents=True, exist_ok=True)
    with lock_of(kind).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with server.connect("admin", database.MAINTENANCE) as admin:
            whole = kind != "demo" or found.files.is_dir()
            if not (whole and database.exists(admin, name)):
                database.drop_databases(admin, f"{PREFIX}{kind}_")
                half = f"{PREFIX}{kind}_half"
                database.prepare(server, half)
                for command in commands:
                    if command == ("work",):
                        _work_off(server, half, environment_of(half, found.files, cluster))
                        continue
                    role = {"LOKET_DB_ROLE": "owner"} if command[0] == "migrate" else {}
                    run("django", *command, **environment_of(half, found.files, cluster), **role)
                database.rename_database(admin, half, name)
    return found


def lock_of(kind: str) -> Path:
    """Name the lock under which a template is made; a demo that runs beside the tests has its own."""
    return database.home() / f"test-{kind}.lock"


def _work_off(server: Server, name: str, environment: dict[str, str]) -> None:
    """Let the worker do what waits, so that not every clone of the database must do it."""
    due = (
        "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        " AND coalesce(scheduled_at, now()) <= now()"
    )
    worker = [sys.executable, "-m", "django", "work"]
    with (
        subprocess.Popen(
            worker, env=os.environ | environment, stderr=subprocess.DEVNULL
        ) as working,
        server.connect("owner", name) as connection,
    ):
        while working.poll() is None and connection.execute(due).fetchone() != (0,):
            time.sleep(0.1)
        working.terminate()


def _digest(patterns: Iterable[str], more: str = "") -> str:
    digest = hashlib.sha256(more.encode())
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
