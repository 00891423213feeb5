"""Worklists: cases of my queues in one view, from one index, one page at a time.

A list starts from one indexed scope (a queue, or an assignee) and reads a page by keyset; several
queues are read one by one and merged, so that no list ever sorts more than a page per queue. Each
order is that of an index, which also holds what a list may filter by. The predicate `visible_to`
stands around it as a fence.
"""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import reduce

from django.db.models import Count, Q, QuerySet

from loket.cases.actions.figures import counter_key
from loket.cases.models import Case
from loket.cases.models.case import CaseQuerySet, party_to
from loket.core.counters import read_counters
from loket.core.literals import Literal
from loket.core.prepared import kept_plan, prepared
from loket.desk.narrowing import Conditions, Term, Value, holding
from loket.desk.wish import BY_TERM, SORTS, Sort
from loket.people.middleware import PersonRequest
from loket.people.models import Person
from loket.routing.models import Queue

PAGE = 25
ALL = "alle"
MINE = "mine_by_queue"
"""On the request: how many cases are of this person, once that was asked."""
SHOWN = (
    "number",
    "title",
    "status",
    "waits_on",
    "waits_until",
    "priority",
    "language",
    "due_at",
    "is_late",
    "created_at",
    "last_public_at",
    "returns_on",
    "refused_count",
    "version_lock",
    "closed_at",
    "organisation_id",
    "requester__name",
    "assignee__party__name",
    "queue__slug",
    "queue__texts",
)


class View(StrEnum):
    """What of the queues a list shows."""

    UNASSIGNED = "unassigned"
    MINE = "mine"
    LATER = "later"
    TEAM = "team"
    WAITING = "waiting"
    LATE = "late"


