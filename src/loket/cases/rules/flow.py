"""What one action makes of a case: the law that every door obeys.

`decide` looks in the table whether an action may happen and returns what follows from it: the new
state, the tasks that open and the tasks that close. Actions write exactly that to the database.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from loket.cases.rules.conditions import holds
from loket.cases.rules.state import (
    Act,
    Approval,
    ApprovalState,
    Asks,
    CaseState,
    Decision,
    Refusal,
    Task,
)
from loket.cases.rules.statuses import ASIDE, CLOSED, Status
from loket.cases.rules.tasks import Party, TaskKind
from loket.cases.rules.term import Term
from loket.cases.rules.transitions import TABLE, reason_against
from loket.cases.rules.vocabulary import Go, Transition

UNDO_WINDOW = timedelta(seconds=10)
"""How long a yes can be taken back; no mail leaves before that."""

RESTORE_WINDOW = timedelta(days=30)
"""How long after it was replaced a case can be taken out of its successor again."""

_VERDICTS = {
    "approve": ApprovalState.APPROVED,
    "refuse_approval": ApprovalState.REFUSED,
    "refuse_approval_for_good": ApprovalState.REFUSED,
}

_ASKS_AGAIN = ("correct", "restore")
"""After these whoever refused is asked again."""

_ASKS_ANEW = ("correct", "decide_changes", "pass_approval")
"""After these the case has other answers than before."""

MOVED = frozenset({"reroute", "move", "move_on"})
"""After these the case stands in another queue; `colleague` is whoever keeps it there."""


def step(state: CaseState, act: Act) -> CaseState | Refusal:
    """Return the case after the action, or why it cannot be."""
    decision = decide(state, act)
    return decision.state if isinstance(decision, Decision) else decision


STEPS = ("start", "propose_solution", "complete")
"""The steps of a handler on the main road."""
AWAITED = frozenset({"approval_open", "any_approval_open", "document_outstanding", "changes_open"})
"""What stands in their way while somebody else must act."""


def possible(state: CaseState, roles: Collection[str], at: datetime) -> tuple[str, ...]:
    """Return what somebody with these roles could do now: the buttons of a page."""
    return tuple(
        action
        for action in TABLE
        if _against(state, Act(action=action, roles=roles, at=at)) is None
    )


def obstacle(state: CaseState, roles: Collection[str], at: datetime) -> str | None:
    """Return the code of what the next step of the handler waits for, or nothing."""
    codes = (_against(state, Act(action=step, roles=roles, at=at)) for step in STEPS)
    return next((code for code in codes if code in AWAITED), None)


def refusal(state: CaseState, act: Act) -> str | None:
    """Return the code of what stands in the way of an action, or nothing."""
    transition = TABLE[act.action]
    code = _against(state, act)
    if code is None:
        code = next((f"missing_{need}" for need in transition.needs if need not in act.given), None)
    if code is None and transition.closes_task and not _names_its_task(state, act, transition):
        code = "task_done"
    return code


def decide(state: CaseState, act: Act) -> Decision | Refusal:
    """Return what follows from an action, or why it cannot be."""
    code = refusal(state, act)
    if code is not None:
        return Refusal(code)
    transition = TABLE[act.action]
    closed = tuple(task for task in state.tasks if _ends(task, act, transition))
    kept = tuple(task for task in state.tasks if task not in closed)
    approvals = _approvals_after(state, act, transition)
    after = replace(
        state,
        tasks=kept,
        approvals=approvals,
        assignee=_assignee_after(state, act),
        clocks=(state.clocks | set(transition.starts)) - set(transition.stops),
    )
    opened = _opened(state, after, act)
    after = replace(after, tasks=kept + opened)
    after = _move(state, after, transition)
    after = _count(after, act)
    return Decision(transition, _keep_time(state, after, act.at), opened, closed)


def submitted(
    at: datetime,
    *,
    approvals: tuple[Approval, ...] = (),
    documents_to_follow: tuple[tuple[str, str], ...] = (),
    asks_acceptance: bool = True,
    withdraw_until: str = Status.AWAITING_ACCEPTANCE,
    amend_until: str = Status.AWAITING_ACCEPTANCE,
) -> CaseState:
    """Return a case as it stands right after it was handed in.

    `documents_to_follow` are pairs of a slot and the item of a group it belongs to ("" for none).
    """
    asked = [Task(0, TaskKind.APPROVE, Party.MANAGER, approval=a.spec_id) for a in approvals]
    follow = [Task(0, TaskKind.DELIVER, slot=s, item=item) for s, item in documents_to_follow]
    tasks = _numbered([*asked, *follow], after=())
    state = CaseState(
        tasks=tasks,
        approvals=approvals,
        clocks=frozenset(TABLE["submit"].starts),
        asks_acceptance=asks_acceptance,
        withdraw_until=withdraw_until,
        amend_until=amend_until,
    )
    return replace(state, term=Term().started(at, running=not _pauses(tasks)))


def _against(state: CaseState, act: Act) -> str | None:
    code = reason_against(act.action, state.status, act.roles)
    if code is None:
        requires = TABLE[act.action].requires
        code = next((str(c) for c in requires if not holds(c, state, act)), None)
    return code


def _names_its_task(state: CaseState, act: Act, transition: Transition) -> bool:
    task = state.task(act.task)
    return task is not None and task.kind in transition.closes_task


def _ends(task: Task, act: Act, transition: Transition) -> bool:
    named = task.key == act.task and task.kind in transition.closes_task
    unwanted = act.asks is not None and not act.asks.asks(task)
    return named or unwanted or _is_outdated(task, act) or task.kind in transition.closes_all


def _is_outdated(task: Task, act: Act) -> bool:
    """Whether it asks to agree with answers that read otherwise now: it is asked anew."""
    about_answers = task.kind is TaskKind.APPROVE and act.action in _ASKS_ANEW
    return about_answers and task.approval in act.reask


def _assignee_after(state: CaseState, act: Act) -> int | None:
    match act.action:
        case "claim" | "assign" | "reassign" | "hand_back" | "hand_over" | "return_work":
            return act.colleague
        case "release" | "take_back":
            return None
        case action if action in MOVED:
            return state.assignee if state.assignee == act.colleague else None
        case _:
            return state.assignee


def _approvals_after(state: CaseState, act: Act, transition: Transition) -> tuple[Approval, ...]:
    task = state.task(act.task)
    verdict = _VERDICTS.get(act.action)

    def after(approval: Approval) -> Approval:
        if verdict and task and approval.spec_id == task.approval:
            return replace(approval, state=verdict)
        refused = act.action in _ASKS_AGAIN and approval.state is ApprovalState.REFUSED
        if refused or (act.action in _ASKS_ANEW and approval.spec_id in act.reask):
            return replace(approval, state=ApprovalState.ASKED)
        if transition.outcome and approval.state is ApprovalState.ASKED:
            return replace(approval, state=ApprovalState.DROPPED)
        return approval

    known = tuple(after(approval) for approval in state.approvals)
    return known if act.asks is None else _as_asked(known, act.asks)


def _as_asked(known: tuple[Approval, ...], asks: Asks) -> tuple[Approval, ...]:
    """Drop the approvals that nobody needs any more, and ask those that are needed now."""
    wanted = {one.spec_id: one for one in asks.approvals}

    def after(approval: Approval) -> Approval:
        asked, state = approval.spec_id in wanted, approval.state
        if asked and state is ApprovalState.DROPPED:
            return replace(approval, state=ApprovalState.ASKED)
        if not asked and state is not ApprovalState.APPROVED:
            return replace(approval, state=ApprovalState.DROPPED)
        return approval

    fresh = wanted.keys() - {one.spec_id for one in known}
    return (
        *(after(one) for one in known),
        *(one for one in asks.approvals if one.spec_id in fresh),
    )


def _opened(before: CaseState, after: CaseState, act: Act) -> tuple[Task, ...]:
    """Return the tasks that the action opens; nothing is asked twice at the same time."""
    wanted = [new for kind in TABLE[act.action].opens for new in _wanted(kind, after, act)]
    return _numbered(wanted, after=before.tasks)


def _numbered(tasks: list[Task], *, after: tuple[Task, ...]) -> tuple[Task, ...]:
    first = max((task.key for task in after), default=0) + 1
    return tuple(replace(task, key=first + number) for number, task in enumerate(tasks))


def _wanted(kind: TaskKind, after: CaseState, act: Act) -> list[Task]:
    match kind:
        case TaskKind.ANSWER:
            return [Task(0, kind, act.party)]
        case TaskKind.CONSULT:
            return [Task(0, kind, Party.HANDLER)]
        case TaskKind.APPROVE:
            return _approvals_to_ask(after)
        case TaskKind.DELIVER:
            return _documents_to_follow(after, act)
        case TaskKind.REPLACE:
            return _documents_to_ask(after, act)
        case TaskKind.CONFIRM_WITHDRAW | TaskKind.DECIDE_CHANGES:
            return [Task(0, kind, Party.HANDLER)]
        case _:
            return [] if after.open_tasks(kind) else [Task(0, kind, Party.REQUESTER)]


def _approvals_to_ask(after: CaseState) -> list[Task]:
    held = {task.approval for task in after.open_tasks(TaskKind.APPROVE)}
    return [
        Task(0, TaskKind.APPROVE, Party.MANAGER, approval=approval.spec_id)
        for approval in after.approvals
        if approval.state is ApprovalState.ASKED and approval.spec_id not in held
    ]


def _documents_held(after: CaseState) -> set[tuple[str, str]]:
    open_tasks = after.open_tasks(TaskKind.DELIVER, TaskKind.REPLACE)
    return {(task.slot, task.item) for task in open_tasks}


def _documents_to_follow(after: CaseState, act: Act) -> list[Task]:
    held, follow = _documents_held(after), act.asks.follow if act.asks else ()
    return [
        Task(0, TaskKind.DELIVER, slot=slot, item=item)
        for slot, item in follow
        if (slot, item) not in held
    ]


def _documents_to_ask(after: CaseState, act: Act) -> list[Task]:
    if not act.slot or (act.slot, act.item) in _documents_held(after):
        return []
    return [Task(0, TaskKind.REPLACE, slot=act.slot, item=act.item)]


def _move(before: CaseState, after: CaseState, transition: Transition) -> CaseState:
    match transition.target:
        case Go.STAY:
            taken = before.assignee is None and after.assignee is not None
            return _at(after, Status.ASSIGNED) if taken else after
        case Go.RESUME:
            if after.open_tasks(TaskKind.ANSWER):
                return after
            return replace(after, status=_resumed(before, after), resume_status="")
        case Go.INTAKE:
            return replace(after, status=_intake(after), resume_status="", outcome="")
        case Go.TAKEN:
            return _at(after, Status.ASSIGNED)
        case Go.QUEUE:
            lost = before.assignee is not None and after.assignee is None
            return _at(after, Status.OPEN) if lost else after
        case status:
            resume = _resume_after(before, after, status)
            outcome = transition.outcome or ""
            return replace(after, status=status, resume_status=resume, outcome=outcome)


def _at(after: CaseState, status: Status) -> CaseState:
    """Put a case on the main road; a question or a correction stays asked beside it."""
    if after.status in ASIDE:
        return replace(after, resume_status=status)
    return replace(after, status=status)


def _resumed(before: CaseState, after: CaseState) -> Status:
    """Where a case goes on that waited: whoever got it meanwhile begins with the intake."""
    begun = before.resume_status not in (Status.OPEN, Status.ASSIGNED)
    return Status(before.resume_status) if begun else _intake(after)


def _resume_after(before: CaseState, after: CaseState, target: Status) -> str:
    match target:
        case Status.WAITING:
            return before.resume_status or before.status
        case Status.RETURNED:
            return _intake(after)
        case _:
            return ""


def _intake(state: CaseState) -> Status:
    return Status.OPEN if state.assignee is None else Status.ASSIGNED


def _count(after: CaseState, act: Act) -> CaseState:
    match act.action:
        case "refuse":
            return replace(after, refused_count=after.refused_count + 1)
        case "reopen":
            return replace(after, reopened_count=after.reopened_count + 1)
        case "accept":
            return replace(after, undo_until=act.at + UNDO_WINDOW)
        case "supersede" | "renew":
            return replace(after, restore_until=act.at + RESTORE_WINDOW)
        case _:
            return after


def _keep_time(before: CaseState, after: CaseState, at: datetime) -> CaseState:
    """Let the term stand still exactly while a pausing task is open; stop it with the case."""
    running = not _pauses(after.tasks)
    if after.status in CLOSED:
        term = after.term.stopped(at)
    elif before.status in CLOSED:
        term = after.term.started(at, running=running)
    else:
        term = after.term.switched(at, running=running)
    return replace(after, term=term)


def _pauses(tasks: tuple[Task, ...]) -> bool:
    return any(task.pauses for task in tasks)
