"""The table of transitions, second half: approvals, acceptance and every other ending."""

from dataclasses import replace

from loket.cases.rules.statuses import LIVE, Outcome, Status
from loket.cases.rules.tasks import TaskKind
from loket.cases.rules.vocabulary import Condition, Go, Metric, Need, Role, Tell, Transition

_BEFORE_SOLUTION = tuple(
    status for status in Status if status in LIVE - {Status.AWAITING_ACCEPTANCE}
)
_AT_ONCE = (Status.OPEN, Status.ASSIGNED, Status.WAITING, Status.RETURNED)
_IN_CHARGE = (Role.ASSIGNEE, Role.LEAD)
_ACCEPTANCE = (Metric.ACCEPTANCE_REMINDER, Metric.ACCEPTANCE_CLOSING)
_PEOPLE = (Tell.REQUESTER, Tell.SUBJECT)
_ALL_DONE = (
    Condition.NO_OPEN_APPROVAL,
    Condition.NO_OPEN_DOCUMENT,
    Condition.NO_WITHDRAWAL_ASKED,
    Condition.NO_CHANGES_OPEN,
)


def _ending(
    action: str,
    sources: tuple[Status, ...],
    who: tuple[Role, ...],
    outcome: Outcome,
    needs: tuple[Need, ...] = (),
    requires: tuple[Condition, ...] = (),
) -> Transition:
    """Write down an ending: no task and no clock survives it, and everybody hears why."""
    return Transition(
        action=action,
        sources=sources,
        target=outcome.status,
        who=who,
        event="case.closed",
        needs=needs,
        requires=requires,
        closes_all=tuple(TaskKind),
        stops=tuple(Metric),
        tells=(*_PEOPLE, Tell.ASKED),
        outcome=outcome,
    )


APPROVALS = (
    Transition(
        action="approve",
        sources=_BEFORE_SOLUTION,
        target=Go.STAY,
        who=(Role.APPROVER,),
        event="approval.decided",
        requires=(Condition.NOT_OWN_REQUEST,),
        closes_task=(TaskKind.APPROVE,),
        tells=(Tell.REQUESTER, Tell.ASSIGNEE),
    ),
    Transition(
        action="refuse_approval",
        sources=_BEFORE_SOLUTION,
        target=Status.RETURNED,
        who=(Role.APPROVER,),
        event="approval.decided",
        needs=(Need.REASON,),
        requires=(
            Condition.NOT_OWN_REQUEST,
            Condition.RETURNS_ON_REFUSAL,
            Condition.NO_CHANGES_WAITING,
        ),
        opens=(TaskKind.CORRECT,),
        closes_task=(TaskKind.APPROVE,),
        closes_all=(TaskKind.ANSWER,),
        tells=(Tell.REQUESTER, Tell.ASSIGNEE, Tell.ASKED),
    ),
    replace(
        _ending(
            "refuse_approval_for_good",
            _BEFORE_SOLUTION,
            (Role.APPROVER,),
            Outcome.NOT_APPROVED,
            needs=(Need.REASON,),
            requires=(Condition.NOT_OWN_REQUEST, Condition.CLOSES_ON_REFUSAL),
        ),
        closes_task=(TaskKind.APPROVE,),
    ),
    Transition(
        action="pass_approval",
        sources=_BEFORE_SOLUTION,
        target=Go.STAY,
        who=(Role.HANDLER, *_IN_CHARGE),
        event="approval.passed",
        requires=(Condition.APPROVAL_ASKED,),
        opens=(TaskKind.APPROVE,),
        tells=(Tell.APPROVER, Tell.ASKED),
    ),
)

