"""When a term ends that ran and stood still: pure arithmetic over its segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loket.core.durations import Duration
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


def due_after_term(
    term: Duration, stretches: Sequence[Stretch], calendar: WorkCalendar
) -> datetime | None:
    """Return the end of the last day of the term, or None while it stands still.

    The first day does not count. A standstill adds the days after the day on which it began, up
    to and including the day on which the term went on: working days to a term of working days,
    calendar days to a calendar term. Within one day it adds none.

    Source: Algemene wet bestuursrecht, art. 4:15 (the term stands still by days).
    """
    start, stood = calendar.day_of(stretches[0].since), 0
    due = calendar.end_of(_last_day(term, start, stood, calendar))
    for stretch in stretches:
        if stretch.running or stretch.since > due:
            continue
        if stretch.until is None:
            return None
        began, ended = calendar.day_of(stretch.since), calendar.day_of(stretch.until)
        working = calendar.workdays_between(began, ended)
        stood += working if term.workdays else (ended - began).days
        due = calendar.end_of(_last_day(term, start, stood, calendar))
    return due


def _last_day(term: Duration, start: date, stood: int, calendar: WorkCalendar) -> date:
    if term.workdays:
        return calendar.add_workdays(start, term.workdays + stood)
    return calendar.on_or_after(term.after(start) + timedelta(days=stood))
