"""What a predicate can look at: an answer, a fixed value, today, and days at some distance."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from loket.catalogue.rules.dates import Offset, Unit, shift_text, shifted
from loket.catalogue.rules.values import Answers, Json, view

NAME = r"[a-z][a-z0-9_]*"
REF = re.compile(rf"([./]?)({NAME})(?:\.({NAME}))?", re.ASCII)
OFFSET = r"(?:([+-])([0-9]{1,4})([dwmy]))?"
TODAY = re.compile(rf"today{OFFSET}", re.ASCII)
OPERAND = re.compile(rf"@([./]?)({NAME})(?:\.({NAME}))?{OFFSET}", re.ASCII)
UNITS: Mapping[str, Unit] = {"d": "d", "w": "w", "m": "m", "y": "y"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a predicate may look at: the form, this item of a group, and the day."""

    form: Answers
    item: Answers | None
    today: date


@dataclass(frozen=True, slots=True)
class Ref:
    """The name of an answer: `x` and `/x` of the form, `.x` of this item, `x.until` a part."""

    name: str
    in_item: bool = False
    part: str = ""

    def read(self, scope: Scope) -> Json:
        """Return what the predicate sees, None when it is absent or unknown."""
        answers = scope.item if self.in_item else scope.form
        value = answers.get(self.name) if answers else None
        if not self.part:
            return view(value) if isinstance(value, dict | list) else value
        return view(value.get(self.part)) if isinstance(value, dict) else None

    def __str__(self) -> str:
        part = f".{self.part}" if self.part else ""
        return f"{'.' if self.in_item else ''}{self.name}{part}"


class Operand(Protocol):
    """The right-hand side of a comparison."""

    def read(self, scope: Scope) -> Json:
        """Return the value in this scope, None when it is absent."""

    def refs(self) -> Iterator[Ref]:
        """Name the answers that it looks at."""

    def json(self) -> Json:
        """Return it as it stands in a specification."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value as it stands in the specification."""

    value: Json

    def read(self, _scope: Scope) -> Json:
        """Return the value itself."""
        return self.value

    def refs(self) -> Iterator[Ref]:
        """Name nothing."""
        return iter(())

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return self.value


@dataclass(frozen=True, slots=True)
class Today:
    """Today, or a day at some distance: `today+9w`."""

    offset: Offset | None = None

    def read(self, scope: Scope) -> Json:
        """Return the day as ISO text, None outside the calendar."""
        return shifted(scope.today, self.offset) if self.offset else scope.today.isoformat()

    def refs(self) -> Iterator[Ref]:
        """Name nothing."""
        return iter(())

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return f"today{self.offset or ''}"


@dataclass(frozen=True, slots=True)
class Answer:
    """Another answer, perhaps at some distance: `@begindatum+6m`."""

    ref: Ref
    offset: Offset | None = None

    def read(self, scope: Scope) -> Json:
        """Return that answer; at a distance only a date can be read."""
        value = self.ref.read(scope)
        if self.offset is None:
            return value
        return shift_text(value, self.offset) if isinstance(value, str) else None

    def refs(self) -> Iterator[Ref]:
        """Name the answer."""
        yield self.ref

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return f"@{self.ref}{self.offset or ''}"


def parse_ref(text: Json) -> Ref | None:
    """Read the name of an answer, None when it is no name."""
    found = REF.fullmatch(text) if isinstance(text, str) else None
    return Ref(found[2], in_item=found[1] == ".", part=found[3] or "") if found else None


def parse_operand(value: Json) -> Operand:
    """Read `today-1m`, `@begindatum+6m`, or take the value as it stands."""
    if not isinstance(value, str):
        return Fixed(value)
    if found := TODAY.fullmatch(value):
        return Today(_offset(found[1], found[2], found[3]))
    if found := OPERAND.fullmatch(value):
        ref = Ref(found[2], in_item=found[1] == ".", part=found[3] or "")
        return Answer(ref, _offset(found[4], found[5], found[6]))
    return Fixed(value)


def looks_relative(value: Json) -> bool:
    """Say whether a text was meant as a relative value, read or not."""
    return isinstance(value, str) and (value.startswith("@") or TODAY.match(value) is not None)


def _offset(sign: str | None, amount: str | None, unit: str | None) -> Offset | None:
    if sign is None or amount is None or unit is None:
        return None
    return Offset(-int(amount) if sign == "-" else int(amount), UNITS[unit])
