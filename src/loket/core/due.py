"""When a term ends that ran and stood still: pure arithmetic over its segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loket.core.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Stretch:
    """The term ran or stood still from `since` up to `until`; the last one may be open."""

    since: datetime
    until: datetime | None
    running: bool


def due_after_minutes(
    minutes: int, stretches: Sequence[Stretch], calendar: WorkCalendar
) -> datetime | None:
    """Return when so many working minutes have run, or None while the term stands still."""
    left = timedelta(minutes=minutes)
    for stretch in stretches:
        if not stretch.running:
            continue
        if stretch.until is None:
            return calendar.add_worked(stretch.since, left)
        worked = calendar.worked_between(stretch.since, stretch.until)
        if worked >= left:
            return calendar.add_worked(stretch.since, left)
        left -= worked
    return None


def due_after_workdays(
    days: int, stretches: Sequence[Stretch], calendar: WorkCalendar
) -> datetime | None:
    """Return the end of the last working day of the term, or None while it stands still.

    The first day does not count. A standstill adds the working days after the day on which it
    began, up to and including the day on which the term went on; within one day it adds none.

    Source: Algemene wet bestuursrecht, art. 4:15 (the term stands still by days).
    """
    due = calendar.add_workdays(calendar.day_of(stretches[0].since), days)
    for stretch in stretches:
        if stretch.running or stretch.since > calendar.end_of(due):
            continue
        if stretch.until is None:
            return None
        began, ended = calendar.day_of(stretch.since), calendar.day_of(stretch.until)
        due = calendar.add_workdays(due, calendar.workdays_between(began, ended))
    return calendar.end_of(due)
