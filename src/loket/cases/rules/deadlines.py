"""The dates of a case: until when a task may take, and when silence becomes a yes."""

from dataclasses import dataclass
from datetime import datetime

from loket.cases.rules.tasks import TaskKind
from loket.core.durations import Duration
from loket.core.workdays import WorkCalendar

REMIND_AFTER = Duration(workdays=5)
CLOSE_AFTER = Duration(workdays=10)
"""For forms that say nothing of it: requirement of the accepted answer, in working days."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """When a proposed solution is recalled, and when it counts as accepted."""

    remind_at: datetime
    close_at: datetime


def due_of_task(term: Duration, start: datetime, calendar: WorkCalendar) -> datetime:
    """Return the end of the last day of a term such as `P14D` or `5wd`."""
    return calendar.end_of(term.ends_on(calendar.day_of(start), calendar))


def acceptance_dates(
    remind: Duration | None, close: Duration | None, proposed_at: datetime, calendar: WorkCalendar
) -> Acceptance:
    """Return when the requester is reminded and when the case closes by itself.

    The reminder goes out when work begins on its day, so that a whole day is left at least; the
    case closes when the last day is over.
    """
    day = calendar.day_of(proposed_at)
    remind_on = (remind or REMIND_AFTER).ends_on(day, calendar)
    close_at = due_of_task(close or CLOSE_AFTER, proposed_at, calendar)
    return Acceptance(calendar.opening(remind_on), close_at)


def close_after_reminder(
    dates: Acceptance, reminded_at: datetime, calendar: WorkCalendar
) -> datetime:
    """Return the earliest moment at which a case closes after a reminder at this moment.

    As many working days lie between the two as between the dates that were planned.
    """
    planned, last = calendar.day_of(dates.remind_at), calendar.day_of(dates.close_at)
    between = max(0, calendar.workdays_between(planned, last))
    return calendar.end_of(calendar.add_workdays(calendar.day_of(reminded_at), between))


def remind_of_task_at(
    kind: str, opened_at: datetime, due_at: datetime, calendar: WorkCalendar
) -> datetime:
    """Return when somebody is reminded of a task: when work begins on the fifth working day.

    Never later than on the last day of the task; of a document that may follow, on that day.
    """
    last = calendar.on_or_after(calendar.day_of(due_at))
    if kind == TaskKind.DELIVER:
        return calendar.opening(last)
    fifth = REMIND_AFTER.ends_on(calendar.day_of(opened_at), calendar)
    return calendar.opening(min(last, fifth))


def reopen_until(
    term: Duration | None, closed_at: datetime, calendar: WorkCalendar
) -> datetime | None:
    """Return until when a closed case may be opened again, or None when the form closes for good."""
    return due_of_task(term, closed_at, calendar) if term else None
