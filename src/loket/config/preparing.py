"""Brings an installation up to date: tables, translations, static files, packs; only what changed."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from loket.config import languages


class PreparingFailed(Exception):  # noqa: N818  it reads as the sentence that it is
    """A step did not succeed; the message ends with what the step said."""


def update_tables() -> bool:
    """Change the tables where a migration waits, as their owner; say whether one did."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        run_command("migrate", "--verbosity=0", LOKET_DB_ROLE="owner")
    return bool(waiting)


def update_translations() -> bool:
    """Compile the translations that changed."""
    return bool(languages.compile_all())


def update_static_files() -> bool:
    """Gather the static files under names that tell their content."""
    found = [
        Path(storage.path(name))
        for finder in finders.get_finders()
        for name, storage in finder.list([])
    ]
    mark = Path(f"{settings.STATIC_ROOT}.digest")
    digest = f"{_digest(found, contents=False)} {settings.STORAGES['staticfiles']['BACKEND']}"
    if mark.is_file() and mark.read_text() == digest:
        return False
    call_command("collectstatic", "--noinput", "--clear", verbosity=0)
    mark.write_text(digest)
    return True


def update_packs(packs: Sequence[str]) -> bool:
    """Apply packs with their demo, each to the organisation of its name, in one process.

    Nothing is done where the packs, the code and the database are those of the last time.
    """
    if "pack" not in get_commands():
        return False
    files = sorted((settings.ROOT / "packs").rglob("*.yaml"))
    code = sorted((settings.ROOT / "src").rglob("*.py"))
    mark = settings.HOME / "packs.digest"
    found = _digest([*files, *code], contents=True)
    digest = f"{' '.join(packs)} {found} {_database_number()}"
    if mark.is_file() and mark.read_text() == digest:
        return False
    run_command("pack", "apply", *packs, "--to", *packs, "--demo")
    mark.write_text(digest)
    return True


def newest_code() -> float:
    """Tell when the code, a template or a translation was last changed."""
    kinds = ("*.py", "*.html", "*.po")
    source = settings.ROOT / "src"
    return max(path.stat().st_mtime for kind in kinds for path in source.rglob(kind))


def run_command(*words: str, **environment: str) -> None:
    """Run a command of Django in a process of its own."""
    done = subprocess.run(  # noqa: S603  words of our own
        [sys.executable, "-m", "django", *words],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise PreparingFailed(f"'{' '.join(words)}' did not succeed:\n{last}")


def _digest(paths: Iterable[Path], *, contents: bool) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(os.fsencode(path))
        about = path.stat()
        found.update(path.read_bytes() if contents else f"{about.st_mtime_ns}".encode())
    return found.hexdigest()


def _database_number() -> str:
    """Tell this database from one that was made anew under the same name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.system_identifier || '-' || d.oid FROM pg_control_system() s, pg_database d"
            " WHERE d.datname = current_database()"
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def main() -> None:
    """Compile the translations and gather the static files, before a web server starts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")
    django.setup()
    update_translations()
    update_static_files()


if __name__ == "__main__":
    main()
