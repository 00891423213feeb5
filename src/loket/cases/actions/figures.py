"""The figures of the lists: how many cases stand in each view of a queue, kept by difference."""

from collections import Counter

from django.db.models import Count, Q

from loket.cases.models import Case
from loket.core.counters import add_to_counters
from loket.routing.models import Queue

VIEWS = ("team", "unassigned", "waiting", "late")


def counter_key(queue_id: int, view: str) -> str:
    """The name of the counter of a view of a queue."""
    return f"queue:{queue_id}:{view}"


def views_of(case: Case) -> frozenset[str]:
    """The counters in which the case counts as it stands now."""
    if case.closed_at is not None:
        return frozenset()
    views = {"team"}
    if case.assignee_id is None:
        views.add("unassigned")
    if case.waits_on:
        views.add("waiting")
    if case.is_late:
        views.add("late")
    return frozenset(counter_key(case.queue_id, view) for view in views)


def recount() -> dict[str, int]:
    """Count every view of every queue from the cases themselves."""
    counts = dict.fromkeys(
        (counter_key(queue_id, view) for queue_id in _queues() for view in VIEWS), 0
    )
    opened = (
        Case.objects.open()
        .order_by()
        .values("queue_id")
        .annotate(
            team=Count("pk"),
            unassigned=Count("pk", filter=Q(assignee=None)),
            waiting=Count("pk", filter=~Q(waits_on="")),
            late=Count("pk", filter=Q(is_late=True)),
        )
    )
    for row in opened:
        counts |= {counter_key(row["queue_id"], view): row[view] for view in VIEWS}
    return counts


def _queues() -> list[int]:
    return list(Queue.objects.values_list("pk", flat=True))


def count_move(before: frozenset[str], after: frozenset[str]) -> None:
    """Write the differences, if there are any."""
    deltas = Counter(after)
    deltas.subtract(before)
    add_to_counters({key: delta for key, delta in deltas.items() if delta})
