"""The terms of a case: its own, those of its tasks, and those of its acceptance."""

from datetime import datetime

from loket.cases.actions.situation import Situation
from loket.cases.models import Case
from loket.cases.rules import state as law
from loket.cases.rules.deadlines import acceptance_dates, due_of_task
from loket.cases.rules.tasks import TaskKind
from loket.cases.rules.vocabulary import Metric
from loket.catalogue.rules.spec import FormSpec
from loket.core.acting import Acting
from loket.core.calendars import version_on, work_calendar
from loket.core.clocks import (
    Target,
    expected_at,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from loket.core.durations import Duration
from loket.core.workdays import WorkCalendar

TERMS = {
    TaskKind.ANSWER: "10wd",
    TaskKind.APPROVE: "5wd",
    TaskKind.CORRECT: "10wd",
    TaskKind.DELIVER: "10wd",
    TaskKind.REPLACE: "10wd",
    TaskKind.CONFIRM_WITHDRAW: "5wd",
}
"""How long somebody gets for a task when the form says nothing, in working days."""

STANDS_STILL = "requester"
"""Why a term stands still: the requester must act first."""


def calendar_of(case: Case, by: Acting) -> WorkCalendar:
    """The working calendar of the queue, as it is today."""
    return work_calendar(version_on(case.queue.calendar, by.today).pk)


def start_term(case: Case, spec: FormSpec, *, paused: bool, by: Acting) -> datetime:
    """Start the term of a new case; say when it is due."""
    clock = start_clock(
        case,
        Metric.TERM,
        term_of(case, spec, by),
        calendar=case.queue.calendar,
        at=by.at,
        paused_for=STANDS_STILL if paused else "",
    )
    return expected_at(clock, by.at)


def term_of(case: Case, spec: FormSpec, by: Acting) -> Target:
    """How long the service takes: the form says it, else the queue."""
    term = spec.case.first_response or spec.case.decision
    if term is None:
        return Target(days=case.queue.term_days)
    if term.workdays:
        return Target(days=term.workdays)
    return Target(moment=due_of_task(str(term), by.at, calendar_of(case, by)))


def keep_terms(situation: Situation, decision: law.Decision, by: Acting) -> datetime:
    """Start, stop, pause and resume the clocks as the decision says; say when the case is due."""
    case, transition = situation.case, decision.transition
    for metric in transition.stops:
        if metric in situation.metrics or metric is Metric.TERM:
            stop_clock(case, metric, at=by.at)
    due_at = case.due_at
    if Metric.TERM in transition.starts:
        paused = any(task.pauses for task in decision.state.tasks)
        due_at = start_term(case, situation.spec, paused=paused, by=by)
    elif Metric.TERM not in transition.stops:
        due_at = switch_term(situation, decision, by)
    if Metric.ACCEPTANCE_CLOSING in transition.starts:
        start_acceptance(situation, by)
    return due_at


def switch_term(situation: Situation, decision: law.Decision, by: Acting) -> datetime:
    """Let the term stand still exactly while the requester must act."""
    case = situation.case
    stood = any(task.pauses for task in situation.tasks)
    stands = any(task.pauses for task in decision.state.tasks)
    if stood == stands:
        return case.due_at
    if stands:
        pause_clock(case, Metric.TERM, at=by.at, reason=STANDS_STILL)
        return case.due_at
    clock = resume_clock(case, Metric.TERM, at=by.at)
    return clock.due_at if clock and clock.due_at else case.due_at


def start_acceptance(situation: Situation, by: Acting) -> None:
    """Start the two clocks of silence: the reminder and the closing."""
    case = situation.case
    dates = acceptance_dates(terms_of_silence(situation.spec), by.at, calendar_of(case, by))
    for metric, moment in (
        (Metric.ACCEPTANCE_REMINDER, dates.remind_at),
        (Metric.ACCEPTANCE_CLOSING, dates.close_at),
    ):
        start_clock(case, metric, Target(moment=moment), calendar=case.queue.calendar, at=by.at)


def terms_of_silence(spec: FormSpec) -> dict[str, object]:
    """What the form says of reminding and closing, as it was written."""
    said = spec.after.acceptance
    terms = {"remind": said.remind, "auto_close": said.auto_close}
    return {"acceptance": {name: str(term) for name, term in terms.items() if term}}


def task_due(situation: Situation, task: law.Task, by: Acting) -> datetime | None:
    """Until when somebody has for a task; reading a message has no date."""
    case = situation.case
    match task.kind:
        case TaskKind.READ:
            return None
        case TaskKind.ACCEPT:
            silence = terms_of_silence(situation.spec)
            return acceptance_dates(silence, by.at, calendar_of(case, by)).close_at
        case TaskKind.DELIVER | TaskKind.REPLACE:
            slot = situation.spec.slot(task.slot)
            return delivery_due(case, slot.may_follow if slot else None, by)
        case kind:
            return due_of_task(TERMS[kind], by.at, calendar_of(case, by))


def approval_due(case: Case, by: Acting) -> datetime:
    """Until when somebody may take to agree."""
    return due_of_task(TERMS[TaskKind.APPROVE], by.at, calendar_of(case, by))


def delivery_due(case: Case, term: Duration | None, by: Acting) -> datetime:
    """Until when a document may follow: the form says it."""
    text = str(term) if term else TERMS[TaskKind.DELIVER]
    return due_of_task(text, by.at, calendar_of(case, by))
