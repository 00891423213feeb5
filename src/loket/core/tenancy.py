"""One organisation never sees the rows of another: the base of its tables and the fence around them.

The first fence is `visible_to(person)` in the querysets; the second is row-level security in the
database, which lets through only rows of the organisation named in the setting
`loket.organisation` of the connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import Error, connection, models
from django.db.migrations.operations import RunSQL

SETTING = "loket.organisation"
_CHANGE = """
WITH before AS MATERIALIZED (SELECT nullif(current_setting(%s, true), '') AS value)
SELECT value, set_config(%s, %s, false) FROM before
"""
_ENTER = "SELECT set_config(%s, %s, false), pg_snapshot_xmin(pg_current_snapshot())::text"

type Statement = str | tuple[str, dict[str, Any] | list[Any] | tuple[Any, ...] | None]


class CurrentOrganisation(models.Func):
    """The organisation that the connection acts for, as the database knows it."""

    template = f"(nullif(current_setting('{SETTING}', true), ''))::bigint"
    arity = 0
    output_field = models.BigIntegerField()


class TenantModel(models.Model):
    """A table whose rows belong to one organisation; the database fills in which one."""

    organisation = models.ForeignKey(
        "core.Organisation",
        models.PROTECT,
        related_name="+",
        editable=False,
        db_default=CurrentOrganisation(),
    )

    class Meta:
        abstract = True


def enter_organisation(organisation_id: int | None) -> int:
    """Let the connection see the rows of this organisation only; None closes all of them.

    It gives the transaction up to which everything is settled: what is read next holds all of it.
    """
    value = "" if organisation_id is None else str(organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [SETTING, value])
        return int(cursor.fetchone()[1])


def leave_organisation() -> None:
    """Close all rows behind a piece of work; a connection that cannot do so is closed itself.

    The work is done: that its connection broke since takes nothing of it back.
    """
    try:
        enter_organisation(None)
    except Error:
        connection.close()


def current_organisation() -> int | None:
    """The organisation that the connection acts for now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting(%s, true), '')", [SETTING])
        row = cursor.fetchone()
    return int(row[0]) if row and row[0] else None


@contextmanager
def acting_in(organisation_id: int) -> Iterator[None]:
    """Do a piece of work for one organisation and go back to the one before."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, [SETTING, SETTING, str(organisation_id)])
        (value, _now) = cursor.fetchone()
    before = int(value) if value else None
    try:
        yield
    finally:
        if not connection.needs_rollback:
            enter_organisation(before)


class Fence(RunSQL):
    """Migration operation: put row-level security around tables of organisations."""

    def __init__(self, *tables: str) -> None:
        """Take the names of the tables; going back takes the fence away."""
        own = f"organisation_id = (SELECT nullif(current_setting('{SETTING}', true), '')::bigint)"
        up: list[Statement] = [
            f'ALTER TABLE "{table}" {verb} ROW LEVEL SECURITY'
            for table in tables
            for verb in ("ENABLE", "FORCE")
        ]
        up += [f'CREATE POLICY organisation ON "{table}" USING ({own})' for table in tables]
        down: list[Statement] = [f'DROP POLICY organisation ON "{table}"' for table in tables]
        down += [
            f'ALTER TABLE "{table}" {verb} ROW LEVEL SECURITY'
            for table in tables
            for verb in ("NO FORCE", "DISABLE")
        ]
        super().__init__(sql=up, reverse_sql=down)
        self.tables = tables

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        """Write the operation as it was called."""
        return (self.__class__.__name__, list(self.tables), {})
