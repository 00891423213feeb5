"""Goes back the last change of the tables of each module, and says which tables are left.

`python -m fire.faults.steps_back` as the owner of a database that nobody uses.
"""

import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

FIRST = 3  # what made the tables, and the fence around them, is never gone back


def main() -> None:
    """Go back, one module after the other, those that others build on last."""
    django.setup()
    loader = MigrationLoader(connection)
    for app, name in sorted(loader.graph.leaf_nodes()):
        before = [key for key in loader.graph.node_map[app, name].parents if key[0] == app]
        ours = loader.disk_migrations[app, name].__module__.startswith("loket.")
        if ours and before and int(name[:4]) >= FIRST:
            call_command("migrate", app, before[0][1], verbosity=0)
            sys.stdout.write(f"{app} {before[0][1]}\n")


if __name__ == "__main__":
    main()
