"""What every test stands on: its own clone of one migrated database."""

import contextlib
import copy
import json
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from procrastinate.contrib.django import app
from pytest_django.plugin import DjangoDbBlocker
from pytest_socket import socket_allow_hosts
from tests.clones import PREFIX, demo_template, migrated_template
from tests.world import World, make_world

from loket.catalogue.specs import forget_specs
from loket.config import languages
from loket.core import calendars, database
from loket.core.calendars import forget_calendars
from loket.core.clock import now
from loket.core.database import Server
from loket.core.prepared import forget_questions

BROWSERS = (
    "chromium-headless-shell",  # the same engine, without the pages of a browser's own window
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=nl-BE",
]
REPLACING = {"monkeypatch", "settings"}
"""The fixtures by which a test puts something else in the place of what is there."""
# No test asserts on time: a busy machine is not a fault of the program.
hypothesis_settings.register_profile(
    "loket", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("loket")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
# The browser keeps a loop in the thread of the tests; Django would refuse its database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before the processes that run the tests start.

    The calendars of the tests are shorter: to lay out twelve years took a quarter of all their time.
    """
    calendars.YEARS_AHEAD = 3
    if not hasattr(config, "workerinput"):
        languages.compile_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool | None, bool | None]:
    """Write the questions to the database anew after a test that may have taken a predicate away."""
    done = yield
    if REPLACING & set(getattr(item, "fixturenames", ())):
        forget_questions()
    return done


def pytest_runtest_setup() -> None:
    """Let no test talk to anyone outside."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    """Keep the database server of the tests up."""
    with database.running("test") as server:
        yield server


@pytest.fixture(scope="session")
def template(database_server: Server) -> str:
    """Give a migrated database to clone."""
    return migrated_template(database_server).name


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: Server, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this process its own clone; each test's changes are rolled back in it."""
    with _clone(database_server, template, f"{PREFIX}{WORKER}", django_db_blocker):
        yield


@pytest.fixture
def own_database(
    database_server: Server,
    template: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Give one test a database of its own, in which it may commit, from several threads too."""
    name = f"{PREFIX}{WORKER}_own"
    with (
        _clone(database_server, template, name, django_db_blocker),
        django_db_blocker.unblock(),
    ):
        yield name


@pytest.fixture(scope="module")
def database_of_module(
    database_server: Server,
    template: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Give all tests of a file one database of their own; what they commit, the next ones see."""
    name = f"{PREFIX}{WORKER}_module"
    with (
        _clone(database_server, template, name, django_db_blocker),
        django_db_blocker.unblock(),
    ):
        yield name


@pytest.fixture(scope="module")
def demo_of_module(
    database_server: Server, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Give all tests of a file the demo, in a database of their own."""
    name = f"{PREFIX}{WORKER}_demo"
    template = demo_template(database_server).name
    with (
        _clone(database_server, template, name, django_db_blocker),
        django_db_blocker.unblock(),
    ):
        yield name


@pytest.fixture(scope="module")
def kept_for_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what a file makes once for all its tests; what each of them does is taken back to that.

    Not beside a database of one's own: that closes the connection on which this stands.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _world_of_module(kept_for_module: None) -> World:
    return make_world("hier")


@pytest.fixture
def here(_world_of_module: World, db: None) -> World:
    """Give the world of the access table, made once for a file: objects of this test's own."""
    return copy.deepcopy(_world_of_module)


@pytest.fixture
def owner(database_server: Server, db: None) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Give a connection beside the test's own, as the owner of the tables; nothing it does stays."""
    with database_server.connect("owner", connections["default"].settings_dict["NAME"]) as found:
        found.autocommit = False
        yield found
        found.rollback()


@pytest.fixture
def run_jobs(db: None) -> Callable[..., list[str]]:
    """Run the jobs that are due, and those that they enqueue, as the worker would.

    A worker has a connection of its own and cannot see what a test has not committed. The names of
    the jobs that ran come back, in order; a job that fails, fails the test.
    """

    def run(at: datetime | None = None) -> list[str]:
        names = []
        while job := _take_job(at or now()):
            number, task, arguments = job
            names.append(str(arguments.get("job", task)))
            app.tasks[task].func(**arguments)
            _end_job(number)
        return names

    return run


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the browser of the system; without one no walk is skipped, all fail."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(
            "The walks need a browser: install it with 'apt install chromium-headless-shell'."
        )
    return {"executable_path": found, "args": BROWSER_FLAGS}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse the way of committing that empties tables afterwards: events cannot be emptied."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: commit with the fixture own_database.")


@contextlib.contextmanager
def _clone(server: Server, template: str, name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    with server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, name)
        database.create_database(admin, name, template)
    known = connections["default"].settings_dict
    before = known["NAME"]
    _close_connections(blocker)
    known["NAME"] = name
    yield
    _close_connections(blocker)
    known["NAME"] = before
    with server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, name)


def _close_connections(blocker: DjangoDbBlocker) -> None:
    with blocker.unblock():
        connections.close_all()
    forget_calendars()
    forget_specs()  # what a process keeps of one database is not true in the next


def _take_job(at: datetime) -> tuple[int, str, dict[str, Any]] | None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = attempts + 1 WHERE id = ("
            " SELECT id FROM procrastinate_jobs WHERE status = 'todo'"
            " AND (scheduled_at IS NULL OR scheduled_at <= %s)"
            " ORDER BY priority DESC, id LIMIT 1) RETURNING id, task_name, args",
            [at],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    number, task, arguments = row
    return number, task, arguments if isinstance(arguments, dict) else json.loads(arguments)


def _end_job(number: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [number])
