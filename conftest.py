"""What every test stands on: its own clone of one migrated database."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker
from pytest_socket import disable_socket

from loket.core import database
from loket.core.database import Server

ROOT = Path(__file__).resolve().parent
SHAPES = ("src/loket/**/migrations/*.py", "src/loket/packs/**/*.py", "packs/test/**/*.yaml")
PREFIX = "loket_test_"


def pytest_runtest_setup() -> None:
    """Let no test talk to anyone outside: sockets of files and of this machine only."""
    disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    """Keep the database server of the tests up."""
    with database.running("test") as server:
        yield server


@pytest.fixture(scope="session")
def template(database_server: Server) -> str:
    """Give a migrated database to clone; it is made anew only when its shape has changed."""
    name = f"{PREFIX}template_{_shape()}"
    database.home().mkdir(parents=True, exist_ok=True)
    with (database.home() / "template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with database_server.connect("admin", database.MAINTENANCE) as admin:
            if not database.exists(admin, name):
                database.drop_databases(admin, f"{PREFIX}template_")
                _make_template(database_server, f"{PREFIX}half")
                database.rename_database(admin, f"{PREFIX}half", name)
    return name


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: Server, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this process its own clone; each test's changes are rolled back in it."""
    name = f"{PREFIX}{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with database_server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, name)
        database.create_database(admin, name, template)
    connections["default"].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with database_server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, name)


def _shape() -> str:
    digest = hashlib.sha256()
    for pattern in SHAPES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _make_template(server: Server, name: str) -> None:
    with server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, name)
    database.prepare(server, name)
    environment = os.environ | {"LOKET_DB_NAME": name, "LOKET_DB_ROLE": "owner"}
    environment |= {"DJANGO_SETTINGS_MODULE": "loket.config.settings_test"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    made = subprocess.run(  # noqa: S603  a list of our own
        command, env=environment, capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.exit(f"The database of the tests cannot be made:\n{made.stderr}", returncode=3)