VIEWS = tuple(View)
OWN = (View.MINE, View.LATER)
"""The views of one person: what they put off until later is not in the first one."""
SHARED = (View.UNASSIGNED, View.TEAM, View.WAITING, View.LATE)
"""The views of which figures are kept for each queue."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the next one begins behind the case with these values."""

    values: tuple[datetime | int, ...]

    def __str__(self) -> str:
        return "~".join(
            one.isoformat() if isinstance(one, datetime) else str(one) for one in self.values
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """Which list: the queues it is of, the view on them, what it filters by and its order."""

    view: View
    queues: tuple[int, ...]
    today: date
    conditions: Conditions = field(default_factory=Conditions)
    sort: str = BY_TERM
    with_unit: bool = False
    """Whether each case comes with where its requester works."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of a list: its cases, and where the next page begins."""

    cases: tuple[Case, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Shape:
    """A list but for its values: two lists of one shape are the same question."""

    view: View
    queues: int
    groups: tuple[tuple[Term, ...], ...]
    sort: Sort
    placed: bool
    with_unit: bool
    size: int


def place_of(case: Case, sort: str) -> Place:
    """Where a case stands in a list of this order."""
    return Place(tuple(getattr(case, name.lstrip("-")) for name in SORTS[sort].fields))


def read_place(text: str, sort: str = BY_TERM) -> Place | None:
    """The place that an address names; a broken one is the beginning."""
    fields = SORTS[sort].fields
    words = text.split("~")
    if len(words) != len(fields):
        return None
    try:
        values = tuple(read_value(*pair) for pair in zip(fields, words, strict=True))
    except ValueError:
        return None
    return Place(values)


def read_value(name: str, word: str) -> datetime | int:
    """One value of a place; a moment without its zone is none."""
    if not name.endswith("_at"):
        return int(word)
    moment = datetime.fromisoformat(word)
    if moment.tzinfo is None:
        raise ValueError(word)
    return moment


def read_worklist(scope: Scope, person: Person, after: Place | None = None) -> Worklist:
    """A page of a list."""
    cases = cases_behind(scope, person, after, PAGE + 1)
    last = cases[PAGE - 1] if len(cases) > PAGE else None
    return Worklist(tuple(cases[:PAGE]), place_of(last, scope.sort) if last else None)


def cases_behind(
    scope: Scope, person: Person, after: Place | None, size: int, *, turned: bool = False
) -> list[Case]:
    """So many cases of a list behind a place; turned, those before it, the nearest first."""
    if not scope.queues:
        return []
    sort = SORTS[scope.sort]
    shape = Shape(
        view=scope.view,
        queues=len(scope.queues),
        groups=scope.conditions.groups,
        sort=sort.turned() if turned else sort,
        placed=after is not None,
        with_unit=scope.with_unit,
        size=size,
    )
    place = after.values if after else ()
    values = (*scope.queues, *place, *scope.conditions.values)
    simple = len(scope.queues) == 1 and not scope.conditions.groups
    with nullcontext() if simple else kept_plan():
        return listed_cases(shape, person.pk, scope.today, *values)


def found_among(scope: Scope, person: Person, cases: Collection[int]) -> list[int]:
    """Which of these cases are in a list now."""
    if not cases:
        return []
    there = Case.objects.filter(pk__in=cases, queue__in=scope.queues, closed_at=None)
    if scope.view in OWN:
        there = there.filter(assignee=person)
    there = narrow(there, scope.view, scope.today)
    there = there.filter(holding(scope.conditions.groups, scope.conditions.values))
    there = there.visible_to(person).exclude(Q(requester=person.pk) | Q(subject=person.pk))
    return list(there.values_list("pk", flat=True))


@prepared
def listed_cases(shape: Shape, person_id: int, today: date, *values: Value) -> QuerySet[Case]:
    """The cases of a list of this shape: the values are its queues, a place, and its filters."""
    person = Person(pk=person_id)
    queues = [one for one in values[: shape.queues] if isinstance(one, int)]
    rest = values[shape.queues :]
    places = len(shape.sort.fields) if shape.placed else 0
    place, filters = rest[:places], rest[places:]
    if shape.view in OWN:
        scopes = [Case.objects.filter(assignee=person, queue__in=queues)]
    else:
        scopes = [Case.objects.filter(queue=queue) for queue in queues]
    where = holding(shape.groups, filters)
    if shape.placed:
        where &= behind(shape.sort, place)
    pages = [page_of(scope.filter(where), shape, person, today) for scope in scopes]
    if len(pages) == 1:
        return pages[0][: shape.size]
    return reduce(union, pages).order_by(*shape.sort.fields)[: shape.size]


def behind(sort: Sort, place: Sequence[Value]) -> Q:
    """What comes after these values in this order."""
    asked, same = Q(), Q()
    for ordered, value in zip(sort.fields, place, strict=True):
        name, further = ordered.lstrip("-"), "lt" if ordered[0] == "-" else "gt"
        asked |= same & Q(**{f"{name}__{further}": value})
        same &= Q(**{name: value})
    first = sort.fields[0]
    bound = "lte" if first[0] == "-" else "gte"
    return asked & Q(**{f"{first.lstrip('-')}__{bound}": place[0]})


@prepared
def queues_worked_by(person_id: int) -> QuerySet[Queue]:
    """The queues of this person, by name."""
    return Queue.objects.worked_by(Person(pk=person_id)).order_by("slug")


def mine_by_queue(request: PersonRequest) -> dict[int, tuple[int, int]]:
    """How many cases of each queue this person handles now, and how many later; asked once."""
    known: dict[int, tuple[int, int]] | None = getattr(request, MINE, None)
    if known is None:
        found = numbers_of_mine(request.person.pk, request.acting.today)
        known = {queue: (every - later, later) for queue, every, later in found}
        setattr(request, MINE, known)
    return known


@prepared
def numbers_of_mine(person_id: int, today: date) -> QuerySet[Case, tuple[int, int, int]]:
    """How many open cases of each queue a person handles, and how many they put off.

    It reads the index of what is theirs.

    The fence is that of the queue: to read each case for it would take the case from its table.
    """
    queues = Queue.objects.worked_by(Person(pk=person_id))
    mine = Case.objects.filter(assignee=person_id, closed_at=None, queue__in=queues).order_by()
    later = Count("pk", filter=Q(returns_on__gt=today))
    found = mine.values("queue").annotate(n=Count("pk"), later=later)
    return found.values_list("queue", "n", "later")


@prepared
def numbers_of_own(person_id: int) -> QuerySet[Case, tuple[int, int, int, int, int]]:
    """How many open requests of or about this person are in each view of each queue."""
    own = Case.objects.open().filter(party_to(Person(pk=person_id))).order_by()
    found = own.values("queue").annotate(
        unassigned=Count("pk", filter=Q(assignee=None)),
        team=Count("pk"),
        waiting=Count("pk", filter=~Q(waits_on=Literal(""))),
        late=Count("pk", filter=Q(is_late=True)),
    )
    return found.values_list("queue", *SHARED)


def union(one: CaseQuerySet, other: CaseQuerySet) -> CaseQuerySet:
    """Both, without looking for doubles: queues have no case in common."""
    return one.union(other, all=True)


def page_of(scope: CaseQuerySet, shape: Shape, person: Person, today: date) -> CaseQuerySet:
    """One page of one scope, straight from its index."""
    cases = narrow(scope.filter(closed_at=None), shape.view, today)
    found = (
        cases.visible_to(person)
        .exclude(Q(requester=person.pk) | Q(subject=person.pk))
        .select_related("requester", "assignee__party", "queue")
    )
    if shape.with_unit:
        found = found.select_related("requester_unit")
    shown = (*SHOWN, "requester_unit__name") if shape.with_unit else SHOWN
    return found.only(*shown).order_by(*shape.sort.fields)[: shape.size]


def narrow(cases: CaseQuerySet, view: View, today: date) -> CaseQuerySet:
    """The condition of a view, as its index has it; the second one is for indexes of all."""
    match view:
        case View.MINE:
            return cases.filter(Q(returns_on=None) | Q(returns_on__lte=today))
        case View.LATER:
            return cases.filter(returns_on__gt=today)
        case View.UNASSIGNED:
            return cases.filter(assignee=None)
        case View.WAITING:
            return cases.exclude(waits_on=Literal("")).filter(waits_on__gt="")
        case View.LATE:
            return cases.filter(is_late=True)
        case _:
            return cases


def count_views(queues: Sequence[Queue], request: PersonRequest) -> dict[str, int]:
    """How many cases each view holds: kept figures for the queues, live for one's own.

    Requests of or about oneself are in no list, so no figure counts them.
    """
    keys = {counter_key(queue.pk, view): view for queue in queues for view in SHARED}
    counts: dict[str, int] = dict.fromkeys(VIEWS, 0)
    for key, total in read_counters(list(keys)).items():
        counts[keys[key]] += total
    for queue_id, *figures in numbers_of_own(request.person.pk):
        for view, own in zip(SHARED, figures, strict=True):
            counts[view] -= own if counter_key(queue_id, view) in keys else 0
    mine = mine_by_queue(request)
    for place, view in enumerate(OWN):
        counts[view] = sum(mine[queue.pk][place] for queue in queues if queue.pk in mine)
    return counts
