"""Prints the register of processing, or checks that every field stands in it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loket.core.datamap import faults
from loket.core.register import write_register


class Command(BaseCommand):
    """`manage.py datamap > docs/admin/data-map.md`, or `--check`."""

    help = "Prints which data Loket keeps and why; --check refuses fields that nobody explained."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Only a choice between printing and checking."""
        parser.add_argument("--check", action="store_true", help="check, and print only faults")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:  # noqa: ANN401  as Django calls it
        """Check, or print."""
        found = faults()
        if found:
            raise CommandError("\n".join(found))
        if not check:
            self.stdout.write(write_register(), ending="")
