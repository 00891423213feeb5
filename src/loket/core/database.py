"""The one place that knows whether PostgreSQL is the embedded one or one named by DATABASE_URL.

Two roles use a database: `loket_owner` owns the tables and changes their shape, `loket_app` is what
web server and worker are. `loket_app` is under row-level security and cannot rewrite history.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from loket.core import embedded
from loket.core.embedded import ClusterName, DatabaseUnavailable

Role = Literal["app", "owner", "admin", "backup"]

OWNER, APP = "loket_owner", "loket_app"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
OLDEST = 15
CONNECT_SECONDS = 5
MAINTENANCE = "postgres"  # the database that every server has
DEFAULT_NAME = "loket"
# A row lock is held for milliseconds; who waits longer meets a fault, not a queue.
APP_LIMITS = (
    "-c lock_timeout=2s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
)
# The server plans a question once and keeps the plan with the connection; planning costs it more
# than most answers. Pages and jobs ask some hundreds of different ones.
PREPARING = {"server_side_binding": True, "prepare_threshold": 4}
# A server that went without a word (a cable, a firewall) is noticed within seconds, not a quarter
# of an hour; over a socket of this machine these mean nothing.
NOTICING = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
SETUP_LOCK = 7_305_001  # an advisory lock of our own: one setup at a time on a server


@dataclass(frozen=True)
class Server:
    """How each role reaches a database on one PostgreSQL server."""

    base: dict[str, Any]  # what DATABASE_URL says, or the socket of the embedded server
    owner: dict[str, Any] | None  # what DATABASE_OWNER_URL says
    cluster: embedded.Cluster | None
    backup: dict[str, Any] | None = None  # what DATABASE_BACKUP_URL says: reads every row

    @property
    def name(self) -> str:
        """Name the database that people use, or that a test names for its own processes."""
        return os.environ.get("LOKET_DB_NAME") or str(self.base.get("dbname") or DEFAULT_NAME)

    def parameters(self, role: Role, name: str) -> dict[str, Any]:
        """Give psycopg's keywords for this role and database."""
        chosen = {"owner": self.owner, "backup": self.backup}.get(role) or self.base
        limits = APP_LIMITS if role == "app" else ""
        if role in ("admin", "backup"):
            become = ""
        elif self.cluster:
            chosen, become = chosen | {"user": OWNER if role == "owner" else APP}, ""
        else:
            wanted = OWNER if role == "owner" else APP
            become = "" if chosen.get("user") == wanted else f"-c role={wanted}"
        options = " ".join(part for part in (chosen.get("options"), become, limits) if part)
        return chosen | {"dbname": name} | ({"options": options} if options else {})

    def connect(self, role: Role, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect, or say in one sentence why it cannot be."""
        try:
            return psycopg.connect(
                make_conninfo(**self.parameters(role, name)),
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
            )
        except psycopg.OperationalError as problem:
            raise DatabaseUnavailable(
                f"The database server does not let us in: {_reason(problem)} "
                "(see DATABASE_URL in docs/admin/install.md)."
            ) from problem


def _reason(problem: psycopg.OperationalError) -> str:
    """Give the last line that says what happened; below it stands advice for who runs the server."""
    lines = [line.strip() for line in str(problem).splitlines()]
    return next(line for line in reversed(lines) if line and not line.startswith("Is the server"))


def home() -> Path:
    """Give the folder in which this checkout keeps its data."""
    checkout = Path(__file__).resolve().parents[3]
    return Path(os.environ.get("LOKET_HOME") or checkout / ".loket")


def role_of_process() -> Role:
    """Say as whom this process works: the application, unless it changes the tables."""
    return "owner" if os.environ.get("LOKET_DB_ROLE") == "owner" else "app"


def find_server(cluster: ClusterName | None = None) -> Server:
    """Say which server is used; nothing is started and nobody is asked."""
    cluster = cluster or ("test" if os.environ.get("LOKET_CLUSTER") == "test" else "data")
    url = os.environ.get("DATABASE_URL")
    if not url:
        found = embedded.find_cluster(cluster, home())
        base = {"host": str(found.sockets), "port": found.port, "user": embedded.SUPERUSER}
        return Server(base, None, found)
    owner, backup = (os.environ.get(f"DATABASE_{who}_URL") for who in ("OWNER", "BACKUP"))
    return Server(
        _read_url(url),
        _read_url(owner) if owner else None,
        None,
        _read_url(backup) if backup else None,
    )


def django_database(cluster: ClusterName | None = None, role: Role = "app") -> dict[str, Any]:
    """Give the entry of Django's DATABASES."""
    server = find_server(cluster)
    known = server.parameters(role, server.name)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    entry = {django: str(known.pop(libpq, "")) for libpq, django in names.items()}
    return entry | {
        "ENGINE": "django.db.backends.postgresql",
        "PORT": str(known.pop("port", "")),
        "OPTIONS": NOTICING | known | PREPARING | {"connect_timeout": CONNECT_SECONDS},
        # One connection for each of the few threads, kept: a pool would give it back and
        # take it again at each request, and there are never more threads than connections.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


@contextlib.contextmanager
def running(cluster: ClusterName | None = None) -> Iterator[Server]:
    """Keep the server up and prepared for as long as the block runs."""
    server = find_server(cluster)
    with contextlib.ExitStack() as stack:
        if server.cluster:
            stack.enter_context(embedded.running(server.cluster))
        yield server


def prepare(server: Server, name: str | None = None) -> None:
    """Check the server and make the roles, the database and its extensions where they miss."""
    name = name or server.name
    if server.base.get("user") == APP:
        # An administrator has made everything by hand (docs/admin/install.md).
        with server.connect("app", name) as connection:
            check(connection)
        return
    with server.connect("admin", MAINTENANCE) as connection:
        check_version(connection.info.server_version)
        connection.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK])
        _make_roles(connection)
        if not exists(connection, name):
            create_database(connection, name)
    with server.connect("admin", name) as connection:
        check(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK])
        _make_extensions(connection)
        _grant(connection, name)


