"""The dates of a case: until when a task may take, and when silence becomes a yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loket.core.durations import Duration
from loket.core.workdays import WorkCalendar

REMIND_AFTER = "5wd"
CLOSE_AFTER = "10wd"
"""What a form says nothing about; requirement of the accepted answer, in working days."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """When a proposed solution is recalled, and when it counts as accepted."""

    remind_at: datetime
    close_at: datetime


def due_of_task(term: str, start: datetime, calendar: WorkCalendar) -> datetime:
    """Return the end of the last day of a term such as `P14D` or `5wd`."""
    return calendar.end_of(Duration.parse(term).ends_on(calendar.day_of(start), calendar))


def acceptance_dates(
    after_submit: Mapping[str, object], proposed_at: datetime, calendar: WorkCalendar
) -> Acceptance:
    """Return when the requester is reminded and when the case closes by itself.

    The reminder goes out when work begins on its day, so that a whole day is left at least; the
    case closes when the last day is over.
    """
    acceptance = after_submit.get("acceptance")
    terms = acceptance if isinstance(acceptance, Mapping) else {}
    day = calendar.day_of(proposed_at)
    remind = Duration.parse(str(terms.get("remind", REMIND_AFTER)))
    close = Duration.parse(str(terms.get("auto_close", CLOSE_AFTER)))
    remind_at = calendar.opening(remind.ends_on(day, calendar))
    return Acceptance(remind_at, calendar.end_of(close.ends_on(day, calendar)))


def reopen_until(
    after_submit: Mapping[str, object], closed_at: datetime, calendar: WorkCalendar
) -> datetime | None:
    """Return until when a closed case may be opened again, or None when the form closes for good."""
    acceptance = after_submit.get("acceptance")
    term = acceptance.get("reopen") if isinstance(acceptance, Mapping) else None
    return due_of_task(str(term), closed_at, calendar) if term else None


def asks_acceptance(after_submit: Mapping[str, object]) -> bool:
    """Say whether the requester has the last word; a form that says nothing gives it."""
    acceptance = after_submit.get("acceptance")
    return not isinstance(acceptance, Mapping) or acceptance.get("ask", True) is True
