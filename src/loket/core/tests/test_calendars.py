"""A calendar is written once, lengthened, and never changed."""

from datetime import date

import pytest
from tests.make import OFFICE_HOURS, make_calendar, make_organisation

from loket.core import calendars
from loket.core.calendars import (
    calendar_on,
    lengthen_calendars,
    publish_calendar,
    version_on,
    work_calendar,
)
from loket.core.errors import RuleError
from loket.core.models import CalendarDay, CalendarVersion

pytestmark = pytest.mark.django_db
LONGER = OFFICE_HOURS | {"6": [["09:00", "12:00"]]}


@pytest.fixture(autouse=True)
def organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "YEARS_AHEAD", 12)  # elsewhere the tests make them shorter
    make_organisation()


def test_a_calendar_knows_the_holidays_of_its_region_and_its_own() -> None:
    version = publish_calendar(
        "kantoor",
        region="BE",
        starts_on=date(2026, 1, 1),
        hours=OFFICE_HOURS,
        closed=[date(2026, 12, 31)],
    )

    days = work_calendar(version.pk)

    assert not days.is_workday(date(2026, 7, 21))
    assert not days.is_workday(date(2026, 12, 31))
    assert days.is_workday(date(2026, 12, 30))
    assert days.first == date(2025, 1, 1)
    assert days.last == date(2038, 12, 31)


def test_the_table_keeps_the_running_total_of_each_day() -> None:
    make_calendar()

    monday, tuesday = CalendarDay.objects.filter(
        day__in=[date(2026, 11, 23), date(2026, 11, 24)]
    ).order_by("day")

    assert (monday.minutes, tuesday.minutes) == (450, 450)
    assert tuesday.cumulative - monday.cumulative == 450


def test_the_same_version_twice_is_one() -> None:
    make_calendar()
    make_calendar()

    assert CalendarVersion.objects.count() == 1


def test_a_version_is_never_changed() -> None:
    make_calendar()

    with pytest.raises(RuleError) as refused:
        publish_calendar("kantoor", region="BE", starts_on=date(2026, 1, 1), hours=LONGER)

    assert refused.value.code == "calendar_immutable"
    assert CalendarVersion.objects.get().hours == OFFICE_HOURS


def test_other_hours_hold_from_their_first_day() -> None:
    calendar = make_calendar()
    new = publish_calendar("kantoor", region="BE", starts_on=date(2027, 1, 1), hours=LONGER)

    assert version_on(calendar, date(2027, 1, 1)) == new
    assert version_on(calendar, date(2026, 12, 31)) != new
    assert version_on(calendar, date(2020, 1, 1)) != new
    assert calendar_on(calendar, date(2027, 2, 1)).is_workday(date(2027, 1, 9))


def test_a_calendar_is_lengthened_in_time_and_its_days_stay() -> None:
    calendar = make_calendar()
    version = version_on(calendar, date(2026, 1, 1))
    before = list(version.days.order_by("day").values_list("pk", "minutes", "cumulative"))

    early, late = lengthen_calendars(date(2030, 12, 31)), lengthen_calendars(date(2031, 1, 1))

    after = list(version.days.order_by("day").values_list("pk", "minutes", "cumulative"))
    assert (early, late) == (0, 1)
    assert after[: len(before)] == before
    assert version.days.latest("day").day == date(2043, 12, 31)
    assert after[len(before)][2] - before[-1][2] == after[len(before)][1]
