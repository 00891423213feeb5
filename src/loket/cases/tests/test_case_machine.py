"""A machine that does anything to a case in any order, and what stays true whatever it does."""

import itertools
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from loket.cases.rules.flow import possible, step, submitted
from loket.cases.rules.state import Act, Approval, ApprovalState, Asks, CaseState, Refusal
from loket.cases.rules.statuses import CLOSED, Status
from loket.cases.rules.tasks import Party, TaskKind
from loket.cases.rules.transitions import TABLE
from loket.cases.rules.vocabulary import Metric, Need, Role

ACTIONS = sorted(set(TABLE) - {"submit"})
DULL = {"note", "add_document", "write", "check_document", "remind", "mark_late", "send_message"}
ENDINGS = {"withdraw", "cancel", "supersede", "close_incomplete", "refuse_approval_for_good"}
SETTLE = {
    TaskKind.APPROVE: "approve",
    TaskKind.DELIVER: "deliver",
    TaskKind.REPLACE: "deliver",
    TaskKind.CONFIRM_WITHDRAW: "decline_withdrawal",
    TaskKind.DECIDE_CHANGES: "decide_changes",
    TaskKind.CONSULT: "give_opinion",
}
OPINIONS = {"consult", "give_opinion", "withdraw_consult"}
SLOTS = strategies.sampled_from(["", "rooster", "attest"])
REASKED = strategies.sets(strategies.sampled_from(["chef", "budget"]))
PARTIES = strategies.sampled_from(list(Party))
APPROVALS = strategies.lists(
    strategies.builds(
        Approval,
        spec_id=strategies.sampled_from(["chef", "budget"]),
        before=strategies.sampled_from(["processing", "closing"]),
        on_refuse=strategies.sampled_from(["return", "close"]),
    ),
    max_size=2,
    unique_by=lambda approval: approval.spec_id,
)

PLACES = strategies.sampled_from([("rooster", ""), ("attest", ""), ("akte", "kind1")])
ASKS = strategies.none() | strategies.builds(
    lambda documents, follow, approvals: Asks(
        documents=documents | set(follow), follow=tuple(follow), approvals=tuple(approvals)
    ),
    strategies.frozensets(PLACES),
    strategies.lists(PLACES, unique=True),
    APPROVALS,
)
"""What corrected answers ask."""


