"""Tells who can sign in at the demo, and at which address; it asks the database itself."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

LANGUAGE = "en"  # of the terminal
PERSONS = """
SELECT p.name, u.login, s.demo_role
FROM people_person s JOIN people_party p ON p.id = s.party_id JOIN accounts_user u ON u.id = s.user_id
WHERE u.is_demo AND u.is_active ORDER BY p.id
"""
ORGANISATIONS = """
SELECT DISTINCT ON (o.id) o.id, o.name, (o.settings -> 'demo_roles')::text, h.host
FROM core_organisation o JOIN core_host h ON h.organisation_id = o.id ORDER BY o.id, h.id
"""


@dataclass(frozen=True)
class Guest:
    """Somebody to be in the demo."""

    name: str
    role: str
    address: str


@dataclass(frozen=True)
class Desk:
    """An organisation of the demo, and everybody one can be there."""

    name: str
    address: str
    persons: tuple[Guest, ...]


def demo_desks(port: int) -> list[Desk]:
    """List everybody of every organisation; each has a host of their own."""
    found = []
    for number, name, roles, host in _rows(ORGANISATIONS):
        _rows("SELECT set_config('loket.organisation', %s, false)", str(number))
        said = json.loads(roles or "{}")
        persons = tuple(
            Guest(person, _said(said, role), f"http://{login}.{host}:{port}/")
            for person, login, role in _rows(PERSONS)
        )
        found.append(Desk(name, f"http://{host}:{port}/", persons))
    _rows("SELECT set_config('loket.organisation', '', false)")
    return found


def _said(roles: dict[str, dict[str, str]], role: str) -> str:
    """Give the words of the pack for a role; one without words is called by its code."""
    return roles.get(role, {}).get(LANGUAGE, role)


def _rows(statement: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
