"""The statuses of a case and how far each of them is along the main road."""

from enum import StrEnum


class Status(StrEnum):
    """Where the handler stands with a case; codes are fixed, labels belong to the organisation."""

    OPEN = "open"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RETURNED = "returned"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    CLOSED_COMPLETE = "closed_complete"
    CLOSED_INCOMPLETE = "closed_incomplete"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Outcome(StrEnum):
    """Why a case is closed; every closed case has exactly one, an open one has none."""

    ACCEPTED = "accepted"
    NO_REACTION = "no_reaction"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    NOT_APPROVED = "not_approved"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"

    @property
    def status(self) -> Status:
        """The closed status that goes with it."""
        return _STATUS_OF[self]


_STATUS_OF = {
    Outcome.ACCEPTED: Status.CLOSED_COMPLETE,
    Outcome.NO_REACTION: Status.CLOSED_COMPLETE,
    Outcome.COMPLETED: Status.CLOSED_COMPLETE,
    Outcome.INCOMPLETE: Status.CLOSED_INCOMPLETE,
    Outcome.NOT_APPROVED: Status.CLOSED_INCOMPLETE,
    Outcome.CANCELLED: Status.CANCELLED,
    Outcome.WITHDRAWN: Status.WITHDRAWN,
    Outcome.SUPERSEDED: Status.SUPERSEDED,
}

CLOSED = frozenset(
    {
        Status.CLOSED_COMPLETE,
        Status.CLOSED_INCOMPLETE,
        Status.CANCELLED,
        Status.WITHDRAWN,
        Status.SUPERSEDED,
    }
)
NOT_GRANTED = CLOSED - {Status.CLOSED_COMPLETE}
"""What ended so was not dealt with: it may be asked again, and takes the place of nothing."""
LIVE = frozenset(Status) - CLOSED
ASIDE = (Status.WAITING, Status.RETURNED)
"""Side roads: what was asked stays asked, whoever has the case."""
UNTAKEN = (Status.OPEN, *ASIDE)
"""In these nobody may have the case: it is new, or it came from another queue with its question."""

# The main road; a side road (waiting, returned) stands where the case goes on afterwards.
_RANKS = {
    Status.OPEN: 1,
    Status.ASSIGNED: 2,
    Status.IN_PROGRESS: 3,
    Status.AWAITING_ACCEPTANCE: 4,
}
_PAST_THE_ROAD = 5
END = "closed"


def is_closed(status: str) -> bool:
    return status in CLOSED


def main_rank(status: str, resume_status: str = "") -> int:
    """Return how far a case is: 1 (open) to 4 (awaiting acceptance), 5 when it is closed."""
    if status in ASIDE:
        status = resume_status or Status.OPEN
    return _RANKS.get(Status(status), _PAST_THE_ROAD)


def is_before(limit: str, status: str, resume_status: str = "") -> bool:
    """Say whether a case still stands before `limit`, as `amend_until` and `withdraw_until` ask.

    The limit `closed` is the end of the road, whichever way a case ends.
    """
    end = _PAST_THE_ROAD if limit == END else main_rank(limit)
    return main_rank(status, resume_status) < end
