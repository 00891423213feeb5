"""Runs the programs that come with PostgreSQL, of the same version as the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from loket.core import embedded
from loket.core.database import Role, Server

DEBIAN = Path("/usr/lib/postgresql")


class BackupFailed(Exception):  # noqa: N818  it reads as the sentence that it is
    """It cannot be done; the message says why, and what to do."""


def find_programs(server: Server, version: int) -> Path:
    """Give the folder of pg_dump and its companions for a server of this major version.

    An older pg_dump refuses a newer server, and an older server does not know the words of a newer one.
    """
    for folder in _folders(server, version):
        if _version_of(folder) == version:
            return folder
    raise BackupFailed(
        f"The database server is PostgreSQL {version}, and pg_dump {version} is not on this "
        f"machine: install postgresql-client-{version}."
    )


def _folders(server: Server, version: int) -> Iterator[Path]:
    if server.cluster is None:
        yield DEBIAN / str(version) / "bin"
        if found := shutil.which("pg_dump"):
            yield Path(found).parent
    yield embedded.find_package() / "pginstall" / "bin"


def _version_of(folder: Path) -> int | None:
    try:
        said = subprocess.run(  # noqa: S603  a program of the database server
            [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else None


def environment(server: Server, role: Role) -> dict[str, str]:
    """Say to a program how to reach the database; no password stands in a list of processes."""
    known: dict[str, Any] = server.parameters(role, server.name)
    names = {
        found.keyword.decode(): found.envvar.decode()
        for found in psycopg.pq.Conninfo.get_defaults()
        if found.envvar
    }
    unknown = sorted(set(known) - set(names))
    if unknown:
        raise BackupFailed(f"The address of the database says {', '.join(unknown)}: leave it out.")
    inherited = {name: value for name, value in os.environ.items() if name not in names.values()}
    return inherited | {names[keyword]: str(value) for keyword, value in known.items()}


def fail(what: str, said: bytes) -> BackupFailed:
    """Say that a program did not succeed, with its last words."""
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()] or lines[-1:] or ["no reason"]
    return BackupFailed(f"{what}: {telling[0].strip()}")
