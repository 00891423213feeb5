"""Verifies this installation, or a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from loket.backup.check import faults_of_backup, faults_of_installation
from loket.backup.manifest import the_backup
from loket.backup.programs import BackupFailed
from loket.core import database
from loket.core.embedded import DatabaseUnavailable


class Command(BaseCommand):
    """`manage.py verify [BACKUP]`."""

    help = "Verifies that each row has its file and what was sealed opens, here or in a backup."

    def add_arguments(self, parser: CommandParser) -> None:
        """Without a backup the installation itself is looked at."""
        parser.add_argument("backup", type=Path, nargs="?")

    def handle(self, *args: Any, backup: Path | None, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Say each fault on a line of its own."""
        try:
            if backup is None:
                named, found = "This installation", list(faults_of_installation())
            else:
                backup = the_backup(backup)
                named, found = str(backup), list(faults_of_backup(database.find_server(), backup))
        except (BackupFailed, DatabaseUnavailable, DatabaseError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if found:
            raise CommandError("\n".join([f"{named} is not in order:", *found]))
        self.stdout.write(f"{named} is in order.")
