"""The terms of a case: its own, those of its tasks, and those of its acceptance."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from loket.cases.actions.situation import Situation
from loket.cases.models import Case, Task
from loket.cases.rules import state as law
from loket.cases.rules.deadlines import (
    Acceptance,
    acceptance_dates,
    close_after_reminder,
    due_of_task,
    remind_of_task_at,
)
from loket.cases.rules.flow import MOVED
from loket.cases.rules.tasks import TaskKind, waits_until
from loket.cases.rules.vocabulary import TASK_REMINDER, Metric
from loket.catalogue.rules.spec import FormSpec
from loket.core.acting import Acting
from loket.core.calendars import calendar_on
from loket.core.clocks import (
    Target,
    change_clock,
    continue_clock,
    expected_at,
    pause_clock,
    resume_clock,
    start_alarms,
    start_clock,
    stop_clock,
)
from loket.core.durations import Duration
from loket.core.models import Clock
from loket.core.workdays import WorkCalendar

TERMS = {
    TaskKind.ANSWER: Duration(workdays=10),
    TaskKind.APPROVE: Duration(workdays=5),
    TaskKind.CORRECT: Duration(workdays=10),
    TaskKind.DELIVER: Duration(workdays=10),
    TaskKind.REPLACE: Duration(workdays=10),
    TaskKind.CONFIRM_WITHDRAW: Duration(workdays=5),
    TaskKind.DECIDE_CHANGES: Duration(workdays=5),
    TaskKind.CONSULT: Duration(workdays=3),
}
"""How long somebody gets for a task when the form says nothing, in working days."""

STANDS_STILL = "requester"
"""Why a term stands still: the requester must act first."""


def calendar_of(case: Case, by: Acting) -> WorkCalendar:
    """The working calendar of the queue, as it is today."""
    return calendar_on(case.queue.calendar, by.today)


def start_term(case: Case, spec: FormSpec, tasks: Sequence[Task], *, by: Acting) -> datetime:
    """Start the term of a case with these open tasks; say when an answer is expected."""
    pausing = [task for task in tasks if task.pauses]
    clock = start_clock(
        case,
        Metric.TERM,
        term_of(case, spec),
        calendar=case.queue.calendar,
        at=by.at,
        paused_for=STANDS_STILL if pausing else "",
    )
    return expected_at(clock, latest_of(pausing) or by.at)


def latest_of(tasks: Iterable[Task]) -> datetime | None:
    """The last date of these tasks: until then the term may stand still."""
    return max((task.due_at for task in tasks if task.due_at is not None), default=None)


def term_of(case: Case, spec: FormSpec) -> Target:
    """How long the service takes: the form says it, else the queue."""
    term = spec.case.first_response or spec.case.decision
    return Target(term=term or Duration(workdays=case.queue.term_days))


def keep_terms(situation: Situation, decision: law.Decision, by: Acting) -> datetime:
    """Start, stop, pause and resume the clocks as the decision says; say when the case is due."""
    case, transition = situation.case, decision.transition
    if transition.action in ("undo_accept", "restore"):
        return continue_terms(situation, by)
    if transition.action in MOVED:
        return renew_term(situation, by)
    for metric in transition.stops:
        if metric in situation.metrics or metric is Metric.TERM:
            stop_clock(case, metric, at=by.at)
    due_at = case.due_at
    if Metric.TERM in transition.starts:
        due_at = start_term(case, situation.spec, pausing_tasks(case), by=by)
    elif Metric.TERM not in transition.stops:
        moved = (*decision.opened, *decision.closed)
        due_at = switch_term(case, by) if any(task.pauses for task in moved) else case.due_at
    if Metric.ACCEPTANCE_CLOSING in transition.starts:
        start_acceptance(situation, by)
    return due_at


def continue_terms(situation: Situation, by: Acting) -> datetime:
    """Let every clock that the acceptance stopped go on with what was left."""
    case = situation.case
    ended = case.closed_at or by.at
    for metric in (Metric.ACCEPTANCE_REMINDER, Metric.ACCEPTANCE_CLOSING):
        continue_clock(case, metric, stopped_at=ended, at=by.at)
    pausing = pausing_tasks(case)
    paused_for = STANDS_STILL if pausing else ""
    clock = continue_clock(case, Metric.TERM, stopped_at=ended, at=by.at, paused_for=paused_for)
    return expected_at(clock, latest_of(pausing) or by.at) if clock else case.due_at


def renew_term(situation: Situation, by: Acting) -> datetime:
    """Reckon the term as the queue in which the case stands now promises it."""
    case = situation.case
    target = term_of(case, situation.spec)
    clock = change_clock(case, Metric.TERM, target, calendar=case.queue.calendar, at=by.at)
    return expected_at(clock, latest_of(pausing_tasks(case)) or by.at) if clock else case.due_at


def switch_term(case: Case, by: Acting) -> datetime:
    """Let the term stand still exactly while the requester must act.

    While it does, an answer is expected as if the requester takes until the last date.
    """
    pausing = pausing_tasks(case)
    if pausing:
        clock = pause_clock(case, Metric.TERM, at=by.at, reason=STANDS_STILL)
    else:
        clock = resume_clock(case, Metric.TERM, at=by.at)
    return expected_at(clock, latest_of(pausing) or by.at) if clock else case.due_at


def dates_of(case: Case) -> dict[str, str]:
    """Until when each of those has on whom the case waits."""
    return waits_until(Task.objects.open().filter(case=case, blocks=True))


def pausing_tasks(case: Case) -> list[Task]:
    """The open tasks for which the term stands still."""
    return list(Task.objects.open().filter(case=case, pauses=True))


def start_acceptance(situation: Situation, by: Acting) -> None:
    """Start the two clocks of silence: the reminder and the closing."""
    case = situation.case
    dates = dates_of_silence(situation, by)
    for metric, moment in (
        (Metric.ACCEPTANCE_REMINDER, dates.remind_at),
        (Metric.ACCEPTANCE_CLOSING, dates.close_at),
    ):
        start_clock(case, metric, Target(moment=moment), calendar=case.queue.calendar, at=by.at)


def leave_time_after_reminder(situation: Situation, reminded_at: datetime, by: Acting) -> bool:
    """Put the closing off when the reminder went out too late for it; say whether it was."""
    case = situation.case
    task = Task.objects.open().filter(case=case, kind=Task.Kind.ACCEPT).first()
    if task is None or task.due_at is None:
        return False
    planned = dates_of_silence(situation, replace(by, at=task.created_at))
    close_at = close_after_reminder(planned, reminded_at, calendar_of(case, by))
    if close_at <= task.due_at:
        return False
    stop_clock(case, Metric.ACCEPTANCE_CLOSING, at=by.at)
    target = Target(moment=close_at)
    start_clock(case, Metric.ACCEPTANCE_CLOSING, target, calendar=case.queue.calendar, at=by.at)
    task.due_at = close_at
    task.save(update_fields=["due_at"])
    case.due_at, case.waits_until = switch_term(case, by), dates_of(case)
    case.save(update_fields=["due_at", "waits_until"])
    return True


def start_reminders(case: Case, tasks: Sequence[Task], by: Acting) -> None:
    """Let whoever must act be reminded, if there is time left to remind them in."""
    calendar = calendar_of(case, by)
    alarms = [
        (task, remind_of_task_at(task.kind, by.at, task.due_at, calendar))
        for task in tasks
        if task.kind in TERMS and task.blocks and task.due_at is not None
    ]
    in_time = [(task, moment) for task, moment in alarms if moment > by.at]
    start_alarms(in_time, TASK_REMINDER, calendar=case.queue.calendar, at=by.at)


def dates_of_silence(situation: Situation, by: Acting) -> Acceptance:
    """When a solution that is proposed now is recalled, and when it counts as accepted."""
    said = situation.spec.after.acceptance
    return acceptance_dates(said.remind, said.auto_close, by.at, calendar_of(situation.case, by))


def task_due(situation: Situation, task: law.Task, by: Acting) -> datetime | None:
    """Until when somebody has for a task; reading a message has no date."""
    case = situation.case
    match task.kind:
        case TaskKind.READ:
            return None
        case TaskKind.ACCEPT:
            return closing_left(case) or dates_of_silence(situation, by).close_at
        case TaskKind.DELIVER | TaskKind.REPLACE:
            slot = situation.spec.slot(task.slot)
            return delivery_due(case, slot.may_follow if slot else None, by)
        case kind:
            return due_of_task(TERMS[kind], by.at, calendar_of(case, by))


def closing_left(case: Case) -> datetime | None:
    """When a case that was just accepted would have closed by itself: a yes may be taken back."""
    clocks = Clock.objects.filter(
        about_kind=case._meta.label_lower,
        about_id=case.pk,
        metric=Metric.ACCEPTANCE_CLOSING,
        stopped_at=case.closed_at,
    )
    return clocks.values_list("due_at", flat=True).last() if case.closed_at else None


def approval_due(case: Case, by: Acting) -> datetime:
    """Until when somebody may take to agree."""
    return due_of_task(TERMS[TaskKind.APPROVE], by.at, calendar_of(case, by))


def delivery_due(case: Case, term: Duration | None, by: Acting) -> datetime:
    """Until when a document may follow: the form says it."""
    return due_of_task(term or TERMS[TaskKind.DELIVER], by.at, calendar_of(case, by))
