"""Makes a backup of this installation, while people work on."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from loket.backup.make import make_backup
from loket.backup.manifest import read_manifest
from loket.backup.programs import BackupFailed
from loket.core import clock, database
from loket.core.embedded import DatabaseUnavailable


class Command(BaseCommand):
    """`manage.py backup FOLDER`."""

    help = "Makes a complete backup in a new folder below FOLDER; the key file is not in it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Only the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Make it and say what is in it; files that were missing are a fault, after all."""
        try:
            made = make_backup(database.find_server(), folder, clock.now())
        except (BackupFailed, DatabaseUnavailable, OSError) as problem:
            raise CommandError(str(problem)) from problem
        said = read_manifest(made)
        self.stdout.write(
            f"{made}: {sum(said.rows.values())} rows, {said.files} files, {said.bytes} bytes."
        )
        self.stdout.write(
            f"Not in it, keep them elsewhere: the key file {settings.SEAL_KEY_FILE}"
            f" (sign {said.seal_key or 'none yet'}), LOKET_SECRET_KEY and the settings."
        )
        if wrong := [*said.missing, *said.damaged]:
            raise CommandError(
                f"{len(wrong)} files are not what their rows say: see manage.py verify."
            )
