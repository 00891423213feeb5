"""Puts a backup back in an empty installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loket.backup.manifest import the_backup
from loket.backup.programs import BackupFailed
from loket.backup.putback import put_back
from loket.core import database
from loket.core.embedded import DatabaseUnavailable


class Command(BaseCommand):
    """`manage.py restore BACKUP`."""

    help = "Puts a backup (or the newest in a folder) back where nothing is yet; mails are held."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which backup."""
        parser.add_argument("backup", type=Path)
        parser.add_argument(
            "--without-key",
            action="store_true",
            help="the key file is lost: what was sealed can be read by nobody",
        )

    def handle(self, *args: Any, backup: Path, without_key: bool, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Put it back and say what comes next."""
        try:
            said = put_back(database.find_server(), the_backup(backup), without_key=without_key)
        except (BackupFailed, DatabaseUnavailable, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"Put back as it was at {said.made_at}:"
            f" {sum(said.rows.values())} rows, {said.files} files."
        )
        self.stdout.write(
            "Everybody is signed out, and all mails wait. Now: manage.py migrate, manage.py verify,"
            " start the worker, and decide about the mails (manage.py mails)."
        )
