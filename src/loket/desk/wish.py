"""What somebody wants a list to show, as it stands in the address: filters, order, columns."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, Self
from urllib.parse import urlencode

from loket.cases.models import Task
from loket.cases.rules.statuses import LIVE, Status

NOBODY = "niemand"
LATE, TODAY, WEEK = "te-laat", "vandaag", "week"
PRIORITIES = ("3", "2", "1", "0")
STATUSES = tuple(status for status in Status if status in LIVE)
PARTIES = tuple(party for party in Task.Party if party is not Task.Party.HANDLER)
MOST_VALUES = 20
"""So many values of one filter; more is a mistyped address."""
LANGUAGES = ("nl", "fr", "de", "en")


class Words(Protocol):
    """The words behind the question mark of an address."""

    def getlist(self, key: str) -> Sequence[str]: ...


def one_of(known: Iterable[str]) -> Callable[[str], bool]:
    """A test for one of these values."""
    return frozenset(str(one) for one in known).__contains__


def matching(pattern: str) -> Callable[[str], bool]:
    """A test for a value that looks like this."""
    return lambda text: re.fullmatch(pattern, text) is not None


def is_day(text: str) -> bool:
    """Whether this is a day as a date field sends it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return text == day.isoformat() and 1900 <= day.year < 3000


FILTERS: dict[str, Callable[[str], bool]] = {
    "status": one_of(STATUSES),
    "wacht": one_of((*PARTIES, NOBODY)),
    "formulier": matching(r"[\w.-]{1,80}"),
    "behandelaar": matching(rf"{NOBODY}|[1-9][0-9]{{0,17}}"),
    "prioriteit": one_of(PRIORITIES),
    "termijn": one_of((LATE, TODAY, WEEK)),
    "dienst": matching(r"[\w-]{1,60}"),
    "schrijftaal": one_of(LANGUAGES),
    "van": is_day,
    "tot": is_day,
}
"""The filters by their name in the address, each with what its values must look like."""

ONE_VALUE = frozenset({"termijn", "van", "tot"})
"""Filters of which two values at once would say nothing."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that one index gives: its fields, a minus for those that go down."""

    fields: tuple[str, ...]

    def turned(self) -> Self:
        """The same order, from the end."""
        return replace(
            self, fields=tuple(one[1:] if one[0] == "-" else f"-{one}" for one in self.fields)
        )


BY_TERM = "termijn"
SORTS = {
    BY_TERM: Sort(("due_at", "pk")),
    "nieuwste": Sort(("-created_at", "-pk")),
    "oudste": Sort(("created_at", "pk")),
    "prioriteit": Sort(("-priority", "due_at", "pk")),
}
COLUMNS = (
    "aanvrager",
    "dienst",
    "behandelaar",
    "wachtrij",
    "ontvangen",
    "laatste",
    "prioriteit",
    "schrijftaal",
)
USUAL = ("aanvrager", "behandelaar", "wachtrij")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list should show; equal wishes have the same address."""

    filters: tuple[tuple[str, str], ...] = ()
    sort: str = BY_TERM
    columns: tuple[str, ...] = USUAL

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one filter."""
        return tuple(value for key, value in self.filters if key == name)

    def without(self, name: str, value: str) -> Self:
        """The same without this one value."""
        return replace(self, filters=tuple(one for one in self.filters if one != (name, value)))

    def unfiltered(self) -> Self:
        """The same order and columns, of everything."""
        return replace(self, filters=())

    @property
    def query(self) -> str:
        """The wish as words behind the question mark; what is usual is not said."""
        words = list(self.filters)
        if self.sort != BY_TERM:
            words.append(("volgorde", self.sort))
        if self.columns != USUAL:
            words += [("kolom", one) for one in self.columns]
        return urlencode(words)


def read_wish(words: Words) -> Wish:
    """The wish in an address; what means nothing there is left out."""
    found: list[tuple[str, str]] = []
    for name, fits in FILTERS.items():
        values = [one for one in dict.fromkeys(words.getlist(name)) if fits(one)]
        if name in ONE_VALUE:
            values = values[-1:]
        found += [(name, one) for one in values[:MOST_VALUES]]
    asked = words.getlist("volgorde")
    sort = asked[-1] if asked and asked[-1] in SORTS else BY_TERM
    chosen = words.getlist("kolom")
    columns = tuple(one for one in COLUMNS if one in chosen) or USUAL
    return Wish(tuple(found), sort, columns)
