"""The road of a case, as the status panel shows it: done, now, and still to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from loket.cases.models import Case
from loket.cases.rules.statuses import CLOSED, Status, main_rank
from loket.core.models import Event
from loket.core.prepared import prepared

ROAD = (Status.OPEN, Status.ASSIGNED, Status.IN_PROGRESS, Status.AWAITING_ACCEPTANCE)
MOVES = (
    "case.assigned",
    "case.released",
    "case.moved",
    "case.started",
    "case.asked",
    "case.answered",
    "case.waiting_stopped",
    "case.returned",
    "case.corrected",
    "approval.decided",
    "case.proposed",
    "case.refused",
    "case.accept_undone",
    "case.reopened",
    "case.restored",
)
"""Events that may move the status; the others leave it where it is."""


@dataclass(frozen=True, slots=True)
class TrackStep:
    """A status on the road: `done` with its moment, `now` since a moment, or `to_come`."""

    status: str
    state: str
    at: datetime | None = None
    until: datetime | None = None


def track_of(case: Case, *, accepted: bool = True) -> tuple[TrackStep, ...]:
    """The road of this case, in one query; not every form asks that its answer is `accepted`."""
    return lay_track(case, moves_of(case.pk), accepted=accepted)


@prepared
def moves_of(case_id: int) -> QuerySet[Event, tuple[str, datetime]]:
    """The statuses that a case came to, with the moment, from the first to the last."""
    moves = Event.objects.about(Case(pk=case_id)).filter(kind__in=MOVES).order_by("pk")
    return moves.values_list("data__status", "occurred_at")


def lay_track(
    case: Case, moves: Iterable[tuple[str, datetime]], *, accepted: bool = True
) -> tuple[TrackStep, ...]:
    """Lay the road from what happened: each status once, at its latest beginning."""
    visits: dict[str, datetime] = {Status.OPEN: case.created_at}
    left: dict[str, datetime] = {}
    last: str = Status.OPEN
    for status, at in moves:
        if status == last:
            continue
        left[last] = at
        visits.pop(status, None)
        visits[status] = at
        last = status
    if case.closed_at:
        visits[case.status] = case.closed_at
    done = [
        TrackStep(status, "done", at, left.get(status) if status == Status.WAITING else None)
        for status, at in visits.items()
        if status != case.status
    ]
    now = TrackStep(case.status, "now", visits.get(case.status, case.created_at))
    return (*done, now, *to_come(case, accepted=accepted))


def to_come(case: Case, *, accepted: bool) -> tuple[TrackStep, ...]:
    """What still lies ahead on the main road."""
    if case.status in CLOSED:
        return ()
    rank = main_rank(case.status, case.resume_status)
    road = ROAD if accepted else ROAD[:-1]
    ahead = [status for status in road if main_rank(status) > rank]
    return tuple(TrackStep(status, "to_come") for status in (*ahead, Status.CLOSED_COMPLETE))
