"""Make the people of a load in the database that the environment names, and say who they are."""

import json
import sys

import django

BESIDE = "buren"
"""The organisation beside the one that has all the cases."""
BESIDE_CASES = 10_000
FAR = 500_000_000
"""Keys of cases and people of the second organisation begin here."""


def main() -> None:
    """Make a second organisation, and the people of both; print them as JSON."""
    django.setup()
    from bench.load.people import everybody  # noqa: PLC0415  settings are chosen first
    from bench.seed import FIRST, seed  # noqa: PLC0415
    from bench.world import make_world  # noqa: PLC0415
    from loket.core import database  # noqa: PLC0415
    from loket.core.models import Organisation  # noqa: PLC0415
    from loket.core.tenancy import enter_organisation  # noqa: PLC0415

    drafts, drafts_beside = map(int, sys.argv[1:])
    setting = make_world(BESIDE, first_case=FAR, first_person=FAR)
    server = database.find_server("data")
    with server.connect("admin", server.name) as connection:
        connection.autocommit = False
        seed(connection, setting, BESIDE_CASES, beside=True)
    told = {}
    for slug, count in ((FIRST, drafts), (BESIDE, drafts_beside)):
        enter_organisation(Organisation.objects.get(slug=slug).pk)
        told[slug] = everybody(f"{slug}.localhost", count)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