class AnyCase(RuleBasedStateMachine):
    """One case, handed in, and then everybody at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        self.case = CaseState()
        self.before = self.case
        self.last = ""

    @initialize(
        approvals=APPROVALS,
        follows=strategies.sets(strategies.sampled_from(["rooster", "attest"])),
        asks_acceptance=strategies.booleans(),
    )
    def hand_in(self, approvals: list[Approval], follows: set[str], asks_acceptance: bool) -> None:
        self.case = submitted(
            self.now,
            approvals=tuple(approvals),
            documents_to_follow=tuple((slot, "") for slot in sorted(follows)),
            asks_acceptance=asks_acceptance,
        )
        self.case = replace(self.case, reopen_until=self.now + timedelta(days=30))
        self.before = self.case

    def act(self, action: str, roles: Collection[str], **more: object) -> None:
        self.before, self.last = self.case, action
        values = {"given": list(Need), "colleague": 1} | more
        result = step(self.case, Act(action=action, roles=roles, at=self.now, **values))  # type: ignore[arg-type]
        self.case = self.case if isinstance(result, Refusal) else result

    @rule(
        action=strategies.sampled_from(ACTIONS),
        party=PARTIES,
        pick=strategies.integers(0, 5),
        slot=SLOTS,
        reask=REASKED,
    )
    def anybody_does_anything(
        self, action: str, party: Party, pick: int, slot: str, reask: set[str]
    ) -> None:
        kind = TABLE[action].closes_task
        tasks = self.case.open_tasks(*kind)
        task = tasks[pick % len(tasks)].key if tasks else None
        self.act(action, list(Role), party=party, task=task, slot=slot, reask=reask)

    @rule(pick=strategies.integers(0, 30), party=PARTIES, slot=SLOTS, reask=REASKED)
    def the_work_goes_on(self, pick: int, party: Party, slot: str, reask: set[str]) -> None:
        """Take one of the things that are possible now and do not end the case by the way."""
        ways = [a for a in possible(self.case, list(Role), self.now) if a not in ENDINGS | DULL]
        action = ways[pick % len(ways)] if ways else "note"
        tasks = self.case.open_tasks(*TABLE[action].closes_task)
        task = tasks[0].key if tasks else None
        self.act(action, list(Role), party=party, task=task, slot=slot, reask=reask)

    @precondition(lambda self: self.case.status is Status.RETURNED)
    @rule(reask=REASKED, asks=ASKS)
    def it_is_corrected(self, reask: set[str], asks: Asks | None) -> None:
        (task,) = self.case.open_tasks(TaskKind.CORRECT)
        self.act("correct", list(Role), task=task.key, reask=reask, asks=asks)
        if asks is not None:
            papers = self.case.open_tasks(TaskKind.DELIVER, TaskKind.REPLACE)
            held = {(task.slot, task.item) for task in papers if task.slot}
            assert set(asks.follow) <= held <= asks.documents
            wanted = {one.spec_id for one in asks.approvals}
            assert {one.spec_id for one in self.case.approvals if one.stands_open} <= wanted

    @precondition(lambda self: self.case.status in (Status.OPEN, Status.ASSIGNED))
    @rule()
    def somebody_starts_on_it(self) -> None:
        for task in self.case.open_tasks(TaskKind.APPROVE):
            self.act("approve", list(Role), task=task.key)
        self.act("claim", list(Role))
        self.act("start", list(Role))

    @precondition(lambda self: self.case.status is Status.IN_PROGRESS)
    @rule()
    def everything_is_settled_and_a_solution_proposed(self) -> None:
        for kind, action in SETTLE.items():
            for task in self.case.open_tasks(kind):
                self.act(action, list(Role), task=task.key)
        self.act("propose_solution", list(Role))
        self.act("complete", list(Role))

    @precondition(lambda self: self.case.status in (Status.IN_PROGRESS, Status.WAITING))
    @rule(party=PARTIES, pick=strategies.integers(0, 2))
    def questions_are_asked_and_answered(self, party: Party, pick: int) -> None:
        self.act("ask", list(Role), party=party)
        for task in self.case.open_tasks(TaskKind.ANSWER)[pick:]:
            self.act("answer", list(Role), task=task.key)

    @rule()
    def it_goes_to_a_queue_of_others(self) -> None:
        self.act("reroute", [Role.SYSTEM], colleague=None)
        if self.last == "reroute" and self.case is not self.before:
            assert self.case.assignee is None
            assert self.case.status not in (Status.ASSIGNED, Status.IN_PROGRESS)

    @rule(pick=strategies.integers(0, 2))
    def colleagues_are_asked_for_their_opinion(self, pick: int) -> None:
        self.act("consult", list(Role))
        for task in self.case.open_tasks(TaskKind.CONSULT)[pick:]:
            self.act("withdraw_consult" if pick else "give_opinion", list(Role), task=task.key)

    @invariant()
    def an_opinion_moves_nothing_but_its_own_task(self) -> None:
        if self.last in OPINIONS:
            others = [
                tuple(task for task in one.tasks if task.kind is not TaskKind.CONSULT)
                for one in (self.before, self.case)
            ]
            assert others[0] == others[1]
            assert replace(self.case, tasks=()) == replace(self.before, tasks=())

    @precondition(lambda self: self.case.status is Status.AWAITING_ACCEPTANCE)
    @rule(action=strategies.sampled_from(["refuse", "accept"]))
    def the_requester_decides(self, action: str) -> None:
        (task,) = self.case.open_tasks(TaskKind.ACCEPT)
        self.act(action, list(Role), task=task.key)

    @rule(seconds=strategies.sampled_from([1, 8, 3600, 86_400 * 20]))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def the_clocks_fire(self) -> None:
        self.act("remind_acceptance", [Role.SYSTEM])
        self.act("auto_close", [Role.SYSTEM])
        self.act("mark_late", [Role.SYSTEM])
        for task in self.case.tasks:
            before = self.case
            self.act("remind", [Role.SYSTEM], task=task.key)
            assert self.case == before

    @invariant()
    def a_closed_case_has_no_open_task_and_no_clock(self) -> None:
        if self.case.status in CLOSED:
            assert self.case.tasks == ()
            assert self.case.clocks == frozenset()
            assert self.case.waits_on == ""

    @invariant()
    def waiting_is_an_open_question(self) -> None:
        asked = bool(self.case.open_tasks(TaskKind.ANSWER))
        assert (self.case.status is Status.WAITING) == asked

    @invariant()
    def returned_is_an_open_correction(self) -> None:
        returned = bool(self.case.open_tasks(TaskKind.CORRECT))
        assert (self.case.status is Status.RETURNED) == returned

    @invariant()
    def awaiting_acceptance_is_an_open_acceptance(self) -> None:
        proposed = bool(self.case.open_tasks(TaskKind.ACCEPT))
        assert (self.case.status is Status.AWAITING_ACCEPTANCE) == proposed
        assert (Metric.ACCEPTANCE_CLOSING in self.case.clocks) == proposed

    @invariant()
    def an_open_approval_is_a_task(self) -> None:
        tasks = sorted(task.approval for task in self.case.open_tasks(TaskKind.APPROVE))
        asked = [a.spec_id for a in self.case.approvals if a.state is ApprovalState.ASKED]
        assert tasks == sorted(asked)

    @invariant()
    def closed_means_an_outcome(self) -> None:
        assert (self.case.status in CLOSED) == bool(self.case.outcome)

    @invariant()
    def only_side_roads_remember_where_they_came_from(self) -> None:
        aside = self.case.status in (Status.WAITING, Status.RETURNED)
        assert aside == bool(self.case.resume_status)

    @invariant()
    def what_nobody_has_is_open_or_stays_asked(self) -> None:
        if self.case.status is Status.OPEN or self.case.resume_status == Status.OPEN:
            assert self.case.assignee is None
        if self.case.status in (Status.ASSIGNED, Status.IN_PROGRESS):
            assert self.case.assignee is not None

    @invariant()
    def at_most_one_stretch_of_the_term_is_open_and_none_overlap(self) -> None:
        segments = self.case.term.segments
        assert sum(segment.until is None for segment in segments) <= 1
        for earlier, later in itertools.pairwise(segments):
            assert earlier.until is not None
            assert earlier.since <= earlier.until <= later.since

    @invariant()
    def the_term_stands_still_exactly_while_the_requester_must_act(self) -> None:
        current = self.case.term.current
        assert (current is None) == (self.case.status in CLOSED)
        if current is not None:
            assert current.running != any(task.pauses for task in self.case.tasks)
            assert current.running != ("requester" in self.case.waits_on)

    @invariant()
    def past_segments_are_never_overwritten(self) -> None:
        past = [s for s in self.before.term.segments if s.until is not None]
        assert list(self.case.term.segments[: len(past)]) == past

    @invariant()
    def a_case_that_is_not_approved_was_never_started(self) -> None:
        blocked = any(a.blocks_start for a in self.case.approvals)
        if blocked and self.case.status is Status.IN_PROGRESS:
            assert self.before.status is not Status.ASSIGNED

    @invariant()
    def whoever_refuses_leaves_the_case_with_the_same_handler(self) -> None:
        if self.last == "refuse" and self.case is not self.before:
            assert self.case.assignee == self.before.assignee
            assert self.case.refused_count == self.before.refused_count + 1

    @invariant()
    def a_task_is_never_open_twice(self) -> None:
        keys = [task.key for task in self.case.tasks]
        assert len(keys) == len(set(keys))
        documents = self.case.open_tasks(TaskKind.DELIVER, TaskKind.REPLACE)
        slots = [task.slot for task in documents]
        assert len(slots) == len(set(slots))


TestAnyCase = AnyCase.TestCase
TestAnyCase.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
