"""Small disks of their own for what must be full: files, tables, write-ahead log, log."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from loket.core.database import MAINTENANCE, Server

MEGABYTE = 1024 * 1024
BALLAST = "ballast"
PIECE = b"\0" * MEGABYTE


def need_mounts() -> None:
    """Say aloud that nothing was proven where nobody may mount a disk."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("full disks are NOT proven here: only root can mount a small one")


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """Put a disk of so many bytes over a folder, with what lies in it; afterwards it lies there again."""
    about = place.stat()
    aside = place.with_name(f"{place.name}.aside")
    place.rename(aside)
    place.mkdir()
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(place))
        os.chown(place, about.st_uid, about.st_gid)
        _run("cp", "-a", f"{aside}/.", str(place))
        yield place
        empty(place)
        shutil.rmtree(aside)
        _run("cp", "-a", f"{place}/.", str(aside))
    finally:
        _run("umount", "--lazy", str(place))
        place.rmdir()
        aside.rename(place)


def used(folder: Path) -> int:
    """Count the bytes below a folder."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def fill(disk: Path) -> None:
    """Leave no byte free."""
    number = os.open(disk / BALLAST, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        piece = PIECE
        while piece:
            try:
                os.write(number, piece)
            except OSError as fault:
                if fault.errno != errno.ENOSPC:
                    raise
                piece = piece[: len(piece) // 2]
    finally:
        os.close(number)


def empty(disk: Path) -> None:
    """Give the room back."""
    (disk / BALLAST).unlink(missing_ok=True)


@contextmanager
def tables_on(server: Server, database: str, disk: Path) -> Iterator[None]:
    """Keep the tables of a database on a disk of their own; the write-ahead log stays where it is."""
    name = sql.Identifier(f"{database}_disk")
    place = sql.Literal(str(disk))
    with server.connect("admin", MAINTENANCE) as admin:
        admin.execute(sql.SQL("DROP TABLESPACE IF EXISTS {}").format(name))  # of a broken run
        admin.execute(sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(name, place))
    move(server, database, sql.Identifier("pg_default"), name)
    try:
        yield
    finally:
        empty(disk)
        move(server, database, name, sql.Identifier("pg_default"))
        with server.connect("admin", MAINTENANCE) as admin:
            admin.execute(sql.SQL("DROP TABLESPACE {}").format(name))


def move(server: Server, database: str, old: sql.Identifier, new: sql.Identifier) -> None:
    """Move all tables and indexes, while others use them."""
    for kind in ("TABLE", "INDEX"):
        order = sql.SQL("ALTER {} ALL IN TABLESPACE {} SET TABLESPACE {}")
        while True:
            try:
                with server.connect("admin", database) as rows:
                    rows.execute("SET lock_timeout = '5s'")
                    rows.execute(order.format(sql.SQL(kind), old, new))
                break
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                continue
