"""Figures kept by difference: how many cases stand in each view of a queue, how often a form is used."""

from collections import Counter

from django.db.models import Count, Q

from loket.cases.models import Case
from loket.core.counters import add_to_counters
from loket.routing.models import Queue

VIEWS = ("team", "unassigned", "waiting", "late")


def counter_key(queue_id: int, view: str) -> str:
    """The name of the counter of a view of a queue."""
    return f"queue:{queue_id}:{view}"


def handed_in_key(version_id: int) -> str:
    """The name of the counter of what was ever handed in with a version of a form."""
    return f"version:{version_id}:handed_in"


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
    """Count every view of every queue, and the use of every version, from the cases themselves."""
    queues = list(Queue.objects.values_list("pk", flat=True))
    counts = {counter_key(queue_id, view): 0 for queue_id in queues for view in VIEWS}
    opened = Case.objects.open().order_by().values_list("queue_id")
    counted = opened.annotate(
        team=Count("pk"),
        unassigned=Count("pk", filter=Q(assignee=None)),
        waiting=Count("pk", filter=~Q(waits_on="")),
        late=Count("pk", filter=Q(is_late=True)),
    )
    for queue_id, *figures in counted:
        names = (counter_key(queue_id, view) for view in VIEWS)
        counts |= dict(zip(names, figures, strict=True))
    used = Case.objects.order_by().values_list("version_id").annotate(Count("pk"))
    return counts | {handed_in_key(version_id): n for version_id, n in used}


def count_move(before: frozenset[str], after: frozenset[str]) -> None:
    """Write the differences, if there are any."""
    deltas = Counter(after)
    deltas.subtract(before)
    add_to_counters({key: delta for key, delta in deltas.items() if delta})
