"""Numbers such as HRB0001167, each given out once."""

from django.db import connection

from loket.core.models import NumberSeries

_WITHOUT_GAPS = """
UPDATE core_numberseries SET next = next + 1
WHERE key = %s AND gapless AND organisation_id = nullif(current_setting('loket.organisation'), '')::bigint
RETURNING prefix, width, next - 1
"""
_WITHOUT_WAITING = """
SELECT prefix, width, nextval(format('core_series_%%s', id)::regclass) FROM core_numberseries
WHERE key = %s AND NOT gapless
  AND organisation_id = nullif(current_setting('loket.organisation'), '')::bigint
"""


def open_series(key: str, prefix: str, width: int = 5) -> None:
    """See to it that there is a series under this key."""
    NumberSeries.objects.get_or_create(key=key, defaults={"prefix": prefix, "width": width})


def take_number(key: str) -> str:
    """Take the next number of a series: its prefix and at least so many digits.

    A gapless series holds its row until COMMIT: take the number last, write the row that carries
    it, and commit. When the transaction fails the number was never given out. Other series never
    wait, and may leave a gap.
    """
    with connection.cursor() as cursor:
        for query in (_WITHOUT_GAPS, _WITHOUT_WAITING):
            cursor.execute(query, [key])
            row = cursor.fetchone()
            if row:
                prefix, width, number = row
                return f"{prefix}{number:0{width}d}"
    raise LookupError(f"there is no number series {key}")
