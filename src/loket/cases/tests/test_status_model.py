"""The table of transitions holds together, and the page about it says the same."""

from pathlib import Path

import pytest

from loket.cases.models import Approval, Case, Task
from loket.cases.rules.conditions import holds
from loket.cases.rules.flow import submitted
from loket.cases.rules.handbook import as_markdown
from loket.cases.rules.state import Act, ApprovalState
from loket.cases.rules.statuses import CLOSED, Outcome, Status, is_before, is_closed, main_rank
from loket.cases.rules.tasks import Party, TaskKind
from loket.cases.rules.transitions import TABLE, reason_against
from loket.cases.rules.vocabulary import Condition, Role, Transition
from loket.cases.tests.test_flow import NOW

PAGE = Path(__file__).parents[4] / "docs" / "status-model.md"
TRANSITIONS = [pytest.param(t, id=action) for action, t in TABLE.items()]


def test_the_page_and_the_table_agree() -> None:
    assert PAGE.read_text() == as_markdown(), "run: python -m loket.cases.rules.handbook"


@pytest.mark.parametrize("transition", TRANSITIONS)
def test_a_transition_that_closes_leaves_no_task_and_no_clock(transition: Transition) -> None:
    closes = transition.target in CLOSED

    assert closes == (transition.outcome is not None)
    assert closes == (set(transition.closes_all) == set(TaskKind))


@pytest.mark.parametrize("transition", TRANSITIONS)
def test_every_transition_has_somebody_who_may_do_it(transition: Transition) -> None:
    assert transition.who
    assert transition.event.count(".") == 1
    assert all(
        reason_against(transition.action, source, transition.who) is None
        for source in transition.sources
    )


@pytest.mark.parametrize("condition", list(Condition))
def test_every_condition_is_used_and_can_be_asked(condition: Condition) -> None:
    act = Act(action="note", roles=list(Role), at=NOW)

    assert holds(condition, submitted(NOW), act) in (True, False)
    assert any(condition in transition.requires for transition in TABLE.values())


def test_every_outcome_has_a_closed_status_and_a_way_to_it() -> None:
    assert {outcome.status for outcome in Outcome} == CLOSED
    assert {t.outcome for t in TABLE.values() if t.outcome} == set(Outcome)
    assert all(is_closed(outcome.status) for outcome in Outcome)


def test_the_tables_and_the_rules_use_the_same_codes() -> None:
    assert set(Case.Status.values) == set(Status)
    assert set(Task.Kind.values) == set(TaskKind)
    assert set(Task.Party.values) == set(Party)
    assert set(Approval.State.values) == set(ApprovalState)


def test_until_a_status_means_before_it_on_the_main_road() -> None:
    assert is_before("in_progress", "assigned")
    assert not is_before("in_progress", "in_progress")
    assert is_before("in_progress", "waiting", "assigned")
    assert not is_before("in_progress", "waiting", "in_progress")
    assert is_before("in_progress", "returned")
    assert is_before("closed", "awaiting_acceptance")
    assert not is_before("closed", "closed_complete")
    assert [main_rank(status) for status in ("open", "awaiting_acceptance", "cancelled")] == [
        1,
        4,
        5,
    ]
