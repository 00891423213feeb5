"""What a module says of its section of a pack: the shape of an entry, and how it gets in.

A section is a list of entries by key. An entry is compared as it stands in the pack with what
`present()` reads from the database, so both have the same shape; `write()` calls the module's
actions. Nothing is ever removed: an entry that is gone from the pack is only reported.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loket.core.acting import Acting

type Entry = Mapping[str, Any]

LANGUAGES = ("nl", "fr", "de", "en")
SLUG = r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?"

TEXT: Entry = {"type": "string", "minLength": 1, "maxLength": 20_000}
WORDS: Entry = {"type": "string", "maxLength": 20_000}
FLAG: Entry = {"type": "boolean"}
COUNT: Entry = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
DATE: Entry = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
CODE: Entry = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9._-]{0,59}$"}
TEXTS: Entry = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"enum": LANGUAGES},
    "additionalProperties": TEXT,
}


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry names another entry: `path` is where, in `section` stands `key`."""

    path: str
    section: str
    key: str


def nothing(entry: Entry) -> Iterable[Mention]:
    """The mentions of an entry that names no other."""
    return ()


def as_it_is(entry: Entry) -> Entry:
    """An entry in which the order of everything counts."""
    return entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of entries; `single` has one entry under no key.

    What the entry leaves out has its default; `tidy` puts in order what has no order. What is `unseen` is written when an entry is made
    and left alone afterwards, for people may have changed it since.
    """

    name: str
    shape: Entry
    present: Callable[[], dict[str, Entry]]
    write: Callable[[str, Entry, Acting], None]
    mentions: Callable[[Entry], Iterable[Mention]] = nothing
    defaults: Entry = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()
    tidy: Callable[[Entry], Entry] = as_it_is
    held: Callable[[], dict[str, str]] = dict
    """What people changed on the pages, by key, and how: it stays, unless a pack is told to take it."""
    single: bool = False
    keys: str = r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}"
    """What a key may look like; one that stands in an address has no points."""

    def whole(self, entry: Entry) -> dict[str, Any]:
        """The entry with what it left out."""
        return dict(self.tidy({**self.defaults, **entry}))

    def seen(self, entry: Entry) -> dict[str, Any]:
        """The part of an entry that is compared."""
        return {key: value for key, value in self.whole(entry).items() if key not in self.unseen}


def shape(required: Entry, optional: Entry | None = None) -> Entry:
    """The shape of a mapping: these names, and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def listed(one: Entry) -> Entry:
    """The shape of a list of these."""
    return {"type": "array", "items": one, "maxItems": 1000}


def by_name(one: Entry) -> Entry:
    """The shape of a mapping from free names to these."""
    return {"type": "object", "additionalProperties": one, "maxProperties": 1000}
