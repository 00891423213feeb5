"""In what two specifications differ: texts, questions, rules and cases, each by the name of its part.

Parts are compared by their names, not by where they stand, so a question that moved is not a
question that went and one that came; that the order changed is a difference of its own.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from loket.catalogue.rules.formcases import TESTS
from loket.catalogue.rules.reading import LANGUAGES, Source
from loket.catalogue.rules.values import Json

RULES = frozenset(
    {"show_when", "required_when", "when", "where", "rule", "routes", "filter", "from", "covers"}
)
"""What decides: shown whole, for half a condition says nothing."""
NAMES = ("id", "v")
"""What parts of a list are called by."""
UNSEEN = frozenset({"version"})
ORDER = "order"


class Kind(StrEnum):
    """What sort of difference it is."""

    TEXT = "text"
    QUESTION = "question"
    RULE = "rule"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same: of which part, which of its words, and both sides.

    `part` names the question, document, step … ("" for the form itself); an empty side is absent.
    """

    kind: Kind
    part: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: the path that tells it apart, and how it is shown."""

    path: str = ""
    part: str = ""
    what: str = ""
    kind: Kind = Kind.QUESTION

    def inside(self, key: str) -> "_Place":
        """The place of a value under a key."""
        kind = Kind.CASE if not self.path and key == TESTS else self.kind
        what = f"{self.what}.{key}" if self.what else key
        return _Place(f"{self.path}.{key}", self.part, what, kind)

    def part_named(self, name: str) -> "_Place":
        """The place of a part of a list."""
        if self.kind is Kind.CASE:
            return self.inside(name)
        part = f"{self.part}.{name}" if self.what.startswith("options") else name
        return _Place(f"{self.path}[{name}]", part, "", self.kind)

    def of(self, kind: Kind) -> "_Place":
        """The same place for another kind of value."""
        kept = self.kind if self.kind is Kind.CASE else kind
        return _Place(self.path, self.part, self.what, kept)


def differences(before: Source, after: Source) -> list[Difference]:
    """Return every difference, in the order of the newer one; what is gone comes last."""
    old, new = (dict(_values(one, _Place())) for one in (before, after))
    left, right = ({place.path: (place, said) for place, said in one.items()} for one in (old, new))
    found = []
    for path in dict.fromkeys([*right, *left]):
        place, _said = right.get(path) or left[path]
        sides = [one[path][1] if path in one else "" for one in (left, right)]
        if sides[0] != sides[1]:
            found.append(Difference(place.kind, place.part, place.what, *sides))
    return found


def _values(value: Json, place: _Place) -> Iterator[tuple[_Place, str]]:
    """Every value that can differ by itself, with its place."""
    if isinstance(value, dict):
        kind = Kind.TEXT if value and set(value) <= set(LANGUAGES) else None
        for key, one in value.items():
            inner = place.inside(key)
            if not place.path and key in UNSEEN:
                continue
            if key in RULES:
                yield inner.of(Kind.RULE), _shown(one)
            else:
                yield from _values(one, inner.of(kind) if kind else inner)
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield from _parts(value, place)
    else:
        yield place, _shown(value)


def _parts(parts: Sequence[Json], place: _Place) -> Iterator[tuple[_Place, str]]:
    names = [_name_of(one, index) for index, one in enumerate(parts)]
    yield place.inside(ORDER), ", ".join(names)
    for name, one in zip(names, parts, strict=True):
        yield from _values(one, place.part_named(name))


def _name_of(part: Json, index: int) -> str:
    named = [part.get(name) for name in NAMES] if isinstance(part, dict) else []
    return next((str(name) for name in named if isinstance(name, str | int)), str(index + 1))


def _shown(value: Json) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(map(str, value))
    return json.dumps(_in_order(value), ensure_ascii=False)


def _in_order(value: Json) -> Json:
    """The same value whatever order it was written in: of a condition first what it looks at."""
    if isinstance(value, dict):
        return {
            key: _in_order(value[key]) for key in sorted(value, key=lambda key: (key != "f", key))
        }
    return [_in_order(one) for one in value] if isinstance(value, list) else value
