"""Constants that stand in the SQL itself, where a partial index depends on them.

A question is asked again and again by one plan, in which its values are blank. Such a plan cannot
know that a partial index (`WHERE state = 'queued'`) holds the rows, unless the constant is written
out: without it, the database reads the whole table.
"""

import re
from typing import Any

from django.db.models import CharField, Value

PLAIN = re.compile(r"[a-z_]*")


class Literal(Value):
    """A code of ours, written out; nothing that anybody typed."""

    def __init__(self, value: str) -> None:
        """Take a code: small letters and low lines, or nothing at all."""
        if not PLAIN.fullmatch(value):
            raise ValueError(f"{value!r} is no code.")
        super().__init__(str(value), output_field=CharField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:  # noqa: ANN401  Django's own signature
        """Write it out."""
        return f"'{self.value}'", ()
