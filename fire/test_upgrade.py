"""The last change of the tables of each module goes back and forth on a filled database."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from psycopg import sql
from tests.clones import PREFIX, ROOT, demo_template, environment_of

from loket.core import database
from loket.core.database import Server

NAME = f"{PREFIX}upgrade"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
BOOKKEEPING = {"django_migrations", "procrastinate_workers", "procrastinate_periodic_defers"}


@pytest.fixture
def told(database_server: Server) -> Iterator[dict[str, str]]:
    """Give what the commands of a filled installation are told."""
    template = demo_template(database_server)
    assert database_server.cluster is not None
    with database_server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, NAME)
        database.create_database(admin, NAME, template.name)
    yield os.environ | environment_of(NAME, template.files, database_server.cluster.name)
    with database_server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, NAME)


def counted(server: Server) -> dict[str, int]:
    with server.connect("admin", NAME) as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]
        found = {}
        for table in set(tables) - BOOKKEEPING:
            count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            (found[table],) = connection.execute(count).fetchone() or (0,)
        return found


def run(told: dict[str, str], *words: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        env=told | more,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_people_wrote_survives_a_step_back_and_the_upgrade(
    database_server: Server, told: dict[str, str]
) -> None:
    before = counted(database_server)

    went = run(told, "-m", "fire.faults.steps_back", LOKET_DB_ROLE="owner")
    assert "cases " in went
    between = counted(database_server)
    run(told, "manage.py", "migrate", "--verbosity=0")

    after = counted(database_server)
    assert after.keys() == before.keys()
    assert {table: after[table] for table in between} == {table: before[table] for table in between}
    assert "in order" in run(told, "manage.py", "verify")
