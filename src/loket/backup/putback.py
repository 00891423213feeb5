"""Puts a backup back in an installation that is empty: files first, then the database at one stroke.

It writes over nothing. Interrupted at any moment it can be started again: files that are there
already are looked at and kept, and the database has either everything or nothing.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from loket.backup.manifest import (
    DUMP,
    FILES,
    HALF,
    LISTING,
    Listed,
    Manifest,
    bring_to_disk,
    hash_of,
    read_listing,
    read_manifest,
)
from loket.backup.programs import BackupFailed, environment, fail, find_programs
from loket.core.crash import crash_point
from loket.core.database import Server
from loket.core.removal import LOCK
from loket.core.restored import AFTER_RESTORE, BEFORE_RESTORE
from loket.core.seal import fingerprint
from loket.documents.store import INCOMING, make_folder

_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def put_back(server: Server, backup: Path, *, without_key: bool) -> Manifest:
    """Put everything of a backup in its place, or refuse before anything is touched."""
    manifest = read_manifest(backup)
    version = _version_of(server, manifest)
    _refuse_unknown_tables(manifest)
    _refuse_other_key(manifest, without_key=without_key)
    if hash_of(backup / LISTING) != manifest.listing_sha256:
        raise BackupFailed(f"{backup / LISTING} was changed since the backup was made.")
    if hash_of(backup / DUMP) != manifest.dump_sha256:
        raise BackupFailed(f"{backup / DUMP} was changed since the backup was made.")
    files = list(read_listing(backup))
    refuse_other_files(files)
    for file in files:
        place(backup / FILES / file.path, file)
    crash_point("restore.files_placed")
    _load(server, version, backup / DUMP)
    crash_point("restore.loaded")
    _compare(server, manifest)
    return manifest


def _version_of(server: Server, manifest: Manifest) -> int:
    with server.connect("owner", server.name) as connection:
        version = connection.info.server_version // 10_000
        if connection.execute(_TABLES).fetchone() != (0,):
            raise BackupFailed(
                f"The database {server.name} is not empty, and nothing is ever written over: make "
                "an empty one (docs/admin/backup.md) and start again."
            )
    if version < manifest.postgresql:
        raise BackupFailed(
            f"The backup is of PostgreSQL {manifest.postgresql} and this server is {version}: "
            "take one that is as new or newer."
        )
    return version


def _refuse_unknown_tables(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupFailed(
            f"The backup is of a newer Loket than this one ({unknown[0]} is not known here): "
            "install the version that made it."
        )


def _refuse_other_key(manifest: Manifest, *, without_key: bool) -> None:
    there = fingerprint()
    if manifest.seal_key in ("", there) or (without_key and not there):
        return
    what = "is another one than" if there else "is not there, and it is not in the backup:"
    raise BackupFailed(
        f"The key file {settings.SEAL_KEY_FILE} {what} the one with which texts of this backup were "
        f"sealed (sign {manifest.seal_key}). Put that one there and start again. Only if it is lost "
        "for good: start again with --without-key; what was sealed can then be read by nobody."
    )


def refuse_other_files(files: list[Listed]) -> None:
    """Refuse a folder in which lies what is not of this backup; what an interrupted try left is."""
    root = Path(settings.MEDIA_ROOT)
    known = {file.path for file in files}
    for folder, folders, names in os.walk(root):
        if Path(folder) == root and INCOMING in folders:
            folders.remove(INCOMING)
        for name in names:
            path = (Path(folder) / name).relative_to(root).as_posix()
            if path != LOCK and path.removesuffix(HALF) not in known:
                raise BackupFailed(
                    f"The folder of the files {root} is not empty, and nothing is ever written "
                    "over: name an empty one in LOKET_FILES and start again."
                )


def place(source: Path, file: Listed) -> None:
    """Put one file back, for its owner only, or find that it is there already."""
    target = Path(settings.MEDIA_ROOT) / file.path
    if target.is_file() and target.stat().st_size == file.size and hash_of(target) == file.sha256:
        return
    make_folder(target.parent)
    half = target.with_name(f"{target.name}{HALF}")
    try:
        shutil.copyfile(source, half)
    except FileNotFoundError:
        raise BackupFailed(f"{source} is not there: the backup is damaged.") from None
    half.chmod(0o600)
    if half.stat().st_size != file.size or hash_of(half) != file.sha256:
        half.unlink()
        raise BackupFailed(f"{source} was changed since the backup was made: it is damaged.")
    bring_to_disk(half)
    half.rename(target)
    bring_to_disk(target.parent)


def _load(server: Server, version: int, dump: Path) -> None:
    """Load the database in one transaction, with what must hold before anybody works with it."""
    programs = find_programs(server, version)
    read = [str(programs / "pg_restore"), "--no-owner", "--no-comments", "--file=-", str(dump)]
    write = [str(programs / "psql"), "--no-psqlrc", "--quiet", "--single-transaction"]
    write += ["--set=ON_ERROR_STOP=1", f"--output={os.devnull}", "--file=-"]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said) as reading,  # noqa: S603  a program of the database server
        subprocess.Popen(  # noqa: S603  a program of the database server
            write, env=environment(server, "owner"), stdin=subprocess.PIPE, stderr=said
        ) as writing,
    ):
        whole = _pour(reading, writing)
        if not whole:  # what came in halves is never committed
            writing.kill()
        _end(writing)
        reading.kill()
        if not whole or writing.wait():
            said.seek(0)
            raise fail("The database could not be put back", said.read())


def _pour(reading: "subprocess.Popen[bytes]", writing: "subprocess.Popen[bytes]") -> bool:
    """Let the one program read what the other writes, our words first and last; say whether it was all."""
    if reading.stdout is None or writing.stdin is None:
        return False
    try:
        writing.stdin.write(BEFORE_RESTORE.encode())
        shutil.copyfileobj(reading.stdout, writing.stdin)
        if reading.wait():
            return False
        writing.stdin.write(AFTER_RESTORE.encode())
        writing.stdin.flush()
    except BrokenPipeError:
        return False
    return True


def _end(writing: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(BrokenPipeError):
        if writing.stdin is not None:
            writing.stdin.close()


def _compare(server: Server, manifest: Manifest) -> None:
    """Count the rows once more: what came in is what went out."""
    with server.connect("backup", server.name) as connection:
        for table, rows in manifest.rows.items():
            found = _count(connection, table)
            if found != rows:
                raise BackupFailed(
                    f"The table {table} has {found} rows and the backup says {rows}: do not work "
                    "with this installation."
                )


def _count(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))
    (count,) = connection.execute(query).fetchone() or (0,)
    return int(count)
