"""Who hears what: the ears of a stream, the events that reach them, and how far somebody has heard.

A stream tells ids and codes only. What it may hear is worked out by the module whose things they
are, and worked out anew every few seconds.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

CURSOR = re.compile(r"(\d{1,20})-(\d{1,19})(?:-([0-9a-f]{8}))?")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far somebody has heard: behind this event of this transaction, in this database.

    `lineage` tells databases apart that count the same numbers: one that was put back from a
    backup is another one.
    """

    tx: int
    id: int = 0
    lineage: str = ""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what a browser says; nothing when it is no cursor."""
        found = CURSOR.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2]), found[3] or "") if found else None

    def __str__(self) -> str:
        return "-".join((str(self.tx), str(self.id), *([self.lineage] if self.lineage else [])))

    def is_known(self, until: int, lineage: str) -> bool:
        """Whether what came behind it can be found in the database that settled up to `until`."""
        return self.tx <= until and self.lineage in ("", lineage)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as streams see it: ids and codes."""

    organisation_id: int
    tx: int
    id: int
    kind: str
    circle: str
    about: int
    topics: frozenset[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Ear:
    """A topic that a stream listens to, in these circles, and the word by which it tells of it.

    `unless` is a topic that closes the ear. An ear that `names` says what it was and about which
    thing; any other one says only that something happened.
    """

    topic: str
    word: str
    circles: frozenset[str]
    unless: str = ""
    names: bool = False

    def hears(self, event: Happening) -> bool:
        """Whether this event reaches it."""
        reaches = self.topic in event.topics and event.circle in self.circles
        return reaches and not (self.unless and self.unless in event.topics)


@dataclass(frozen=True, slots=True)
class Told:
    """One message to a page."""

    word: str
    cursor: Cursor
    kind: str = ""
    about: int = 0

    @property
    def data(self) -> dict[str, str | int]:
        """What it says beside its word."""
        return {"kind": self.kind, "about": self.about} if self.kind else {}

    def wire(self) -> bytes:
        """The message as a stream carries it."""
        data = json.dumps(self.data, separators=(",", ":"))
        return f"id: {self.cursor}\nevent: {self.word}\ndata: {data}\n\n".encode()


type Ears = frozenset[Ear]
type Law = Callable[[Sequence["Watch"]], Sequence["Standing | None"]]
"""How each of these streams stands now; None when it may not go on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a stream may hear, and a sign of who else is there, which changes when they do."""

    ears: Ears
    company: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """A page that listens: whose, in which session, at what place, and what it may hear.

    `since` is the transaction from which on it has heard nothing yet.
    """

    organisation_id: int
    person_id: int
    session: str
    place: str
    thing: int
    ears: Ears
    law: Law
    since: int = 0
    company: str = ""


def told(ears: Iterable[Ear], event: Happening, lineage: str) -> list[Told]:
    """What a stream with these ears tells of an event: each word once."""
    cursor = Cursor(event.tx, event.id, lineage)
    words: dict[str, Told] = {}
    for ear in sorted(ears, key=lambda ear: (ear.word, not ear.names, ear.topic)):
        if ear.word not in words and ear.hears(event):
            named = (event.kind, event.about) if ear.names else ("", 0)
            words[ear.word] = Told(ear.word, cursor, *named)
    return list(words.values())
