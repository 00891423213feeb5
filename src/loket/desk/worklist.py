"""Worklists: cases of my queues in one view, from one index, one page at a time.

A list starts from one indexed scope (a queue, or an assignee) and reads a page by keyset; several
queues are read one by one and merged, so that no list ever sorts more than a page per queue. The
predicate `visible_to` stands around it as a fence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce

from django.db.models import Count, Q, QuerySet

from loket.cases.actions.figures import counter_key
from loket.cases.models import Case
from loket.cases.models.case import CaseQuerySet
from loket.core.counters import read_counters
from loket.core.prepared import prepared
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
    "due_at",
    "is_late",
    "created_at",
    "last_public_at",
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
    TEAM = "team"
    WAITING = "waiting"
    LATE = "late"


VIEWS = tuple(View)
SHARED = (View.UNASSIGNED, View.TEAM, View.WAITING, View.LATE)
"""The views of which figures are kept for each queue."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the next one begins behind this case."""

    due_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.due_at.isoformat()}~{self.pk}"


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of a list: its cases, and where the next page begins."""

    cases: tuple[Case, ...]
    next: Place | None


def read_place(text: str) -> Place | None:
    """The place that an address names; a broken one is the beginning."""
    moment, _, pk = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        place = Place(at, int(pk))
    except ValueError:
        return None
    return place if at.tzinfo else None


def read_worklist(
    view: str, queues: Sequence[Queue], person: Person, after: Place | None = None
) -> Worklist:
    """A page of a view on these queues."""
    asked = View(view)
    if not queues:
        return Worklist((), None)
    ids = [queue.pk for queue in queues]
    if after is None:
        cases = first_cases(asked, person.pk, *ids)
    else:
        cases = next_cases(asked, person.pk, after.due_at, after.pk, *ids)
    last = cases[PAGE - 1] if len(cases) > PAGE else None
    return Worklist(tuple(cases[:PAGE]), Place(last.due_at, last.pk) if last else None)


@prepared
def first_cases(view: View, person_id: int, *queue_ids: int) -> QuerySet[Case]:
    """The first page of a view on these queues, and one case more."""
    return merged(view, Person(pk=person_id), queue_ids, None)


@prepared
def next_cases(
    view: View, person_id: int, due_at: datetime, pk: int, *queue_ids: int
) -> QuerySet[Case]:
    """The page behind a place, and one case more."""
    return merged(view, Person(pk=person_id), queue_ids, Place(due_at, pk))


def merged(
    view: View, person: Person, queue_ids: Sequence[int], after: Place | None
) -> CaseQuerySet:
    """One page out of the pages of each scope."""
    if view == View.MINE:
        scopes = [Case.objects.filter(assignee=person, queue__in=queue_ids)]
    else:
        scopes = [Case.objects.filter(queue=queue) for queue in queue_ids]
    pages = [page_of(scope, view, person, after) for scope in scopes]
    found = pages[0] if len(pages) == 1 else reduce(union, pages).order_by("due_at", "pk")
    return found[: PAGE + 1]


@prepared
def queues_worked_by(person_id: int) -> QuerySet[Queue]:
    """The queues of this person, by name."""
    return Queue.objects.worked_by(Person(pk=person_id)).order_by("slug")


def mine_by_queue(request: PersonRequest) -> dict[int, int]:
    """How many open cases of each queue this person handles; a page asks it once."""
    known: dict[int, int] | None = getattr(request, MINE, None)
    if known is None:
        known = dict(numbers_of_mine(request.person.pk))
        setattr(request, MINE, known)
    return known


@prepared
def numbers_of_mine(person_id: int) -> QuerySet[Case, tuple[int, int]]:
    """How many open cases of each queue a person handles, from the index of what is theirs.

    The fence is that of the queue: to read each case for it would take the case from its table.
    """
    queues = Queue.objects.worked_by(Person(pk=person_id))
    mine = Case.objects.filter(assignee=person_id, closed_at=None, queue__in=queues).order_by()
    return mine.values("queue").annotate(n=Count("pk")).values_list("queue", "n")


def union(one: CaseQuerySet, other: CaseQuerySet) -> CaseQuerySet:
    """Both, without looking for doubles: queues have no case in common."""
    return one.union(other, all=True)


def page_of(scope: CaseQuerySet, view: View, person: Person, after: Place | None) -> CaseQuerySet:
    """One page of one scope, straight from its index."""
    cases = narrow(scope.filter(closed_at=None), view)
    if after is not None:
        cases = cases.filter(
            Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, pk__gt=after.pk),
            due_at__gte=after.due_at,
        )
    return (
        cases.visible_to(person)
        .exclude(Q(requester=person.pk) | Q(subject=person.pk))
        .select_related("requester", "assignee__party", "queue")
        .only(*SHOWN)
        .order_by("due_at", "pk")[: PAGE + 1]
    )


def narrow(cases: CaseQuerySet, view: View) -> CaseQuerySet:
    """The condition of a view, as its index has it."""
    match view:
        case View.UNASSIGNED:
            return cases.filter(assignee=None)
        case View.WAITING:
            return cases.exclude(waits_on="")
        case View.LATE:
            return cases.filter(is_late=True)
        case _:
            return cases


def count_views(queues: Sequence[Queue], request: PersonRequest) -> dict[str, int]:
    """How many cases each view holds: kept figures for the queues, live for one's own."""
    keys = {counter_key(queue.pk, view): view for queue in queues for view in SHARED}
    counts: dict[str, int] = dict.fromkeys(VIEWS, 0)
    for key, total in read_counters(list(keys)).items():
        counts[keys[key]] += total
    mine = mine_by_queue(request)
    counts[View.MINE] = sum(mine.get(queue.pk, 0) for queue in queues)
    return counts
