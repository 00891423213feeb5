"""Terms as they are written, and terms that stood still."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists

from loket.core.due import Stretch, due_after_minutes, due_after_term
from loket.core.durations import Duration
from loket.core.tests.test_workdays import BELGIUM

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BELGIUM.zone)
DAY = timedelta(days=1)
FIVE_DAYS = Duration(workdays=5)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("5wd", date(2026, 11, 20), date(2026, 11, 27)),
        ("10wd", date(2026, 11, 20), date(2026, 12, 4)),
        ("P14D", date(2026, 11, 20), date(2026, 12, 4)),
        ("P30D", date(2026, 11, 20), date(2026, 12, 21)),  # the twentieth is a Sunday
        ("P1M", date(2027, 1, 31), date(2027, 3, 1)),  # 28 February is a Sunday
        ("P2W", date(2026, 11, 20), date(2026, 12, 4)),
        ("P1Y", date(2028, 2, 29), date(2029, 2, 28)),
        ("P1Y2M3D", date(2026, 11, 20), date(2028, 1, 24)),  # 23 January is a Sunday
    ],
)
def test_a_term_ends_on_a_working_day(text: str, start: date, end: date) -> None:
    assert Duration.parse(text).ends_on(start, BELGIUM) == end


def test_without_a_calendar_a_term_is_counted_in_days_of_the_year() -> None:
    assert Duration.parse("P90D").after(date(2026, 11, 20)) == date(2027, 2, 18)


@pytest.mark.parametrize("text", ["", "P", "5", "wd", "P5", "PT5H", "5WD", "-P5D", "P1.5D"])
def test_anything_else_is_no_term(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text.replace('.', '[.]')}$"):
        Duration.parse(text)


def test_a_term_that_never_stood_still_ends_after_its_days() -> None:
    due = due_after_term(FIVE_DAYS, [Stretch(MONDAY, None, running=True)], BELGIUM)

    assert due == BELGIUM.end_of(date(2026, 11, 30))


def test_a_term_that_stands_still_has_no_end() -> None:
    stretches = [Stretch(MONDAY, MONDAY + DAY, running=True), Stretch(MONDAY + DAY, None, False)]

    assert due_after_term(FIVE_DAYS, stretches, BELGIUM) is None
    assert due_after_minutes(600, stretches, BELGIUM) is None


def test_a_standstill_adds_the_working_days_that_it_took() -> None:
    stretches = [
        Stretch(MONDAY, MONDAY + DAY, running=True),
        Stretch(MONDAY + DAY, MONDAY + 3 * DAY, running=False),
        Stretch(MONDAY + 3 * DAY, None, running=True),
    ]

    assert due_after_term(FIVE_DAYS, stretches, BELGIUM) == BELGIUM.end_of(date(2026, 12, 2))
    assert due_after_minutes(600, stretches, BELGIUM) == MONDAY + 3 * DAY + timedelta(minutes=150)


def test_a_standstill_within_one_day_adds_nothing() -> None:
    stretches = [
        Stretch(MONDAY, MONDAY, running=True),
        Stretch(MONDAY, MONDAY + timedelta(hours=5), running=False),
        Stretch(MONDAY + timedelta(hours=5), None, running=True),
    ]

    assert due_after_term(FIVE_DAYS, stretches, BELGIUM) == BELGIUM.end_of(date(2026, 11, 30))


def test_a_calendar_term_grows_by_calendar_days_and_ends_on_a_working_day() -> None:
    stretches = [
        Stretch(MONDAY, MONDAY + DAY, running=True),
        Stretch(MONDAY + DAY, MONDAY + 6 * DAY, running=False),  # Tuesday to Sunday
        Stretch(MONDAY + 6 * DAY, None, running=True),
    ]

    due = due_after_term(Duration(days=14), stretches, BELGIUM)

    assert due == BELGIUM.end_of(date(2026, 12, 14))  # the twelfth is a Saturday


def test_what_stands_still_after_its_end_keeps_its_end() -> None:
    late = MONDAY + 20 * DAY
    stretches = [Stretch(MONDAY, late, running=True), Stretch(late, None, running=False)]

    assert due_after_term(FIVE_DAYS, stretches, BELGIUM) == BELGIUM.end_of(date(2026, 11, 30))
    assert due_after_minutes(60, stretches, BELGIUM) == MONDAY + timedelta(hours=1)


@given(lists(integers(0, 20_000), max_size=8), integers(1, 3_000))
def test_however_often_it_stands_still_the_same_minutes_run(pieces: list[int], target: int) -> None:
    now, stretches = MONDAY, []
    for number, minutes in enumerate(pieces):
        stretches.append(Stretch(now, now + timedelta(minutes=minutes), number % 2 == 0))
        now += timedelta(minutes=minutes)
    stretches.append(Stretch(now, None, running=True))

    due = due_after_minutes(target, stretches, BELGIUM)

    assert due is not None
    ran = sum(
        (
            BELGIUM.worked_between(min(s.since, due), min(s.until or due, due))
            for s in stretches
            if s.running
        ),
        timedelta(),
    )
    assert ran == timedelta(minutes=target)


@pytest.mark.parametrize("text", ["5wd", "P14D", "P1Y6M", "P2W", "P0D"])
def test_a_term_is_written_as_it_is_read(text: str) -> None:
    assert str(Duration.parse(text)) == text
