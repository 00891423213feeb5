"""Relative dates: arithmetic on days and months that never raises."""

import re
from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from loket.core.durations import Duration

type Unit = Literal["d", "w", "m", "y"]

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 1  # counted from nought

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance in time as predicates write it: `+9w`, `-1m`."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount:+d}{self.unit}"


def parse_date(text: str) -> date | None:
    """Read an ISO date, nothing else."""
    if not DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date | None:
    """Return the same day `months` later, clipped to the end of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    last = LENGTHS[month] + (month == FEBRUARY and isleap(year))
    return date(year, month + 1, min(day.day, last))


def add_days(day: date, days: int) -> date | None:
    """Return the day `days` later, or None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift(day: date, offset: Offset) -> date | None:
    """Return the day at that distance, or None outside the calendar."""
    if offset.unit in ("m", "y"):
        return add_months(day, offset.amount * (12 if offset.unit == "y" else 1))
    return add_days(day, offset.amount * (7 if offset.unit == "w" else 1))


@lru_cache(maxsize=1024)
def shifted(day: date, offset: Offset) -> str | None:
    """Return the day at that distance as ISO text; the same few are asked all day long."""
    moved = shift(day, offset)
    return moved.isoformat() if moved else None


def shift_text(text: str, offset: Offset) -> str | None:
    """Shift an ISO date, or the date of an ISO moment, and keep its time."""
    day = parse_date(text[:10]) if DATE.fullmatch(text) or DATETIME.fullmatch(text) else None
    moved = shift(day, offset) if day else None
    return moved.isoformat() + text[10:] if moved else None


def months_between(start: date, end: date) -> int:
    """Count the whole months from start to end, in the way `add_months` counts them."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    whole = add_months(start, months)
    return months if whole is not None and whole <= end else months - 1


def end_of(term: Duration, start: date, is_working_day: Callable[[date], bool]) -> date:
    """Return the last day of a term that begins on `start`, where no working calendar is at hand.

    Working days are counted from the next day on. Calendar time that ends on a free day
    runs on to the next working day.
    """
    day = start
    for _ in range(term.workdays):
        day = _working_day_from(day + timedelta(days=1), is_working_day)
    return day if term.workdays else _working_day_from(term.after(day), is_working_day)


def _working_day_from(day: date, is_working_day: Callable[[date], bool]) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
