"""The predicates of a form: a small tree that is total, so it never raises and never surprises.

Absent answers make every test false, except `ne`, `not_in` and `answered: false`. Whatever
cannot be understood is false too; publishing refuses it before a person ever meets it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from loket.catalogue.rules.compare import compare, equal
from loket.catalogue.rules.operands import Operand, Ref, Scope, parse_operand, parse_ref
from loket.catalogue.rules.values import Json, is_answered

type Order = Literal["lt", "lte", "gt", "gte"]

OPERATORS = (
    "eq", "ne", "in", "not_in", "lt", "lte", "gt", "gte", "answered", "contains", "matches",
)  # fmt: skip
OPPOSITES = {"ne": "eq", "not_in": "in"}
ORDERS: Mapping[str, frozenset[int]] = {
    "lt": frozenset({-1}),
    "lte": frozenset({-1, 0}),
    "gt": frozenset({1}),
    "gte": frozenset({0, 1}),
}
# The browser has the same table and a test holds the two together: full match, ASCII only.
PLATES_NL = (
    "LL-99-99", "99-99-LL", "99-LL-99", "LL-99-LL", "LL-LL-99", "99-LL-LL", "99-LLL-9", "9-LLL-99",
    "LL-999-L", "L-999-LL", "LLL-99-L", "L-99-LLL", "9-LL-999", "999-LL-9",
)  # fmt: skip
"""The series of Dutch licence plates: L is a letter, 9 a digit; the hyphens may be left out."""
_SIGNS = {"L": "[A-Za-z]", "9": "[0-9]", "-": "-?"}
PATTERNS: Mapping[str, str] = {
    "alphanumeric": "[A-Za-z0-9]+",
    "case_number": "[A-Z]{2,4}[0-9]{7}",
    "digits": "[0-9]+",
    "plate_nl": f"(?:{'|'.join(''.join(map(_SIGNS.__getitem__, one)) for one in PLATES_NL)})",
    "postcode_be": "[1-9][0-9]{3}",
    "postcode_nl": "[1-9][0-9]{3} ?[A-Z]{2}",
}
COMPILED = {name: re.compile(pattern, re.ASCII) for name, pattern in PATTERNS.items()}


class Predicate(Protocol):
    """A question about the answers with yes or no for an answer."""

    def holds(self, scope: Scope) -> bool:
        """Say yes or no; never raise."""

    def refs(self) -> Iterator[Ref]:
        """Name each answer that it looks at, operands too."""

    def json(self) -> Json:
        """Return it as it stands in a specification."""


@dataclass(frozen=True, slots=True)
class Always:
    """A fixed yes or no."""

    value: bool

    def holds(self, _scope: Scope) -> bool:
        """Return the fixed answer."""
        return self.value

    def refs(self) -> Iterator[Ref]:
        """Name nothing."""
        return iter(())

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return self.value


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each part holds; with no parts it holds."""

    parts: tuple[Predicate, ...]

    def holds(self, scope: Scope) -> bool:
        """Say whether each part holds."""
        return all(part.holds(scope) for part in self.parts)

    def refs(self) -> Iterator[Ref]:
        """Name what the parts name."""
        for part in self.parts:
            yield from part.refs()

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"all": [part.json() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; with no parts it does not."""

    parts: tuple[Predicate, ...]

    def holds(self, scope: Scope) -> bool:
        """Say whether a part holds."""
        return any(part.holds(scope) for part in self.parts)

    def refs(self) -> Iterator[Ref]:
        """Name what the parts name."""
        for part in self.parts:
            yield from part.refs()

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"any": [part.json() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Predicate

    def holds(self, scope: Scope) -> bool:
        """Say whether the part fails."""
        return not self.part.holds(scope)

    def refs(self) -> Iterator[Ref]:
        """Name what the part names."""
        return self.part.refs()

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"not": self.part.json()}


@dataclass(frozen=True, slots=True)
class Equals:
    """`eq`: the answer is this one value. With several choices, ask `contains`."""

    ref: Ref
    value: Operand

    def holds(self, scope: Scope) -> bool:
        """Say whether the two are the same."""
        return equal(self.ref.read(scope), self.value.read(scope))

    def refs(self) -> Iterator[Ref]:
        """Name the answer and the operand."""
        yield self.ref
        yield from self.value.refs()

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"f": str(self.ref), "eq": self.value.json()}


@dataclass(frozen=True, slots=True)
class Within:
    """`in`: the answer, or one of the choices made, is one of the values."""

    ref: Ref
    values: tuple[Operand, ...]

    def holds(self, scope: Scope) -> bool:
        """Say whether one of them is the same."""
        found = self.ref.read(scope)
        chosen = found if isinstance(found, list) else (found,)
        wanted = [value.read(scope) for value in self.values]
        return any(equal(one, other) for one in chosen for other in wanted)

    def refs(self) -> Iterator[Ref]:
        """Name the answer and the operands."""
        yield self.ref
        for value in self.values:
            yield from value.refs()

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"f": str(self.ref), "in": [value.json() for value in self.values]}


@dataclass(frozen=True, slots=True)
class Ordered:
    """`lt`, `lte`, `gt`, `gte`: numbers and dates; what has no order is false."""

    ref: Ref
    order: Order
    value: Operand

    def holds(self, scope: Scope) -> bool:
        """Say whether the answer stands in this order to the value."""
        return compare(self.ref.read(scope), self.value.read(scope)) in ORDERS[self.order]

    def refs(self) -> Iterator[Ref]:
        """Name the answer and the operand."""
        yield self.ref
        yield from self.value.refs()

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"f": str(self.ref), self.order: self.value.json()}


@dataclass(frozen=True, slots=True)
class Answered:
    """`answered: true`: there is an answer; a "no" is one too."""

    ref: Ref

    def holds(self, scope: Scope) -> bool:
        """Say whether there is an answer."""
        return is_answered(self.ref.read(scope))

    def refs(self) -> Iterator[Ref]:
        """Name the answer."""
        yield self.ref

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"f": str(self.ref), "answered": True}


@dataclass(frozen=True, slots=True)
class Contains:
    """`contains`: this choice is among those made, or the text holds these very letters."""

    ref: Ref
    value: Operand

    def holds(self, scope: Scope) -> bool:
        """Say whether the value is in the answer."""
        found, wanted = self.ref.read(scope), self.value.read(scope)
        if isinstance(found, list):
            return any(equal(one, wanted) for one in found)
        return isinstance(found, str) and isinstance(wanted, str) and wanted in found

    def refs(self) -> Iterator[Ref]:
        """Name the answer and the operand."""
        yield self.ref
        yield from self.value.refs()

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"f": str(self.ref), "contains": self.value.json()}


@dataclass(frozen=True, slots=True)
class Matches:
    """`matches`: the whole text has the form of a named pattern."""

    ref: Ref
    pattern: str

    def holds(self, scope: Scope) -> bool:
        """Say whether the text has that form."""
        found, pattern = self.ref.read(scope), COMPILED.get(self.pattern)
        return isinstance(found, str) and pattern is not None and bool(pattern.fullmatch(found))

    def refs(self) -> Iterator[Ref]:
        """Name the answer."""
        yield self.ref

    def json(self) -> Json:
        """Return it as it stands in a specification."""
        return {"f": str(self.ref), "matches": self.pattern}


NEVER = Always(False)
MOST_NESTED = 20


def parse_predicate(source: Json, depth: int = 0) -> Predicate:
    """Read a predicate; what cannot be understood never holds."""
    if isinstance(source, bool):
        return Always(source)
    if not isinstance(source, dict) or depth > MOST_NESTED:
        return NEVER
    if "f" in source:
        return _test(source)
    if len(source) != 1:
        return NEVER
    ((word, inside),) = source.items()
    if word == "not":
        return Not(parse_predicate(inside, depth + 1))
    if word in ("all", "any") and isinstance(inside, list):
        parts = tuple(parse_predicate(part, depth + 1) for part in inside)
        return AllOf(parts) if word == "all" else AnyOf(parts)
    return NEVER


def _test(source: Mapping[str, Json]) -> Predicate:
    ref = parse_ref(source["f"])
    operators = [word for word in source if word != "f"]
    if ref is None or len(operators) != 1:
        return NEVER
    word = operators[0]
    value = source[word]
    positive = _positive(ref, OPPOSITES.get(word, word), value)
    negated = word in OPPOSITES or (word == "answered" and value is False)
    return Not(positive) if negated and positive != NEVER else positive


def _positive(ref: Ref, word: str, value: Json) -> Predicate:
    match word:
        case "eq":
            return Equals(ref, parse_operand(value))
        case "in" if isinstance(value, list):
            return Within(ref, tuple(parse_operand(one) for one in value))
        case "answered" if isinstance(value, bool):
            return Answered(ref)
        case "contains":
            return Contains(ref, parse_operand(value))
        case "matches" if isinstance(value, str):
            return Matches(ref, value)
        case "lt" | "lte" | "gt" | "gte":
            return Ordered(ref, word, parse_operand(value))
        case _:
            return NEVER
