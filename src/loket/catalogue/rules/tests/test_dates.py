"""Relative dates and durations."""

from datetime import date

import pytest

from loket.catalogue.rules.dates import (
    Offset,
    add_days,
    add_months,
    end_of,
    months_between,
    parse_date,
    shift,
    shift_text,
)
from loket.core.durations import Duration


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(9999, 12, 1), 1, None),
        (date(1, 1, 1), -1, None),
    ],
)
def test_months_are_clipped_to_the_end_of_the_month(
    day: date, months: int, expected: date | None
) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("d", "2026-11-24"), ("w", "2026-12-12"), ("m", "2027-02-21"), ("y", "2029-11-21")],
)
def test_an_offset_has_days_weeks_months_and_years(unit: str, expected: str) -> None:
    offset = Offset(3, unit)  # type: ignore[arg-type]

    assert shift(date(2026, 11, 21), offset) == date.fromisoformat(expected)
    assert str(offset) == f"+3{unit}"


def test_outside_the_calendar_there_is_no_day() -> None:
    assert add_days(date.max, 1) is None
    assert shift_text("9999-12-31", Offset(1, "d")) is None


@pytest.mark.parametrize("text", ["2026-02-30", "20261121", "2026-W01-1", "morgen", "2026-1-1"])
def test_only_an_iso_date_is_a_date(text: str) -> None:
    assert parse_date(text) is None
    assert shift_text(text, Offset(1, "d")) is None


def test_a_moment_keeps_its_time_when_it_is_shifted() -> None:
    assert shift_text("2026-11-30T23:15", Offset(3, "m")) == "2027-02-28T23:15"


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-31", "2026-02-28", 1),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-01", "2027-01-01", 12),
        ("2026-05-15", "2026-05-14", 0),
        ("2026-05-15", "2026-04-14", -1),
        ("9999-12-01", "9999-12-31", 0),
    ],
)
def test_whole_months_are_counted_as_they_are_added(start: str, end: str, months: int) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == months


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


def test_ten_working_days_from_a_friday_are_two_weeks() -> None:
    assert end_of(Duration(workdays=10), date(2026, 11, 20), is_weekday) == date(2026, 12, 4)


def test_calendar_time_that_ends_on_a_sunday_rolls_to_monday() -> None:
    assert end_of(Duration(days=8), date(2026, 11, 21), is_weekday) == date(2026, 11, 30)
    assert end_of(Duration(months=1), date(2026, 11, 21), is_weekday) == date(2026, 12, 21)
