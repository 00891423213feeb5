"""Terms of a case: late, reminded after five working days, closed by itself after ten."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from loket.cases.actions import handling
from loket.cases.actions.answering import accept_solution
from loket.cases.actions.given import Given
from loket.cases.models import Case, Task
from loket.cases.tests.conftest import World, by
from loket.cases.tests.test_life import read, ready, task_of
from loket.core.clocks import fire_due
from loket.core.models import Event

__all__ = ["ready"]

FRIDAY_AFTER_ONE_WEEK = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
MONDAY_AFTER_TWO_WEEKS = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
RunJobs = Callable[[], object]


@pytest.fixture
def proposed(world: World, ready: Case) -> Case:
    handling.propose_solution(ready, by=by(world.nele), given=Given(text="Goedgekeurd."))
    return read(ready)


def kinds(case: Case) -> list[str]:
    return list(Event.objects.about(case).order_by("pk").values_list("kind", flat=True))


def test_silence_is_recalled_after_five_working_days_and_only_once(
    proposed: Case, run_jobs: RunJobs
) -> None:
    fire_due(FRIDAY_AFTER_ONE_WEEK)
    run_jobs()
    fire_due(FRIDAY_AFTER_ONE_WEEK)
    run_jobs()

    assert kinds(proposed).count("case.acceptance_reminded") == 1
    assert read(proposed).status == "awaiting_acceptance"


def test_silence_closes_the_case_after_ten_working_days(proposed: Case, run_jobs: RunJobs) -> None:
    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()

    closed = read(proposed)
    assert (closed.status, closed.outcome) == ("closed_complete", "no_reaction")
    assert closed.closed_at is not None
    assert closed.closed_at.date().isoformat() == "2026-12-04"
    assert not Task.objects.open().filter(case=proposed).exists()


def test_who_said_yes_in_time_is_not_recalled(
    world: World, proposed: Case, run_jobs: RunJobs
) -> None:
    accept_solution(proposed, by=by(world.sarah), given=Given(task=task_of(proposed, "accept").pk))

    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()

    assert read(proposed).outcome == "accepted"
    assert "case.acceptance_reminded" not in kinds(proposed)


def test_a_term_that_is_over_makes_the_case_late(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()

    late = read(ready)
    assert late.is_late
    assert late.status == "in_progress"
