"""The figures of the lists: how many cases stand in each view of a queue, kept by difference."""

from collections import Counter

from loket.cases.models import Case
from loket.core.counters import add_to_counters

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


def count_move(before: frozenset[str], after: frozenset[str]) -> None:
    """Write the differences, if there are any."""
    deltas = Counter(after)
    deltas.subtract(before)
    add_to_counters({key: delta for key, delta in deltas.items() if delta})
