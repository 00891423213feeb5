"""The words of the status model: roles, needs, conditions, clocks and the shape of a transition."""

from dataclasses import dataclass
from enum import StrEnum

from loket.cases.rules.statuses import Outcome, Status
from loket.cases.rules.tasks import TaskKind


class Role(StrEnum):
    """What a person is to one case; a person can be several at once."""

    HANDLER = "handler"  # handles the queue
    ASSIGNEE = "assignee"
    LEAD = "lead"  # leads the team of the queue
    REQUESTER = "requester"
    SUBJECT = "subject"
    ASKED = "asked"  # holds the open question
    ACCEPTER = "accepter"  # holds the open acceptance
    CORRECTOR = "corrector"  # holds the open correction
    DELIVERER = "deliverer"  # holds the open document
    APPROVER = "approver"  # holds the open approval
    READER = "reader"  # holds the unread message
    CONSULTED = "consulted"  # holds the question for a second opinion
    ARRANGER = "arranger"  # arranges the work of a colleague who is away, or their own
    SYSTEM = "system"


ROLE_OF_TASK = {
    TaskKind.ANSWER: Role.ASKED,
    TaskKind.ACCEPT: Role.ACCEPTER,
    TaskKind.CORRECT: Role.CORRECTOR,
    TaskKind.DELIVER: Role.DELIVERER,
    TaskKind.REPLACE: Role.DELIVERER,
    TaskKind.APPROVE: Role.APPROVER,
    TaskKind.READ: Role.READER,
    TaskKind.CONSULT: Role.CONSULTED,
}


class Need(StrEnum):
    """What must come with an action."""

    TEXT = "text"
    REASON = "reason"
    PARTY = "party"
    SOLUTION = "solution"
    COLLEAGUE = "colleague"
    CASE = "case"
    FILE = "file"
    PRIORITY = "priority"
    DATE = "date"


class Condition(StrEnum):
    """What must be true of the case besides its status; the value is the code of the refusal."""

    UNASSIGNED = "already_assigned"
    NO_BLOCKING_APPROVAL = "approval_open"
    NO_OPEN_APPROVAL = "any_approval_open"
    APPROVAL_ASKED = "no_approval_asked"
    NO_OPEN_DOCUMENT = "document_outstanding"
    NOT_OWN_REQUEST = "own_request"
    RETURNS_ON_REFUSAL = "refusal_closes"
    CLOSES_ON_REFUSAL = "refusal_returns"
    ACCEPTANCE_ASKED = "no_acceptance_asked"
    NO_ACCEPTANCE_ASKED = "acceptance_asked"
    NOT_STARTED = "already_started"
    STARTED = "not_started"
    MAY_WITHDRAW = "withdraw_too_late"
    NO_WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_ASKED = "no_withdrawal_asked"
    MAY_AMEND = "amend_too_late"
    NO_CHANGES_OPEN = "changes_open"
    NO_CHANGES_WAITING = "changes_waiting"
    CHANGES_OPEN = "no_changes_open"
    TASK_OPEN = "task_done"
    UNDO_IN_TIME = "undo_too_late"
    REOPEN_IN_TIME = "reopen_not_possible"
    RESTORE_IN_TIME = "restore_too_late"
    REMINDER_RUNS = "reminder_stopped"
    CLOSING_RUNS = "closing_stopped"
    GIVEN_BY_ME = "not_given_by_you"


class Go(StrEnum):
    """A target that depends on the case."""

    STAY = "stay"
    RESUME = "resume"  # to where it waited from, once no question is open
    INTAKE = "intake"  # assigned when somebody has it, else open
    TAKEN = "taken"  # assigned; what stands asked stays asked
    QUEUE = "queue"  # stays with a handler of the other queue, else open there


class Metric(StrEnum):
    """The clocks of a case."""

    TERM = "term"
    ACCEPTANCE_REMINDER = "acceptance_reminder"
    ACCEPTANCE_CLOSING = "acceptance_closing"


TASK_REMINDER = "task_reminder"
"""The clock of an open task that waits for somebody."""


class Tell(StrEnum):
    """Who hears of it."""

    REQUESTER = "requester"
    SUBJECT = "subject"
    ASSIGNEE = "assignee"
    FORMER = "former"  # had the case until now
    TEAM = "team"
    APPROVER = "approver"
    ASKED = "asked"
    ASKER = "asker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One thing that can happen to a case.

    `closes_task` names the kinds of the one task that the action is about, `closes_all` the kinds
    of which no task survives it. `outcome` stands with every transition that closes the case.
    """

    action: str
    sources: tuple[Status, ...]
    target: Status | Go
    who: tuple[Role, ...]
    event: str
    needs: tuple[Need, ...] = ()
    requires: tuple[Condition, ...] = ()
    opens: tuple[TaskKind, ...] = ()
    closes_task: tuple[TaskKind, ...] = ()
    closes_all: tuple[TaskKind, ...] = ()
    starts: tuple[Metric, ...] = ()
    stops: tuple[Metric, ...] = ()
    tells: tuple[Tell, ...] = ()
    outcome: Outcome | None = None
    staff_only: bool = False
    """Only staff see the event in the timeline."""
