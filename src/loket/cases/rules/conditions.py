"""What must be true of a case, besides its status, before something may happen to it."""

from collections.abc import Callable

from loket.cases.rules.state import Act, Approval, CaseState
from loket.cases.rules.statuses import Outcome, Status, is_before
from loket.cases.rules.tasks import TaskKind
from loket.cases.rules.vocabulary import Condition, Metric


def holds(condition: Condition, state: CaseState, act: Act) -> bool:
    return _CHECKS[condition](state, act)


def _approval(state: CaseState, act: Act) -> Approval | None:
    """Return the approval that the action decides: of its task, or the first one that is open."""
    task = state.task(act.task) or next(iter(state.open_tasks(TaskKind.APPROVE)), None)
    return state.approval(task.approval) if task else None


def _refusal_is(on_refuse: str) -> Callable[[CaseState, Act], bool]:
    def check(state: CaseState, act: Act) -> bool:
        approval = _approval(state, act)
        return approval is None or approval.on_refuse == on_refuse

    return check


def _all_approved(state: CaseState, _act: Act) -> bool:
    return not any(approval.stands_open for approval in state.approvals)


def _not_started(state: CaseState, _act: Act) -> bool:
    return is_before(Status.IN_PROGRESS, state.status, state.resume_status)


def _may_withdraw(state: CaseState, _act: Act) -> bool:
    return is_before(state.withdraw_until, state.status, state.resume_status)


def _withdrawal_asked(state: CaseState, _act: Act) -> bool:
    return bool(state.open_tasks(TaskKind.CONFIRM_WITHDRAW))


def _may_amend(state: CaseState, _act: Act) -> bool:
    return is_before(state.amend_until, state.status, state.resume_status)


def _changes_open(state: CaseState, _act: Act) -> bool:
    return bool(state.open_tasks(TaskKind.DECIDE_CHANGES))


def _undo_in_time(state: CaseState, act: Act) -> bool:
    accepted = state.outcome == Outcome.ACCEPTED
    return accepted and state.undo_until is not None and act.at <= state.undo_until


def _reopen_in_time(state: CaseState, act: Act) -> bool:
    return state.reopen_until is not None and act.at <= state.reopen_until


def _restore_in_time(state: CaseState, act: Act) -> bool:
    return state.restore_until is not None and act.at <= state.restore_until


_CHECKS: dict[Condition, Callable[[CaseState, Act], bool]] = {
    Condition.UNASSIGNED: lambda state, act: state.assignee is None,
    Condition.NO_BLOCKING_APPROVAL: lambda state, act: (
        not any(approval.blocks_start for approval in state.approvals)
    ),
    Condition.NO_OPEN_APPROVAL: _all_approved,
    Condition.APPROVAL_ASKED: lambda state, _act: bool(state.open_tasks(TaskKind.APPROVE)),
    Condition.NO_OPEN_DOCUMENT: lambda state, act: (
        not state.open_tasks(TaskKind.DELIVER, TaskKind.REPLACE)
    ),
    Condition.NOT_OWN_REQUEST: lambda state, act: not act.own_request,
    Condition.RETURNS_ON_REFUSAL: _refusal_is("return"),
    Condition.CLOSES_ON_REFUSAL: _refusal_is("close"),
    Condition.ACCEPTANCE_ASKED: lambda state, act: state.asks_acceptance,
    Condition.NO_ACCEPTANCE_ASKED: lambda state, act: not state.asks_acceptance,
    Condition.NOT_STARTED: _not_started,
    Condition.STARTED: lambda state, act: not _not_started(state, act),
    Condition.MAY_WITHDRAW: _may_withdraw,
    Condition.NO_WITHDRAWAL_ASKED: lambda state, act: not _withdrawal_asked(state, act),
    Condition.WITHDRAWAL_ASKED: _withdrawal_asked,
    Condition.MAY_AMEND: _may_amend,
    Condition.NO_CHANGES_OPEN: lambda state, act: not _changes_open(state, act),
    Condition.NO_CHANGES_WAITING: lambda state, act: not _changes_open(state, act),
    Condition.CHANGES_OPEN: _changes_open,
    Condition.TASK_OPEN: lambda state, act: state.task(act.task) is not None,
    Condition.UNDO_IN_TIME: _undo_in_time,
    Condition.REOPEN_IN_TIME: _reopen_in_time,
    Condition.RESTORE_IN_TIME: _restore_in_time,
    Condition.REMINDER_RUNS: lambda state, act: Metric.ACCEPTANCE_REMINDER in state.clocks,
    Condition.GIVEN_BY_ME: lambda state, act: act.own_gift,
    Condition.CLOSING_RUNS: lambda state, act: Metric.ACCEPTANCE_CLOSING in state.clocks,
}
