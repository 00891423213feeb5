"""Turn the filters of a list into conditions that its index answers, values apart from shape."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import combinations
from operator import or_

from django.db.models import Q

from loket.catalogue.models import FormVersion
from loket.core.acting import Acting
from loket.core.prepared import padded
from loket.desk.wish import LATE, NOBODY, PARTIES, TODAY, Wish
from loket.people.models import Unit

type Value = int | str | datetime
type Term = tuple[str, int]
"""A lookup, and how many values it takes; 0 says that it must be so."""

NOTHING = 0
"""The key of no row: who filters by what does not exist finds nothing."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Groups of which one term each must hold, and the values in the order of the terms."""

    groups: tuple[tuple[Term, ...], ...] = ()
    values: tuple[Value, ...] = ()

    def plus(self, *terms: tuple[str, Sequence[Value]]) -> "Conditions":
        """One group more."""
        group = tuple((lookup, len(values)) for lookup, values in terms)
        return Conditions(
            (*self.groups, group), (*self.values, *(one for _, values in terms for one in values))
        )


def conditions_of(wish: Wish, by: Acting) -> Conditions:
    """What the filters ask of a case."""
    asked = Conditions()
    for name in dict.fromkeys(name for name, _ in wish.filters):
        asked = asked.plus(*terms_of(name, wish.values(name), by))
    return asked


def terms_of(
    name: str, values: tuple[str, ...], by: Acting
) -> tuple[tuple[str, Sequence[Value]], ...]:
    """What one filter asks: one of these."""
    match name:
        case "wacht":
            return (("waits_on__in", sorted(waiting_on(values))),)
        case "prioriteit":
            return (("priority__in", [int(one) for one in values]),)
        case "formulier":
            return (("version__in", padded(versions_of(values) or [NOTHING])),)
        case "dienst":
            return (("requester_unit__in", padded(units_of(values) or [NOTHING], 1)),)
        case "behandelaar":
            return handled_by(values)
        case "termijn":
            return term(values[0], by)
        case _:
            return plain(name, values, by)


def plain(
    name: str, values: tuple[str, ...], by: Acting
) -> tuple[tuple[str, Sequence[Value]], ...]:
    """What is asked as it stands in the address: a status, a language, a day."""
    if name in ("status", "schrijftaal"):
        return (("status__in" if name == "status" else "language__in", values),)
    return received(name, date.fromisoformat(values[0]), by)


def waiting_on(parties: Iterable[str]) -> set[str]:
    """Every way in which a case says that it waits on one of these: alone, or with others."""
    wanted = set(parties)
    every = [
        ",".join(some)
        for n in range(1, len(PARTIES) + 1)
        for some in combinations(sorted(PARTIES), n)
    ]
    found = {one for one in every if wanted.intersection(one.split(","))}
    return found | {""} if NOBODY in wanted else found


def handled_by(values: Iterable[str]) -> tuple[tuple[str, Sequence[Value]], ...]:
    """Of one of these people, or of nobody."""
    people = [int(one) for one in values if one != NOBODY]
    terms: list[tuple[str, Sequence[Value]]] = [("assignee__in", people)] if people else []
    return (*terms, ("assignee__isnull", ())) if NOBODY in values else tuple(terms)


def term(value: str, by: Acting) -> tuple[tuple[str, Sequence[Value]], ...]:
    """Late, or due today or before the end of this week."""
    if value == LATE:
        return (("is_late", ()),)
    days = 1 if value == TODAY else 7 - by.today.weekday()
    return (("due_at__range", (start_of(by.today, by), last_of(by.today + timedelta(days), by))),)


def received(name: str, day: date, by: Acting) -> tuple[tuple[str, Sequence[Value]], ...]:
    """Received from this day on, or until it is over."""
    if name == "van":
        return (("created_at__gte", (start_of(day, by),)),)
    return (("created_at__lt", (start_of(next_day(day), by),)),)


def next_day(day: date) -> date:
    """The day after; the last one of the calendar has none."""
    return day + timedelta(1) if day < date.max else day


def start_of(day: date, by: Acting) -> datetime:
    """When a day begins where the organisation is."""
    return datetime.combine(day, time(), by.zone)


def last_of(day: date, by: Acting) -> datetime:
    """The last moment before a day begins."""
    return start_of(day, by) - timedelta(microseconds=1)


def versions_of(keys: Iterable[str]) -> list[int]:
    """The versions of these forms."""
    return list(FormVersion.objects.filter(form__key__in=keys).values_list("pk", flat=True))


def units_of(slugs: Iterable[str]) -> list[int]:
    """These units."""
    return list(Unit.objects.filter(slug__in=slugs).values_list("pk", flat=True))


def holding(groups: Iterable[tuple[Term, ...]], values: Sequence[Value]) -> Q:
    """The conditions as the database is asked them."""
    left = list(values)
    asked = Q()
    for group in groups:
        terms = []
        for lookup, number in group:
            given, left = left[:number], left[number:]
            terms.append(Q(**{lookup: meant(lookup, given)}))
        asked &= reduce(or_, terms)
    return asked


def meant(lookup: str, given: Sequence[Value]) -> object:
    """The value of a lookup: whether it is so, one, or several."""
    if not given:
        return True
    return tuple(given) if lookup.endswith(("__in", "__range")) else given[0]
