"""What the law looks at: a case, an action, and what follows from it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from loket.cases.rules.statuses import Status
from loket.cases.rules.tasks import Party, TaskKind, waits_on, weigh
from loket.cases.rules.term import Term
from loket.cases.rules.vocabulary import Metric, Transition


class ApprovalState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    DROPPED = "dropped"  # the case ended before anybody decided


@dataclass(frozen=True, slots=True)
class Approval:
    """An agreement that a form asks for; `before` names the step that waits for it."""

    spec_id: str
    before: str = "processing"
    on_refuse: str = "return"
    state: ApprovalState = ApprovalState.ASKED

    @property
    def blocks_start(self) -> bool:
        return self.before == "processing" and self.state is not ApprovalState.APPROVED


@dataclass(frozen=True, slots=True)
class Task:
    """An open task; `key` is its primary key, or a running number in memory."""

    key: int
    kind: TaskKind
    party: str = Party.REQUESTER
    slot: str = ""
    item: str = ""
    approval: str = ""

    @property
    def blocks(self) -> bool:
        return weigh(self.kind, self.party).blocks

    @property
    def pauses(self) -> bool:
        return weigh(self.kind, self.party).pauses


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """Everything about a case that the law looks at."""

    status: Status = Status.OPEN
    resume_status: str = ""
    assignee: int | None = None
    outcome: str = ""
    tasks: tuple[Task, ...] = ()
    approvals: tuple[Approval, ...] = ()
    clocks: frozenset[Metric] = frozenset()
    term: Term = field(default_factory=Term)
    refused_count: int = 0
    reopened_count: int = 0
    asks_acceptance: bool = True
    withdraw_until: str = Status.AWAITING_ACCEPTANCE
    undo_until: datetime | None = None
    reopen_until: datetime | None = None

    @property
    def waits_on(self) -> str:
        return waits_on(self.tasks)

    def open_tasks(self, *kinds: TaskKind) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.kind in kinds)

    def task(self, key: int | None) -> Task | None:
        return next((task for task in self.tasks if task.key == key), None)

    def approval(self, spec_id: str) -> Approval | None:
        return next((a for a in self.approvals if a.spec_id == spec_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody doing something to a case at a moment.

    `task` is the task that it ends; `given` says what came with it; `colleague` gets the case (who
    claims names themselves); `slot` is the document that must be given again (none when the refused
    one was an extra); `reask` names the approvals that no longer cover the corrected answers; `own_request` is true for whoever asked for it,
    handed it in, or whom it is about.
    """

    action: str
    roles: Collection[str]
    at: datetime
    colleague: int | None = None
    task: int | None = None
    given: Collection[str] = ()
    party: str = Party.REQUESTER
    slot: str = ""
    item: str = ""
    reask: Collection[str] = ()
    own_request: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not; `code` leads to the sentence that the person reads."""

    code: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from an action; keys of opened tasks are provisional."""

    transition: Transition
    state: CaseState
    opened: tuple[Task, ...]
    closed: tuple[Task, ...]
