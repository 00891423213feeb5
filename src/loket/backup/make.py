"""Makes a backup: the database as it is at one moment, then the files that its rows name.

Files never change under their name, so what an earlier backup in the same folder has is linked, not
copied. A backup that was interrupted is half a folder with another name; the next one clears it away.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from loket.accounts.models import Session
from loket.backup.manifest import (
    DUMP,
    FILES,
    HALF,
    Listed,
    Manifest,
    backups_in,
    bring_to_disk,
    hash_of,
    write_listing,
    write_manifest,
)
from loket.backup.programs import BackupFailed, environment, fail, find_programs
from loket.core.crash import crash_point
from loket.core.database import Server
from loket.core.models import Presence
from loket.core.removal import nothing_removed
from loket.core.seal import fingerprint
from loket.documents.models import StoredFile
from loket.people.models import Person
from loket.people.photos import path_of_photo

LEFT_OUT = (Session._meta.db_table, Presence._meta.db_table)
"""Tables whose rows stay behind: nobody is signed in, or on a page, in an installation put back."""

_MAY_READ_ALL = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
"""


@dataclass
class Copied:
    """What came into the backup, and what could not as it should."""

    listing: list[Listed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


type Connection = psycopg.Connection[tuple[Any, ...]]


def make_backup(server: Server, folder: Path, at: datetime) -> Path:
    """Make a complete backup in a folder of its own below this one, and give that."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = folder / f"{at:%Y-%m-%dT%H%M%SZ}"
    half = made.with_suffix(HALF)
    with _alone(folder):
        if made.exists():
            raise BackupFailed(f"{made} is there already: wait a second.")
        for left in folder.glob(f"*{HALF}"):
            shutil.rmtree(left)
        earlier = backups_in(folder)
        half.mkdir(mode=0o700)
        with nothing_removed():
            manifest = _fill(server, half, earlier[-1] if earlier else None, at)
        crash_point("backup.before_manifest")
        write_manifest(half, manifest)
        bring_to_disk(half)
        half.rename(made)
        bring_to_disk(folder)
    return made


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(f"Another backup is being made in {folder}.") from None
        yield


def _fill(server: Server, half: Path, earlier: Path | None, at: datetime) -> Manifest:
    """Put everything but the manifest in the folder: rows and list are of the same moment."""
    with server.connect("backup", server.name) as connection:
        if connection.execute(_MAY_READ_ALL).fetchone() != (True,):
            raise BackupFailed(
                "This account of the database sees the rows of one organisation only: name one "
                "that may read all of them in DATABASE_BACKUP_URL (docs/admin/backup.md)."
            )
        version = connection.info.server_version // 10_000
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            _dump(server, version, half / DUMP, snapshot)
            crash_point("backup.dumped")
            rows, migrations = _rows(connection), _migrations(connection)
            files = [*_stored(connection), *_photos(connection)]
    copied = Copied()
    copy_files(files, half / FILES, earlier / FILES if earlier else None, copied)
    return Manifest(
        made_at=at.isoformat(timespec="seconds"),
        postgresql=version,
        migrations=migrations,
        rows=rows,
        dump_sha256=hash_of(half / DUMP),
        listing_sha256=write_listing(half, copied.listing),
        files=len(copied.listing),
        bytes=sum(file.size for file in copied.listing),
        missing=copied.missing,
        damaged=copied.damaged,
        seal_key=fingerprint(),
    )


def _dump(server: Server, version: int, path: Path, snapshot: str) -> None:
    command = [str(find_programs(server, version) / "pg_dump"), "--format=custom", "--no-comments"]
    command += [f"--snapshot={snapshot}", f"--file={path}"]
    command += [f"--exclude-table-data=public.{table}" for table in LEFT_OUT]
    done = subprocess.run(  # noqa: S603  a program of the database server
        command,
        env=environment(server, "backup"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        umask=0o077,
        check=False,
    )
    if done.returncode:
        raise fail("The database could not be copied", done.stderr)
    bring_to_disk(path)


def _rows(connection: Connection) -> dict[str, int]:
    """Count the rows of each table, as they are in the copy."""
    counted = {}
    for (table,) in connection.execute(_TABLES).fetchall():
        if table not in LEFT_OUT:
            count = sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))
            (counted[table],) = connection.execute(count).fetchone() or (0,)
    return counted


def _migrations(connection: Connection) -> list[str]:
    found = connection.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    return [name for (name,) in found.fetchall()]


def _stored(connection: Connection) -> Iterator[Listed]:
    query = sql.SQL("SELECT path, size, encode(sha256, 'hex') FROM public.{} ORDER BY path")
    for path, size, sha256 in connection.execute(
        query.format(sql.Identifier(StoredFile._meta.db_table))
    ):
        yield Listed(path, size, sha256)


def _photos(connection: Connection) -> Iterator[Listed]:
    """The photos of people: no row knows their hash, so it is taken from the file."""
    query = sql.SQL("SELECT avatar_key FROM public.{} WHERE avatar_key <> '' ORDER BY 1")
    for (key,) in connection.execute(query.format(sql.Identifier(Person._meta.db_table))):
        path = path_of_photo(key)
        there = Path(settings.MEDIA_ROOT) / path
        if there.is_file():
            yield Listed(path, there.stat().st_size, hash_of(there))


def copy_files(files: list[Listed], to: Path, earlier: Path | None, copied: Copied) -> None:
    """Link what an earlier backup has and copy the rest; what is not there is said, not fatal."""
    to.mkdir(mode=0o700)
    folders = {to}
    for file in files:
        target = to / file.path
        if target.parent not in folders:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folders.update((target.parent, target.parent.parent))
        if _linked(file, target, earlier):
            copied.listing.append(file)
        else:
            _copy(file, target, copied)
    for folder in folders:
        bring_to_disk(folder)


def _linked(file: Listed, target: Path, earlier: Path | None) -> bool:
    known = earlier / file.path if earlier else None
    if known is None or not known.is_file() or known.stat().st_size != file.size:
        return False
    os.link(known, target)
    return True


def _copy(file: Listed, target: Path, copied: Copied) -> None:
    try:
        shutil.copyfile(Path(settings.MEDIA_ROOT) / file.path, target)
    except FileNotFoundError:
        copied.missing.append(file.path)
        return
    target.chmod(0o600)
    bring_to_disk(target)
    found = Listed(file.path, target.stat().st_size, hash_of(target))
    copied.listing.append(found)
    if found != file:
        copied.damaged.append(file.path)
