"""Put up what forms stand on: themes, and tables to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from loket.catalogue.models import ReferenceRow, ReferenceTable, Theme
from loket.core.acting import Acting

type Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is called, what else it says, and when it is valid."""

    code: str
    texts: Texts
    data: Mapping[str, object] = field(default_factory=dict)
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def save_theme(
    slug: str, texts: Texts, *, icon: str = "folder", order: int = 0, by: Acting
) -> Theme:
    """Make a theme, or change its words and place."""
    values = {"texts": texts, "icon": icon, "order": order}
    theme, _ = Theme.objects.update_or_create(slug=slug, defaults=values)
    return theme


@transaction.atomic
def save_table(code: str, texts: Texts, rows: Sequence[Row], *, by: Acting) -> ReferenceTable:
    """Make a table to choose from, or change it.

    A row that is gone stays for the answers that name it, and ends today.
    """
    table, _ = ReferenceTable.objects.update_or_create(code=code, defaults={"texts": texts})
    ReferenceRow.objects.bulk_create(
        [_row(table, row, order) for order, row in enumerate(rows)],
        update_conflicts=True,
        unique_fields=["table", "code"],
        update_fields=["texts", "data", "order", "starts_on", "ends_on"],
    )
    gone = ReferenceRow.objects.filter(table=table, ends_on=None)
    gone.exclude(code__in=[row.code for row in rows]).update(ends_on=by.today)
    return table


def _row(table: ReferenceTable, row: Row, order: int) -> ReferenceRow:
    return ReferenceRow(
        table=table,
        code=row.code,
        texts=row.texts,
        data=row.data,
        order=order,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