ACCEPTING = (
    Transition(
        action="propose_solution",
        sources=(Status.IN_PROGRESS,),
        target=Status.AWAITING_ACCEPTANCE,
        who=(Role.ASSIGNEE,),
        event="case.proposed",
        needs=(Need.SOLUTION,),
        requires=(Condition.ACCEPTANCE_ASKED, *_ALL_DONE),
        opens=(TaskKind.ACCEPT,),
        starts=_ACCEPTANCE,
        tells=_PEOPLE,
    ),
    _ending(
        "complete",
        (Status.IN_PROGRESS,),
        (Role.ASSIGNEE,),
        Outcome.COMPLETED,
        needs=(Need.SOLUTION,),
        requires=(Condition.NO_ACCEPTANCE_ASKED, *_ALL_DONE),
    ),
    replace(
        _ending("accept", (Status.AWAITING_ACCEPTANCE,), (Role.ACCEPTER,), Outcome.ACCEPTED),
        event="case.accepted",
        closes_task=(TaskKind.ACCEPT,),
        tells=(Tell.ASSIGNEE, *_PEOPLE),
    ),
    Transition(
        action="undo_accept",
        sources=(Status.CLOSED_COMPLETE,),
        target=Status.AWAITING_ACCEPTANCE,
        who=(Role.REQUESTER, Role.SUBJECT),
        event="case.accept_undone",
        requires=(Condition.UNDO_IN_TIME,),
        opens=(TaskKind.ACCEPT,),
        starts=(Metric.TERM, *_ACCEPTANCE),
        tells=(Tell.ASSIGNEE,),
    ),
    Transition(
        action="refuse",
        sources=(Status.AWAITING_ACCEPTANCE,),
        target=Status.IN_PROGRESS,
        who=(Role.ACCEPTER,),
        event="case.refused",
        needs=(Need.REASON,),
        closes_task=(TaskKind.ACCEPT,),
        stops=_ACCEPTANCE,
        tells=(Tell.ASSIGNEE,),
    ),
    Transition(
        action="remind_acceptance",
        sources=(Status.AWAITING_ACCEPTANCE,),
        target=Go.STAY,
        who=(Role.SYSTEM,),
        event="case.acceptance_reminded",
        requires=(Condition.REMINDER_RUNS,),
        stops=(Metric.ACCEPTANCE_REMINDER,),
        tells=(Tell.REQUESTER,),
    ),
    _ending(
        "auto_close",
        (Status.AWAITING_ACCEPTANCE,),
        (Role.SYSTEM,),
        Outcome.NO_REACTION,
        requires=(Condition.CLOSING_RUNS,),
    ),
    Transition(
        action="reopen",
        sources=(Status.CLOSED_COMPLETE,),
        target=Status.IN_PROGRESS,
        who=(Role.REQUESTER,),
        event="case.reopened",
        needs=(Need.REASON,),
        requires=(Condition.REOPEN_IN_TIME,),
        starts=(Metric.TERM,),
        tells=(Tell.ASSIGNEE, Tell.TEAM),
    ),
)

ENDINGS = (
    _ending(
        "close_incomplete", _BEFORE_SOLUTION, _IN_CHARGE, Outcome.INCOMPLETE, needs=(Need.REASON,)
    ),
    _ending("cancel", _BEFORE_SOLUTION, _IN_CHARGE, Outcome.CANCELLED, needs=(Need.REASON,)),
    _ending(
        "supersede",
        _BEFORE_SOLUTION,
        _IN_CHARGE,
        Outcome.SUPERSEDED,
        needs=(Need.CASE,),
        requires=(Condition.NO_WITHDRAWAL_ASKED,),
    ),
    Transition(
        action="restore",
        sources=(Status.SUPERSEDED,),
        target=Go.INTAKE,
        who=_IN_CHARGE,
        event="case.restored",
        needs=(Need.REASON,),
        requires=(Condition.RESTORE_IN_TIME,),
        opens=(TaskKind.APPROVE, TaskKind.DELIVER),
        starts=(Metric.TERM,),
        tells=(*_PEOPLE, Tell.ASSIGNEE, Tell.APPROVER),
    ),
    _ending(
        "renew",
        _AT_ONCE,
        (Role.REQUESTER,),
        Outcome.SUPERSEDED,
        needs=(Need.CASE,),
        requires=(Condition.NOT_STARTED, Condition.MAY_WITHDRAW),
    ),
    _ending(
        "withdraw",
        _AT_ONCE,
        (Role.REQUESTER,),
        Outcome.WITHDRAWN,
        requires=(Condition.NOT_STARTED, Condition.MAY_WITHDRAW),
    ),
    Transition(
        action="ask_withdrawal",
        sources=(Status.IN_PROGRESS, Status.WAITING),
        target=Go.STAY,
        who=(Role.REQUESTER,),
        event="case.withdrawal_asked",
        requires=(
            Condition.STARTED,
            Condition.MAY_WITHDRAW,
            Condition.NO_WITHDRAWAL_ASKED,
        ),
        opens=(TaskKind.CONFIRM_WITHDRAW,),
        tells=(Tell.ASSIGNEE,),
    ),
    _ending(
        "confirm_withdrawal",
        _BEFORE_SOLUTION,
        _IN_CHARGE,
        Outcome.WITHDRAWN,
        requires=(Condition.WITHDRAWAL_ASKED,),
    ),
    Transition(
        action="decline_withdrawal",
        sources=_BEFORE_SOLUTION,
        target=Go.STAY,
        who=_IN_CHARGE,
        event="case.withdrawal_declined",
        needs=(Need.REASON,),
        requires=(Condition.WITHDRAWAL_ASKED,),
        closes_task=(TaskKind.CONFIRM_WITHDRAW,),
        tells=(Tell.REQUESTER,),
    ),
)
