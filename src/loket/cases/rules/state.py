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
    DROPPED = (
        "dropped"  # nobody needs it any more: the case ended, or other answers ask no such thing
    )


@dataclass(frozen=True, slots=True)
class Approval:
    """An agreement that a form asks for; `before` names the step that waits for it."""

    spec_id: str
    before: str = "processing"
    on_refuse: str = "return"
    state: ApprovalState = ApprovalState.ASKED

    @property
    def blocks_start(self) -> bool:
        return self.before == "processing" and self.stands_open

    @property
    def stands_open(self) -> bool:
        """Whether it is needed and nobody has agreed."""
        return self.state in (ApprovalState.ASKED, ApprovalState.REFUSED)


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
    amend_until: str = Status.AWAITING_ACCEPTANCE
    undo_until: datetime | None = None
    reopen_until: datetime | None = None
    restore_until: datetime | None = None

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
class Asks:
    """What the answers of a request ask of people, as far as tasks follow from it.

    `documents` and `follow` hold pairs of a slot and the item of a group ("" for none): all that
    are asked, and those that were newly put off to later.
    """

    documents: frozenset[tuple[str, str]]
    follow: tuple[tuple[str, str], ...] = ()
    approvals: tuple[Approval, ...] = ()

    def asks(self, task: Task) -> bool:
        """Whether an open task is still wanted; what stands in no slot is not the form's."""
        if task.kind is TaskKind.APPROVE:
            return any(one.spec_id == task.approval for one in self.approvals)
        about_paper = task.kind in (TaskKind.DELIVER, TaskKind.REPLACE) and task.slot
        return not about_paper or (task.slot, task.item) in self.documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody doing something to a case at a moment.

    `task` is the task that it ends; `given` says what came with it; `colleague` gets the case (who
    claims names themselves); `slot` is the document that must be given again (none when the refused
    one was an extra); `reask` names the approvals that no longer cover the corrected answers, and
    `asks` is what the corrected answers ask (none: as before); `own_request` is true for whoever
    asked for it, handed it in, or whom it is about, `own_gift` for whoever gave it to its handler.
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
    asks: Asks | None = None
    own_request: bool = False
    own_gift: bool = False


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
