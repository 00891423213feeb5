"""Values that nobody types: looked up in a table, summed, counted, or months between two days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from loket.catalogue.rules.compare import number
from loket.catalogue.rules.dates import months_between, parse_date
from loket.catalogue.rules.operands import Operand, Ref, Scope
from loket.catalogue.rules.predicates import Predicate
from loket.catalogue.rules.values import Json

type Row = Mapping[str, Json]
type Tables = Mapping[str, Mapping[str, Row]]


class Computed(Protocol):
    """A way to find a value from earlier answers."""

    def find(self, scope: Scope, tables: Tables) -> Json:
        """Return the value, None when something that it needs is missing."""

    def refs(self) -> Iterator[Ref]:
        """Name each answer that it looks at."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A column of the row of a reference table that an earlier answer chose."""

    source: str
    column: str
    key: Operand

    def find(self, scope: Scope, tables: Tables) -> Json:
        """Return the cell, None when the row is not there."""
        code = self.key.read(scope)
        row = tables.get(self.source, {}).get(code) if isinstance(code, str) else None
        return row.get(self.column) if row else None

    def refs(self) -> Iterator[Ref]:
        """Name the key."""
        return self.key.refs()


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of some answers, or of a column of a group; nothing answered is nothing."""

    terms: tuple[Ref, ...]

    def find(self, scope: Scope, _tables: Tables) -> Json:
        """Return a whole number, or a decimal as text when one of the terms is one."""
        found = [value for term in self.terms for value in _numbers(term, scope)]
        if not found:
            return None
        if all(isinstance(value, int) for value in found):
            return sum(value for value in found if isinstance(value, int))
        return f"{sum((Decimal(str(value)) for value in found), Decimal(0)):f}"

    def refs(self) -> Iterator[Ref]:
        """Name the terms."""
        return iter(self.terms)


@dataclass(frozen=True, slots=True)
class Count:
    """How many items a group has, or how many choices were made; with `where` only some."""

    of: Ref
    where: Predicate | None = None

    def find(self, scope: Scope, _tables: Tables) -> Json:
        """Return the number, zero when there are none."""
        found = self.of.read(scope)
        items = found if isinstance(found, list) else []
        if self.where is None:
            return len(items)
        scopes = (
            Scope(scope.form, one if isinstance(one, dict) else None, scope.today) for one in items
        )
        return sum(self.where.holds(one) for one in scopes)

    def refs(self) -> Iterator[Ref]:
        """Name the group."""
        yield self.of


@dataclass(frozen=True, slots=True)
class MonthsBetween:
    """The whole months from one day to another."""

    start: Operand
    end: Operand

    def find(self, scope: Scope, _tables: Tables) -> Json:
        """Return the months, negative when the days stand the other way round."""
        start, end = _day(self.start.read(scope)), _day(self.end.read(scope))
        return months_between(start, end) if start and end else None

    def refs(self) -> Iterator[Ref]:
        """Name both days."""
        yield from self.start.refs()
        yield from self.end.refs()


def _day(value: Json) -> date | None:
    return parse_date(value[:10]) if isinstance(value, str) else None


def _numbers(term: Ref, scope: Scope) -> Iterator[int | str]:
    whole = Ref(term.name, term.in_item).read(scope)
    if term.part and isinstance(whole, list):
        values: list[Json] = [one.get(term.part) for one in whole if isinstance(one, dict)]
    else:
        values = [term.read(scope)]
    for value in values:
        if isinstance(value, int | str) and number(value) is not None:
            yield value
