"""The law of a case, one sentence at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loket.cases.rules.flow import obstacle, possible, refusal, step, submitted
from loket.cases.rules.state import Act, Approval, CaseState, Refusal
from loket.cases.rules.statuses import Status
from loket.cases.rules.tasks import Party, TaskKind
from loket.cases.rules.transitions import TABLE, may
from loket.cases.rules.vocabulary import Metric, Need, Role

NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
SAM = 7
CHEF = Approval("chef")


def do(case: CaseState, action: str, role: Role | None = None, **more: object) -> CaseState:
    """Do it, and insist that it was allowed; it ends the task of its kind that is open."""
    result = attempt(case, action, role, **more)
    assert isinstance(result, CaseState), result
    return result


def attempt(
    case: CaseState, action: str, role: Role | None = None, **more: object
) -> CaseState | Refusal:
    kind = TABLE[action].closes_task
    open_tasks = case.open_tasks(*kind)
    values: dict[str, object] = {
        "action": action,
        "roles": [role or TABLE[action].who[0]],
        "at": NOW,
        "given": list(Need),
        "colleague": SAM,
        "task": open_tasks[0].key if open_tasks else None,
    }
    return step(case, Act(**(values | more)))  # type: ignore[arg-type]


def started(**more: object) -> CaseState:
    return do(do(submitted(NOW, **more), "claim"), "start")  # type: ignore[arg-type]


def proposed() -> CaseState:
    return do(started(), "propose_solution")


def test_a_new_case_is_open_and_waits_for_chief_and_document() -> None:
    case = submitted(NOW, approvals=(CHEF,), documents_to_follow=(("rooster", ""),))

    assert case.status is Status.OPEN
    assert case.waits_on == "manager,requester"
    assert case.term.current is not None
    assert case.term.current.running is False


def test_the_chief_does_not_stop_the_term() -> None:
    case = submitted(NOW, approvals=(CHEF,))

    assert case.term.current is not None
    assert case.term.current.running is True


def test_work_does_not_start_before_the_chief_agrees() -> None:
    case = do(submitted(NOW, approvals=(CHEF,)), "claim")

    refused = attempt(case, "start")
    agreed = do(do(case, "approve"), "start")

    assert refused == Refusal("approval_open")
    assert agreed.status is Status.IN_PROGRESS


def test_the_desk_hears_what_its_next_step_waits_for() -> None:
    case = submitted(NOW, approvals=(CHEF,), documents_to_follow=(("rooster", ""),))
    desk = [TABLE["start"].who[0]]

    claimed = do(case, "claim")
    working = do(do(claimed, "approve"), "start")
    complete = do(working, "deliver")

    assert obstacle(case, desk, NOW) is None
    assert obstacle(claimed, desk, NOW) == "approval_open"
    assert obstacle(working, desk, NOW) == "document_outstanding"
    assert obstacle(complete, desk, NOW) is None


def test_an_approval_for_a_later_step_does_not_hold_up_the_start() -> None:
    case = do(submitted(NOW, approvals=(Approval("budget", before="closing"),)), "claim")

    working = do(case, "start")

    assert attempt(working, "propose_solution") == Refusal("any_approval_open")


def test_nobody_approves_their_own_request() -> None:
    case = submitted(NOW, approvals=(CHEF,))

    assert attempt(case, "approve", own_request=True) == Refusal("own_request")


def test_a_refused_approval_returns_the_case_to_the_requester() -> None:
    case = do(submitted(NOW, approvals=(CHEF,)), "refuse_approval")

    assert case.status is Status.RETURNED
    assert case.waits_on == "requester"
    assert "withdraw" in possible(case, [Role.REQUESTER], NOW)
    taken = step(case, Act(action="claim", roles=[Role.HANDLER], at=NOW, colleague=1))
    assert isinstance(taken, CaseState)
    assert (taken.status, taken.assignee) == (Status.RETURNED, 1)


def test_a_corrected_request_goes_back_to_the_chief_and_to_whoever_had_it() -> None:
    case = do(submitted(NOW, approvals=(CHEF,)), "claim")

    case = do(do(case, "refuse_approval"), "correct")

    assert case.status is Status.ASSIGNED
    assert case.assignee == SAM
    assert case.waits_on == "manager"
    assert attempt(case, "start") == Refusal("approval_open")


def test_changed_answers_need_a_new_approval_when_it_covers_them() -> None:
    case = do(do(submitted(NOW, approvals=(CHEF,)), "claim"), "approve")
    case = do(case, "return_for_correction")

    changed = do(case, "correct", reask=["chef"])
    same = do(case, "correct")

    assert changed.waits_on == "manager"
    assert same.waits_on == ""


def test_a_form_may_close_the_case_when_the_chief_refuses() -> None:
    case = submitted(NOW, approvals=(Approval("chef", on_refuse="close"),))

    closed = do(case, "refuse_approval_for_good")

    assert attempt(case, "refuse_approval") == Refusal("refusal_closes")
    assert closed.status is Status.CLOSED_INCOMPLETE
    assert closed.outcome == "not_approved"


def test_a_second_refusal_does_not_ask_for_two_corrections() -> None:
    case = submitted(NOW, approvals=(CHEF, Approval("budget")))

    case = do(do(case, "refuse_approval"), "refuse_approval")

    assert len(case.open_tasks(TaskKind.CORRECT)) == 1
    assert case.status is Status.RETURNED


@pytest.mark.parametrize("where", [Status.ASSIGNED, Status.IN_PROGRESS])
def test_after_the_last_answer_a_case_goes_on_where_it_was(where: Status) -> None:
    case = do(submitted(NOW), "claim")
    case = do(case, "start") if where is Status.IN_PROGRESS else case

    asked = do(do(case, "ask", party=Party.PERSONNEL), "ask", party=Party.REQUESTER)
    half = do(asked, "answer")
    answered = do(half, "answer")

    assert asked.waits_on == "personnel,requester"
    assert half.status is Status.WAITING
    assert half.waits_on == "requester"
    assert answered.status is where


def test_only_a_question_to_the_requester_stops_the_term() -> None:
    case = started()

    personnel = do(case, "ask", party=Party.PERSONNEL)
    requester = do(case, "ask", party=Party.REQUESTER)

    assert personnel.term.current is not None
    assert requester.term.current is not None
    assert personnel.term.current.running is True
    assert requester.term.current.running is False


def test_the_handler_may_stop_waiting_and_all_questions_end() -> None:
    case = do(do(started(), "ask"), "ask", party=Party.THIRD)

    case = do(case, "stop_waiting", Role.ASSIGNEE)

    assert case.status is Status.IN_PROGRESS
    assert case.waits_on == ""


def test_a_yes_closes_the_case_and_can_be_taken_back_for_ten_seconds() -> None:
    case = do(proposed(), "accept")

    undone = do(case, "undo_accept", at=NOW + timedelta(seconds=10))
    too_late = attempt(case, "undo_accept", at=NOW + timedelta(seconds=11))

    assert (case.status, case.outcome) == (Status.CLOSED_COMPLETE, "accepted")
    assert undone.status is Status.AWAITING_ACCEPTANCE
    assert undone.outcome == ""
    assert too_late == Refusal("undo_too_late")


def test_a_no_goes_back_to_the_same_handler_and_is_counted() -> None:
    case = do(do(do(proposed(), "refuse"), "propose_solution"), "refuse")

    assert case.status is Status.IN_PROGRESS
    assert case.assignee == SAM
    assert case.refused_count == 2


def test_a_no_needs_a_reason() -> None:
    assert attempt(proposed(), "refuse", given=[]) == Refusal("missing_reason")


def test_the_reminder_goes_once_and_never_after_the_end() -> None:
    case = do(proposed(), "remind_acceptance")
    closed = do(case, "auto_close")

    assert attempt(case, "remind_acceptance") == Refusal("reminder_stopped")
    assert attempt(closed, "remind_acceptance") == Refusal("closed")
    assert closed.outcome == "no_reaction"


def test_a_no_stops_the_clock_that_would_close_the_case() -> None:
    case = do(proposed(), "refuse")

    assert case.clocks == {Metric.TERM}
    assert attempt(case, "auto_close") == Refusal("wrong_status")


def test_a_solution_waits_for_the_document_that_follows_unless_it_is_waived() -> None:
    case = started(documents_to_follow=(("rooster", ""),))

    waived = do(case, "waive_document")

    assert attempt(case, "propose_solution") == Refusal("document_outstanding")
    assert do(waived, "propose_solution").status is Status.AWAITING_ACCEPTANCE


def test_a_refused_document_is_asked_again_once() -> None:
    case = do(started(), "refuse_document", slot="rooster")

    again = do(case, "refuse_document", slot="rooster")

    assert [task.slot for task in again.open_tasks(TaskKind.REPLACE)] == ["rooster"]


def test_a_refused_extra_document_asks_for_nothing() -> None:
    assert do(started(), "refuse_document").tasks == ()


def test_a_form_without_acceptance_is_completed_at_once() -> None:
    case = started(asks_acceptance=False)

    assert attempt(case, "propose_solution") == Refusal("no_acceptance_asked")
    assert do(case, "complete").outcome == "completed"


def test_withdrawing_works_at_once_before_the_start_and_is_a_request_after() -> None:
    fresh, working = do(submitted(NOW), "claim"), started()

    asked = do(working, "ask_withdrawal")

    assert do(fresh, "withdraw").outcome == "withdrawn"
    assert attempt(fresh, "ask_withdrawal") == Refusal("wrong_status")
    assert attempt(working, "withdraw") == Refusal("wrong_status")
    assert asked.status is Status.IN_PROGRESS
    assert asked.waits_on == ""
    assert do(asked, "confirm_withdrawal").status is Status.WITHDRAWN
    assert do(asked, "decline_withdrawal").tasks == ()


@pytest.mark.parametrize("action", ["supersede", "split_off"])
def test_what_is_asked_back_is_neither_merged_nor_split_before_that_is_decided(
    action: str,
) -> None:
    asked = do(started(), "ask_withdrawal")

    assert attempt(asked, action) == Refusal("withdrawal_asked")
    assert not isinstance(attempt(do(asked, "decline_withdrawal"), action), Refusal)


def test_a_waiting_case_is_withdrawn_by_how_far_it_was() -> None:
    early = do(do(submitted(NOW), "claim"), "ask")
    late = do(started(), "ask")

    assert do(early, "withdraw").status is Status.WITHDRAWN
    assert attempt(late, "withdraw") == Refusal("already_started")
    assert attempt(early, "ask_withdrawal") == Refusal("not_started")


def test_a_request_that_was_sent_back_can_be_corrected_after_it_went_to_another_queue() -> None:
    returned = do(started(), "return_for_correction")

    moved = do(returned, "move_on", colleague=None)

    assert (moved.status, moved.assignee) == (Status.RETURNED, None)
    assert do(moved, "correct").status is Status.OPEN


def test_a_request_that_was_sent_back_is_withdrawn_at_once() -> None:
    case = do(started(), "return_for_correction")

    assert do(case, "withdraw").status is Status.WITHDRAWN


def test_a_form_says_until_when_a_request_may_be_withdrawn() -> None:
    case = started(withdraw_until=Status.IN_PROGRESS)

    assert attempt(case, "ask_withdrawal") == Refusal("withdraw_too_late")


def test_a_message_asks_to_be_read_and_reading_ends_that() -> None:
    case = do(do(started(), "send_message"), "send_message")

    read = do(case, "read_message")

    assert len(case.open_tasks(TaskKind.READ)) == 1
    assert case.waits_on == ""
    assert read.tasks == ()


def test_a_task_ends_once() -> None:
    case = do(started(), "ask")
    task = case.tasks[0].key

    answered = do(case, "answer", task=task)

    assert attempt(do(answered, "ask"), "answer", task=99) == Refusal("task_done")


def test_a_reminder_leaves_the_task_and_is_only_for_an_open_one() -> None:
    case = do(started(), "ask")
    task = case.tasks[0].key

    chief = submitted(NOW, approvals=(CHEF,))

    assert do(case, "remind", task=task) == case
    assert do(chief, "remind", task=chief.tasks[0].key) == chief
    assert attempt(case, "remind", task=task + 1) == Refusal("task_done")


def test_who_claims_has_it_until_it_is_released() -> None:
    case = do(submitted(NOW), "claim")

    assert case.assignee == SAM
    assert attempt(case, "claim") == Refusal("wrong_status")
    assert do(case, "release").assignee is None
    assert do(case, "reassign", colleague=8).assignee == 8


def test_a_reopened_case_goes_on_with_its_handler_and_is_counted() -> None:
    case = do(proposed(), "accept")
    window = replace(case, reopen_until=NOW + timedelta(days=30))

    reopened = do(window, "reopen")

    assert attempt(case, "reopen") == Refusal("reopen_not_possible")
    assert reopened.status is Status.IN_PROGRESS
    assert (reopened.reopened_count, reopened.outcome, reopened.assignee) == (1, "", SAM)
    assert reopened.term.current is not None


def test_an_approval_that_nobody_decided_is_dropped_with_the_case() -> None:
    case = do(submitted(NOW, approvals=(CHEF,)), "withdraw")

    assert [approval.state for approval in case.approvals] == ["dropped"]
    assert case.tasks == ()


def test_roles_decide_what_anybody_may() -> None:
    assert may("claim", Status.OPEN, [Role.HANDLER])
    assert not may("claim", Status.OPEN, [Role.REQUESTER])
    assert not may("claim", Status.CLOSED_COMPLETE, [Role.HANDLER])
    assert not may("accept", Status.AWAITING_ACCEPTANCE, [Role.REQUESTER])
    assert refusal(submitted(NOW), Act(action="claim", roles=[], at=NOW)) == "not_your_role"


def test_a_stranger_can_do_nothing_in_any_status() -> None:
    assert [action for status in Status for action in TABLE if may(action, status, [])] == []
