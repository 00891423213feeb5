"""Which server is used, who may do what in it, and which servers are refused."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from loket.core import database
from loket.core.database import Server
from loket.core.embedded import DatabaseUnavailable

SCRATCH = f"loket_scratch_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture
def external(database_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server of the tests, reached as a stranger would: by an address in DATABASE_URL."""
    known = make_conninfo(**database_server.parameters("admin", SCRATCH))
    monkeypatch.setenv("DATABASE_URL", known)
    monkeypatch.delenv("LOKET_DB_NAME", raising=False)
    return database.find_server()


@pytest.fixture
def scratch(external: Server) -> Iterator[str]:
    drop_scratch(external)
    yield SCRATCH
    drop_scratch(external)


def drop_scratch(server: Server) -> None:
    with server.connect("admin", database.MAINTENANCE) as admin:
        database.drop_database(admin, SCRATCH)


def make_database(server: Server, options: str) -> None:
    with server.connect("admin", database.MAINTENANCE) as admin:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ").format(
            sql.Identifier(SCRATCH)
        )
        admin.execute(statement + sql.SQL(options))


def test_without_an_address_the_embedded_server_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert database.find_server().cluster is not None


def test_with_an_address_that_server_is_used_and_none_is_started(external: Server) -> None:
    with database.running() as server:
        assert server == external
        assert server.cluster is None
        assert server.name == SCRATCH


def test_a_database_is_made_ready_once_and_again_without_harm(
    external: Server, scratch: str
) -> None:
    database.prepare(external)
    database.prepare(external)

    with external.connect("owner", scratch) as connection:
        found = connection.execute("SELECT extname FROM pg_extension").fetchall()
    assert {name for (name,) in found} >= set(database.EXTENSIONS)


def test_the_application_works_on_rows_and_never_on_tables(external: Server, scratch: str) -> None:
    database.prepare(external)
    with external.connect("owner", scratch) as owner:
        owner.execute("CREATE TABLE letter (id bigint GENERATED ALWAYS AS IDENTITY, body text)")

    with external.connect("app", scratch) as app:
        app.execute("INSERT INTO letter (body) VALUES ('Dag')")
        app.execute("UPDATE letter SET body = 'Goedendag'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("TRUNCATE letter")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DROP TABLE letter")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE other (id bigint)")


def test_the_application_does_not_wait_for_ever(external: Server, scratch: str) -> None:
    database.prepare(external)

    with external.connect("app", scratch) as app:
        assert app.execute("SHOW lock_timeout").fetchone() == ("2s",)
        assert app.execute("SHOW statement_timeout").fetchone() == ("30s",)


def test_the_roles_of_the_embedded_server_have_no_way_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with database.running("test") as embedded_server:
        drop_scratch(embedded_server)
        database.prepare(embedded_server, SCRATCH)

        with (
            embedded_server.connect("app", SCRATCH) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute("SET ROLE loket_owner")


def test_nobody_but_our_roles_may_come_into_the_database(external: Server, scratch: str) -> None:
    database.prepare(external)

    with external.connect("admin", scratch) as admin:
        admin.execute("DROP ROLE IF EXISTS loket_stranger")
        admin.execute("CREATE ROLE loket_stranger")
        row = admin.execute(
            "SELECT has_database_privilege('loket_stranger', current_database(), 'CONNECT')"
        ).fetchone()
        admin.execute("DROP ROLE loket_stranger")
    assert row == (False,)


def test_an_address_of_the_application_itself_takes_no_other_role(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://loket_app:geheim@db.example/desk?sslmode=require"
    )
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://loket_owner:ook@db.example/desk")

    app = database.django_database()
    owner = database.django_database(role="owner")

    assert (app["USER"], app["HOST"], app["NAME"]) == ("loket_app", "db.example", "desk")
    assert app["OPTIONS"]["sslmode"] == "require"
    assert "role=" not in app["OPTIONS"]["options"]
    assert (owner["USER"], owner["PASSWORD"]) == ("loket_owner", "ook")


def test_a_database_in_which_searching_loses_letters_is_refused(
    external: Server, scratch: str
) -> None:
    make_database(external, "LOCALE_PROVIDER libc LOCALE 'C'")

    with pytest.raises(DatabaseUnavailable, match="LC_CTYPE C, with which searching loses"):
        database.prepare(external)


def test_a_database_that_cannot_hold_every_letter_is_refused(
    external: Server, scratch: str
) -> None:
    make_database(external, "LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'LATIN1'")

    with pytest.raises(DatabaseUnavailable, match="has encoding LATIN1 and Loket needs UTF8"):
        database.prepare(external)


def test_a_server_that_is_too_old_is_refused_in_one_sentence() -> None:
    with pytest.raises(DatabaseUnavailable, match=r"is PostgreSQL 14 and Loket needs 15 or newer"):
        database.check_version(140_012)


def test_such_a_server_is_refused_before_anything_is_made_on_it(
    external: Server, scratch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "OLDEST", 99)

    with pytest.raises(DatabaseUnavailable, match="Loket needs 99 or newer"):
        database.prepare(external)

    with external.connect("admin", database.MAINTENANCE) as admin:
        assert not database.exists(admin, scratch)


def test_the_oldest_server_that_will_do_is_taken() -> None:
    database.check_version(150_000)


def test_a_server_that_does_not_answer_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://loket@127.0.0.1:1/loket")

    with pytest.raises(
        DatabaseUnavailable, match=r"^The database server does not let us in: .*Connection refused"
    ):
        database.prepare(database.find_server())


def test_an_address_that_is_none_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///loket.db")

    with pytest.raises(DatabaseUnavailable, match="DATABASE_URL cannot be read: write it as"):
        database.find_server()