def check(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Refuse a server or database on which Loket would lose letters or lack functions."""
    check_version(connection.info.server_version)
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    encoding, character_type = row or ("", "")
    if encoding != "UTF8":
        raise DatabaseUnavailable(
            f"The database has encoding {encoding} and Loket needs UTF8: make it anew with "
            "ENCODING 'UTF8'."
        )
    if character_type in ("C", "POSIX"):
        raise DatabaseUnavailable(
            f"The database has LC_CTYPE {character_type}, with which searching loses é and ë: "
            "make it anew with LC_CTYPE 'C.UTF-8' and TEMPLATE template0."
        )


def check_version(number: int) -> None:
    """Refuse a server that is too old; its number is major times ten thousand plus minor."""
    version = number // 10_000
    if version < OLDEST:
        raise DatabaseUnavailable(
            f"The database server is PostgreSQL {version} and Loket needs {OLDEST} or newer: "
            "upgrade it, or unset DATABASE_URL to use the one that comes with Loket."
        )


def create_database(
    connection: psycopg.Connection[tuple[Any, ...]], name: str, template: str | None = None
) -> None:
    """Make an empty database, or a clone of a template, owned by `loket_owner`."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
        )
    )
    if template:
        _allow_connecting(connection, name)


def drop_database(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """Throw a database away, whoever is connected to it."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def drop_databases(connection: psycopg.Connection[tuple[Any, ...]], prefix: str) -> None:
    """Throw all databases away whose name begins so."""
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
    )
    for (name,) in found.fetchall():
        drop_database(connection, name)


def rename_database(
    connection: psycopg.Connection[tuple[Any, ...]], name: str, new_name: str
) -> None:
    """Give a finished database its name."""
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(name), sql.Identifier(new_name)
        )
    )


def exists(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> bool:
    """Say whether the server has this database."""
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _read_url(url: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError as problem:
        raise DatabaseUnavailable(
            "DATABASE_URL cannot be read: write it as postgresql://user:password@host:5432/loket."
        ) from problem


def _make_roles(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    for role in (OWNER, APP):
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if found.fetchone() is None:
            connection.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                ).format(sql.Identifier(role))
            )
    connection.execute(sql.SQL("GRANT {}, {} TO CURRENT_USER").format(*_roles()))


def _roles() -> tuple[sql.Identifier, sql.Identifier]:
    return sql.Identifier(OWNER), sql.Identifier(APP)


def _make_extensions(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    for extension in EXTENSIONS:
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )


def _allow_connecting(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    _, app = _roles()
    database = sql.Identifier(name)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))


def _grant(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """Let `loket_app` read and write rows of whatever `loket_owner` will make, and no more."""
    owner, app = _roles()
    _allow_connecting(connection, name)
    statements = (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    )
    for statement in statements:
        connection.execute(sql.SQL(statement).format(owner=owner, app=app))
