"""Terms of a case: late, reminded after five working days, closed by itself after ten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.make import at, make_file

from loket.cases.actions import handling
from loket.cases.actions.answering import accept_solution, answer_question
from loket.cases.actions.carry import carry_out
from loket.cases.actions.figures import counter_key, recount
from loket.cases.actions.given import Asked, Given
from loket.cases.actions.papers import deliver_document
from loket.cases.models import Case, Task
from loket.cases.reactions import strike
from loket.cases.tests.conftest import World, by
from loket.cases.tests.test_life import read, ready, task_of
from loket.core.clocks import fire_due
from loket.core.counters import check_counters, read_counters
from loket.core.models import Clock, ClockSegment, Event

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
    fire_due(FRIDAY_AFTER_ONE_WEEK)
    run_jobs()
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


def reminders(case: Case) -> list[object]:
    events = Event.objects.about(case).filter(kind="case.reminded").order_by("pk")
    return [event.data["task"] for event in events]


def test_who_does_not_answer_is_reminded_once(world: World, ready: Case, run_jobs: RunJobs) -> None:
    asked = Asked(party=Task.Party.REQUESTER, person_id=world.sarah.pk)
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))
    task = task_of(ready, "answer")

    for _ in range(2):
        fire_due(MONDAY_AFTER_TWO_WEEKS)
        run_jobs()

    assert reminders(ready) == [task.pk]
    assert task_of(ready, "answer") == task


def test_who_answered_in_time_is_not_reminded(world: World, ready: Case, run_jobs: RunJobs) -> None:
    asked = Asked(party=Task.Party.REQUESTER, person_id=world.sarah.pk)
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))
    task = task_of(ready, "answer")
    answer_question(ready, by=by(world.sarah), given=Given(text="Vrijdag.", task=task.pk))

    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()

    assert reminders(ready) == []


def test_chief_and_requester_are_reminded_of_a_new_case(world: World, run_jobs: RunJobs) -> None:
    case = world.case()
    chief, document = task_of(case, "approve"), task_of(case, "deliver")

    fire_due(FRIDAY_AFTER_ONE_WEEK)
    run_jobs()
    after_a_week = reminders(case)
    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()

    assert after_a_week == [chief.pk]
    assert reminders(case) == [chief.pk, document.pk]


def test_a_job_that_runs_twice_does_it_once(ready: Case, run_jobs: RunJobs) -> None:
    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()
    for event in Event.objects.filter(kind="clock.fired"):
        strike(event.pk)

    assert kinds(ready).count("case.late") == 1


def test_the_figures_of_the_lists_agree_with_a_recount(
    world: World, ready: Case, run_jobs: RunJobs
) -> None:
    world.case()
    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()

    counted = recount()

    assert counted == read_counters(counted.keys())
    assert counted[counter_key(world.queue.pk, "team")] == 2
    assert counted[counter_key(world.queue.pk, "unassigned")] == 1
    assert check_counters(recount) == {}


def test_a_document_that_comes_early_brings_the_answer_forward(world: World) -> None:
    case = world.case()
    expected = case.due_at

    file = make_file(world.sarah)
    task = task_of(case, "deliver")
    given = Given(files=(file.pk,), slot="rooster", task=task.pk)
    deliver_document(case, by=by(world.sarah), given=given)

    assert expected.date().isoformat() == "2026-12-11"
    assert read(case).due_at.date().isoformat() == "2026-11-27"


def test_a_question_puts_the_answer_off_until_it_is_answered(world: World, ready: Case) -> None:
    asked = Asked(party=Task.Party.REQUESTER, person_id=world.sarah.pk)
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))
    put_off = read(ready).due_at

    answer = Given(text="Vrijdag.", task=task_of(ready, "answer").pk)
    answer_question(ready, by=by(world.sarah), given=answer)

    assert put_off.date().isoformat() == "2026-12-11"
    assert read(ready).due_at.date().isoformat() == "2026-11-27"


def open_clocks(case: Case) -> dict[str, datetime | None]:
    clocks = Clock.objects.filter(about_kind="cases.case", about_id=case.pk, stopped_at=None)
    return dict(clocks.values_list("metric", "due_at"))


@pytest.mark.parametrize("backwards", [False, True])
def test_after_a_long_stop_the_requester_still_gets_all_days_after_the_reminder(
    proposed: Case, run_jobs: RunJobs, backwards: bool
) -> None:
    fire_due(MONDAY_AFTER_TWO_WEEKS)
    struck = Event.objects.filter(kind="clock.fired").order_by("-pk" if backwards else "pk")
    for event in struck:
        strike(event.pk)
    run_jobs()

    case = read(proposed)
    assert case.status == "awaiting_acceptance"
    assert kinds(case).count("case.acceptance_reminded") == 1
    assert task_of(case, "accept").due_at == at("2026-12-14 23:59:59")
    assert case.waits_until == {"requester": "2026-12-14T22:59:59+00:00"}
    assert case.due_at == at("2026-12-21 23:59:59")  # five working days after that
    assert open_clocks(case)["acceptance_closing"] == at("2026-12-14 23:59:59")

    fire_due(at("2026-12-14 12:00"))
    run_jobs()
    assert read(case).status == "awaiting_acceptance"
    fire_due(at("2026-12-15 09:00"))
    run_jobs()
    assert read(case).outcome == "no_reaction"


def take_back(world: World, case: Case, when: datetime) -> Case:
    """Say yes and take it back five seconds later."""
    yes = Given(task=task_of(case, "accept").pk)
    accept_solution(case, by=by(world.sarah, when), given=yes)
    carry_out(case.pk, "undo_accept", by=by(world.sarah, when + timedelta(seconds=5)))
    return read(case)


def test_a_yes_that_was_taken_back_leaves_what_was_left_of_every_term(
    world: World, proposed: Case
) -> None:
    before, due_at = open_clocks(proposed), task_of(proposed, "accept").due_at
    segments = list(ClockSegment.objects.order_by("pk").values_list("pk", "since", "running"))

    case = take_back(world, proposed, at("2026-11-26 10:00"))

    assert open_clocks(case) == before
    assert task_of(case, "accept").due_at == due_at
    assert case.due_at == proposed.due_at
    after = list(ClockSegment.objects.order_by("pk").values_list("pk", "since", "running"))
    assert after[: len(segments)] == segments
    assert ClockSegment.objects.filter(clock__metric="term", until=None).count() == 1


def test_whoever_took_a_yes_back_is_not_recalled_a_second_time(
    world: World, proposed: Case, run_jobs: RunJobs
) -> None:
    fire_due(FRIDAY_AFTER_ONE_WEEK)
    run_jobs()

    case = take_back(world, proposed, at("2026-11-30 10:00"))
    fire_due(MONDAY_AFTER_TWO_WEEKS)
    run_jobs()

    assert kinds(case).count("case.acceptance_reminded") == 1
    assert read(case).outcome == "no_reaction"
