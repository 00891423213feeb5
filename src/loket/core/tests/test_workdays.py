"""Working days and minutes, held against a slow calculator that counts one by one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis.strategies import dates, datetimes, integers, sampled_from

from loket.core.publicholidays import LANGUAGES, holiday_name, public_holidays
from loket.core.workdays import (
    CalendarEndsError,
    WorkCalendar,
    lay_out,
    minutes_worked,
    read_hours,
)

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)
OFFICE = {str(day): [["08:30", "12:00"], ["13:00", "17:00"]] for day in range(1, 6)}
ROUND_THE_CLOCK = {str(day): [["00:00", "23:59"]] for day in range(1, 8)}
NIGHT = {"6": [["22:00", "23:59"]], "7": [["00:00", "06:00"]]}


def make_calendar(
    region: str = "BE", hours: dict[str, list[list[str]]] | None = None
) -> WorkCalendar:
    zone = ZoneInfo("Europe/Brussels" if region == "BE" else "Europe/Amsterdam")
    read = read_hours(hours or OFFICE)
    closed = public_holidays(region, range(2026, 2030))
    minutes = lay_out(FIRST, LAST, hours=read, zone=zone, closed=closed)
    return WorkCalendar(zone=zone, hours=read, first=FIRST, minutes=minutes)


BELGIUM, NETHERLANDS = make_calendar("BE"), make_calendar("NL")
ALWAYS, AT_NIGHT = make_calendar(hours=ROUND_THE_CLOCK), make_calendar(hours=NIGHT)
CALENDARS = sampled_from([BELGIUM, NETHERLANDS, ALWAYS, AT_NIGHT])
DAYS = dates(date(2026, 1, 2), date(2028, 6, 30))
MOMENTS = datetimes(
    datetime(2026, 1, 2),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2028, 6, 30),  # noqa: DTZ001
).map(lambda moment: moment.replace(tzinfo=UTC))


@pytest.mark.parametrize("region", ["Europe/Brussels", "America/Santiago", "Asia/Beirut", "UTC"])
@pytest.mark.parametrize("hours", [OFFICE, ROUND_THE_CLOCK, NIGHT])
def test_every_day_of_a_layout_has_the_minutes_of_that_very_day(
    region: str, hours: dict[str, list[list[str]]]
) -> None:
    zone, read, shut = ZoneInfo(region), read_hours(hours), {date(2026, 7, 21)}

    laid = lay_out(FIRST, LAST, hours=read, zone=zone, closed=shut)

    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    slowly = [0 if day in shut else minutes_worked(day, read, zone) for day in days]
    assert list(laid) == slowly


def count_slowly(calendar: WorkCalendar, day: date, days: int) -> date:
    while days:
        day += timedelta(days=1)
        days -= calendar.is_workday(day)
    return day


def test_ten_working_days_after_the_twentieth_of_november_is_the_fourth_of_december() -> None:
    assert BELGIUM.add_workdays(date(2026, 11, 20), 10) == date(2026, 12, 4)


def test_a_term_that_ends_on_a_day_off_runs_on() -> None:
    assert BELGIUM.on_or_after(date(2026, 7, 21)) == date(2026, 7, 22)
    assert NETHERLANDS.on_or_after(date(2026, 4, 25)) == date(2026, 4, 28)
    assert NETHERLANDS.on_or_after(date(2026, 7, 21)) == date(2026, 7, 21)


@given(CALENDARS, DAYS, integers(0, 60))
def test_adding_working_days_counts_them_one_by_one(
    calendar: WorkCalendar, day: date, days: int
) -> None:
    start = calendar.on_or_after(day) if days == 0 else day

    assert calendar.add_workdays(day, days) == count_slowly(calendar, start, days)


@given(CALENDARS, DAYS, integers(1, 60), integers(1, 60))
def test_working_days_add_up(calendar: WorkCalendar, day: date, some: int, more: int) -> None:
    step = calendar.add_workdays(day, some)

    assert calendar.add_workdays(step, more) == calendar.add_workdays(day, some + more)
    assert calendar.workdays_between(day, step) == some


@given(CALENDARS, MOMENTS, integers(0, 20_000))
def test_adding_minutes_and_counting_them_agree(
    calendar: WorkCalendar, moment: datetime, minutes: int
) -> None:
    end = calendar.add_minutes(moment, minutes)

    assert end >= moment
    assert calendar.minutes_between(moment, end) == minutes
    assert calendar.worked_between(moment, end) == timedelta(minutes=minutes)


@given(CALENDARS, MOMENTS, integers(1, 20_000))
def test_the_end_is_the_first_moment_at_which_enough_is_worked(
    calendar: WorkCalendar, moment: datetime, minutes: int
) -> None:
    end = calendar.add_minutes(moment, minutes)
    just_before = end - timedelta(seconds=1)

    assert calendar.worked_between(moment, just_before) < timedelta(minutes=minutes)


def test_friday_afternoon_goes_on_on_monday_morning() -> None:
    friday = datetime(2026, 11, 20, 16, 30, tzinfo=BELGIUM.zone)

    end = BELGIUM.add_minutes(friday, 60)

    assert end == datetime(2026, 11, 23, 9, 0, tzinfo=BELGIUM.zone)


def test_lunch_is_no_work() -> None:
    noon = datetime(2026, 11, 20, 12, 30, tzinfo=BELGIUM.zone)

    assert BELGIUM.minutes_between(noon - timedelta(hours=1), noon + timedelta(hours=1)) == 60


@pytest.mark.parametrize(
    ("night", "minutes"), [(date(2028, 3, 26), 300), (date(2027, 10, 31), 420)]
)
def test_the_night_on_which_the_clock_changes_has_an_hour_less_or_more(
    night: date, minutes: int
) -> None:
    start = datetime(night.year, night.month, night.day, 0, 0, tzinfo=AT_NIGHT.zone)

    assert AT_NIGHT.minutes_between(start, start.replace(hour=6)) == minutes
    assert AT_NIGHT.add_minutes(start, minutes) == start.replace(hour=6)


def test_an_hour_of_office_is_an_hour_in_winter_and_in_summer() -> None:
    for day in (date(2027, 3, 26), date(2027, 3, 30), date(2027, 10, 29), date(2027, 11, 3)):
        start = BELGIUM.opening(day)

        assert start.astimezone(BELGIUM.zone).strftime("%H:%M") == "08:30"
        assert BELGIUM.add_minutes(start, 60) - start == timedelta(hours=1)


def test_a_leap_day_is_a_day() -> None:
    assert BELGIUM.add_workdays(date(2028, 2, 28), 1) == date(2028, 2, 29)


def test_the_end_of_a_day_is_shown_with_its_own_date() -> None:
    end = BELGIUM.end_of(date(2026, 12, 4))

    assert BELGIUM.day_of(end) == date(2026, 12, 4)
    assert BELGIUM.day_of(end + timedelta(seconds=1)) == date(2026, 12, 5)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2030, 1, 1)])
def test_a_day_beyond_the_calendar_is_an_error(day: date) -> None:
    with pytest.raises(CalendarEndsError):
        BELGIUM.is_workday(day)


def test_terms_that_run_off_the_calendar_are_an_error() -> None:
    with pytest.raises(CalendarEndsError):
        BELGIUM.add_workdays(date(2029, 12, 20), 30)
    with pytest.raises(CalendarEndsError):
        BELGIUM.add_minutes(datetime(2029, 12, 20, tzinfo=UTC), 30_000)


def test_work_never_done_is_no_end() -> None:
    idle = WorkCalendar(zone=BELGIUM.zone, hours={}, first=FIRST, minutes=(60, 60))

    with pytest.raises(CalendarEndsError):
        idle.add_minutes(datetime(2026, 1, 1, 9, tzinfo=UTC), 30)


def test_a_calendar_knows_its_last_day() -> None:
    assert BELGIUM.last == LAST


def test_every_holiday_of_twenty_years_has_a_name_in_every_language() -> None:
    for region in ("BE", "NL"):
        for day in public_holidays(region, range(2020, 2041)):
            assert all(holiday_name(region, day, language) for language in LANGUAGES)


def test_a_holiday_is_named_in_the_language_of_the_reader() -> None:
    labour_day = date(2027, 5, 1)

    assert holiday_name("BE", labour_day, "nl") == "de Dag van de Arbeid"
    assert holiday_name("BE", labour_day, "de") == "Tag der Arbeit"
    assert holiday_name("NL", labour_day, "nl") is None
    assert holiday_name("NL", date(2027, 5, 5), "fr") == "le Jour de la Libération"


def test_two_holidays_on_one_day_carry_both_names() -> None:
    both = date(2008, 5, 1)

    assert holiday_name("BE", both, "en") == "Labour Day, Ascension Day"


SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
"""The days on which the clock of Belgium goes an hour forward, and an hour back."""


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-10-23T15:30+02:00", "2026-10-26T09:00+01:00"),
        ("2027-03-26T15:30+01:00", "2027-03-30T09:00+02:00"),  # over Easter Monday
    ],
    ids=["autumn", "spring"],
)
def test_minutes_of_the_office_go_on_at_the_wall_clock_after_the_change(
    asked: str, due: str
) -> None:
    moment = datetime.fromisoformat(asked)

    assert BELGIUM.add_worked(moment, timedelta(minutes=120)) == datetime.fromisoformat(due)


@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
@given(integers(0, 47), integers(1, 10))
def test_a_term_over_a_change_of_summer_time_ends_on_its_day_whatever_hour_it_began(
    change: date, half_hours: int, days: int
) -> None:
    friday = change - timedelta(days=2)
    began = datetime.combine(friday, datetime.min.time(), tzinfo=BELGIUM.zone)
    moment = began + timedelta(minutes=30 * half_hours)

    end = BELGIUM.end_of(BELGIUM.add_workdays(BELGIUM.day_of(moment), days))

    local = end.astimezone(BELGIUM.zone)
    assert (local.hour, local.minute, local.second) == (23, 59, 59)
    assert local.date() == count_slowly(BELGIUM, friday, days)


@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
@given(integers(0, 6 * 24 * 60), integers(0, 6 * 24 * 60))
def test_what_is_added_over_a_change_of_summer_time_is_what_was_worked(
    change: date, after: int, minutes: int
) -> None:
    began = datetime.combine(change - timedelta(days=3), datetime.min.time(), tzinfo=UTC)
    moment = began + timedelta(minutes=after)
    worked = timedelta(minutes=minutes)

    for calendar in (BELGIUM, ALWAYS, AT_NIGHT):
        due = calendar.add_worked(moment, worked)
        assert calendar.worked_between(moment, due) == worked
