#!/usr/bin/env python3
"""Runs a command of Django; the shape of the tables is changed as their owner."""

import os
import sys

from django.core.management import execute_from_command_line

from loket.core import database
from loket.core.embedded import DatabaseUnavailable

OWNERS_COMMANDS = frozenset({"migrate"})


def main() -> None:
    """Keep the database up while the command runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")
    if OWNERS_COMMANDS & set(sys.argv[1:2]):
        os.environ.setdefault("LOKET_DB_ROLE", "owner")
    try:
        with database.running() as server:
            database.prepare(server)
            execute_from_command_line(sys.argv)
    except DatabaseUnavailable as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
