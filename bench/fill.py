"""Fill the database that the environment names: the world, then so many cases."""

import sys

import django


def main() -> None:
    """Make the world as the program would, and the rows by COPY as the administrator."""
    django.setup()
    from bench.seed import seed  # noqa: PLC0415  settings are chosen first
    from bench.world import make_world  # noqa: PLC0415
    from loket.core import database  # noqa: PLC0415

    setting = make_world()
    server = database.find_server("data")
    with server.connect("admin", server.name) as connection:
        connection.autocommit = False
        seed(connection, setting, int(sys.argv[1]))


if __name__ == "__main__":
    main()
