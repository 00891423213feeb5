"""Clocks run, stand still, go on, fire once and stop."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.make import at, make_calendar, make_organisation

from loket.core.clocks import (
    Target,
    change_clock,
    continue_clock,
    expected_at,
    fire_due,
    pause_clock,
    resume_clock,
    running_metrics,
    start_alarms,
    start_clock,
    stop_alarms,
    stop_clock,
)
from loket.core.durations import Duration
from loket.core.models import Calendar, Clock, Event

FIVE_DAYS = Target(term=Duration(workdays=5))
DAY = timedelta(days=1)


@pytest.fixture
def calendar(db: None) -> Calendar:
    make_organisation()
    return make_calendar()


@pytest.fixture
def monday(calendar: Calendar) -> datetime:
    return at("2026-11-23 09:00")


def start(calendar: Calendar, when: datetime, target: Target = FIVE_DAYS, **more: str) -> Clock:
    """Start a clock about the calendar itself: any thing will do."""
    return start_clock(calendar, "term", target, calendar=calendar, at=when, **more)


def segments(clock: Clock) -> list[tuple[object, object, bool, str]]:
    return list(clock.segments.order_by("pk").values_list("since", "until", "running", "reason"))


def test_a_clock_is_due_after_its_working_days(calendar: Calendar, monday: datetime) -> None:
    clock = start(calendar, monday)

    assert clock.due_at == at("2026-11-30 23:59:59")
    assert running_metrics(calendar) == {"term"}


def test_a_clock_of_minutes_is_due_within_office_hours(
    calendar: Calendar, monday: datetime
) -> None:
    assert start(calendar, monday, Target(minutes=600)).due_at == at("2026-11-24 11:30")


def test_a_paused_clock_is_not_due_and_goes_on_with_what_was_left(
    calendar: Calendar, monday: datetime
) -> None:
    start(calendar, monday)

    paused = pause_clock(calendar, "term", at=monday + DAY, reason="requester")
    resumed = resume_clock(calendar, "term", at=monday + 3 * DAY)

    assert paused is not None
    assert resumed is not None
    assert paused.due_at is None
    assert resumed.due_at == at("2026-12-02 23:59:59")
    assert segments(resumed) == [
        (monday, monday + DAY, True, ""),
        (monday + DAY, monday + 3 * DAY, False, "requester"),
        (monday + 3 * DAY, None, True, ""),
    ]


def test_pausing_twice_is_pausing_once(calendar: Calendar, monday: datetime) -> None:
    clock = start(calendar, monday, paused_for="requester")

    pause_clock(calendar, "term", at=monday + DAY, reason="again")

    assert clock.due_at is None
    assert segments(clock) == [(monday, None, False, "requester")]


def test_a_clock_that_measures_something_else_counts_from_the_same_beginning(
    calendar: Calendar, monday: datetime
) -> None:
    was = start(calendar, monday)
    pause_clock(calendar, "term", at=monday + DAY, reason="requester")
    resume_clock(calendar, "term", at=monday + 3 * DAY)

    now = change_clock(
        calendar, "term", Target(term=Duration(workdays=10)), calendar=calendar, at=monday + 4 * DAY
    )

    was.refresh_from_db()
    assert now is not None
    assert (was.target_term, was.stopped_at) == ("5wd", monday + 4 * DAY)
    assert (now.target_term, now.started_at) == ("10wd", monday)
    assert [one[2] for one in segments(now)] == [True, False, True]
    assert running_metrics(calendar) == {"term"}
    untouched = start_clock(
        calendar, "other", Target(term=Duration(workdays=10)), calendar=calendar, at=monday
    )
    assert now.due_at is not None
    assert untouched.due_at is not None
    assert now.due_at > untouched.due_at, "it stood still for a while"


def test_what_would_be_over_by_now_begins_when_it_changes(
    calendar: Calendar, monday: datetime
) -> None:
    start(calendar, monday)

    now = change_clock(
        calendar, "term", Target(term=Duration(workdays=1)), calendar=calendar, at=monday + 3 * DAY
    )

    assert now is not None
    assert (now.started_at, now.due_at) == (monday + 3 * DAY, at("2026-11-27 23:59:59"))


def test_a_clock_that_is_not_there_is_left_alone(calendar: Calendar, monday: datetime) -> None:
    assert pause_clock(calendar, "term", at=monday, reason="requester") is None
    assert resume_clock(calendar, "term", at=monday) is None
    assert stop_clock(calendar, "term", at=monday) is None


def test_a_standing_clock_says_when_it_would_be_due(calendar: Calendar, monday: datetime) -> None:
    clock = start(calendar, monday, paused_for="requester")
    running = start_clock(calendar, "other", FIVE_DAYS, calendar=calendar, at=monday)

    assert expected_at(clock, monday + 7 * DAY) == at("2026-12-07 23:59:59")
    assert expected_at(clock, monday - DAY) == at("2026-11-30 23:59:59")
    assert expected_at(running, monday + 7 * DAY) == at("2026-11-30 23:59:59")


def test_a_moment_stands_whatever_happens(calendar: Calendar, monday: datetime) -> None:
    start(calendar, monday, Target(moment=monday + 5 * DAY))

    clock = pause_clock(calendar, "term", at=monday + DAY, reason="requester")

    assert clock is not None
    assert clock.due_at == monday + 5 * DAY
    assert segments(clock) == []


def test_alarms_of_many_things_fire_unless_they_are_stopped(
    calendar: Calendar, monday: datetime
) -> None:
    other = make_calendar("winkel")
    alarms = [(calendar, monday + DAY), (other, monday + DAY)]
    start_alarms(alarms, "alarm", calendar=calendar, at=monday)

    stop_alarms([other], "alarm", at=monday)
    stop_alarms([], "alarm", at=monday)

    assert fire_due(monday + DAY) == 1
    assert Event.objects.get().data["about_id"] == calendar.pk


def test_a_clock_fires_once_with_the_moment_at_which_it_was_due(
    calendar: Calendar, monday: datetime
) -> None:
    clock = start(calendar, monday)
    due = at("2026-11-30 23:59:59")

    too_early = fire_due(due - timedelta(seconds=1))
    first, second = fire_due(due + 30 * DAY), fire_due(due + 31 * DAY)

    clock.refresh_from_db()
    event = Event.objects.get(kind="clock.fired")
    assert (too_early, first, second) == (0, 1, 0)
    assert clock.fired_at == due
    assert event.occurred_at == due
    assert event.data == {
        "metric": "term",
        "about_kind": "core.calendar",
        "about_id": calendar.pk,
        "noticed_at": (due + 30 * DAY).isoformat(),
    }


def test_a_clock_that_was_stopped_goes_on_with_what_was_left(
    calendar: Calendar, monday: datetime
) -> None:
    start(calendar, monday)
    stop_clock(calendar, "term", at=monday + DAY)

    other_time = continue_clock(calendar, "term", stopped_at=monday, at=monday + 3 * DAY)
    clock = continue_clock(calendar, "term", stopped_at=monday + DAY, at=monday + 3 * DAY)

    assert other_time is None
    assert clock is not None
    assert (clock.stopped_at, clock.due_at) == (None, at("2026-12-02 23:59:59"))
    assert segments(clock) == [
        (monday, monday + DAY, True, ""),
        (monday + DAY, monday + 3 * DAY, False, "stopped"),
        (monday + 3 * DAY, None, True, ""),
    ]


def test_what_was_missed_is_made_up_for_in_order(calendar: Calendar, monday: datetime) -> None:
    for hours in (3, 1, 2):
        moment = monday + timedelta(hours=hours)
        start_clock(calendar, str(hours), Target(moment=moment), calendar=calendar, at=monday)

    fired = [fire_due(monday + DAY, limit=2), fire_due(monday + DAY, limit=2)]

    metrics = [event.data["metric"] for event in Event.objects.order_by("id")]
    assert fired == [2, 1]
    assert metrics == ["1", "2", "3"]


HOUR = timedelta(hours=1)


def test_when_the_time_of_the_machine_is_put_back_a_clock_still_stands_goes_on_and_stops(
    calendar: Calendar, monday: datetime
) -> None:
    clock = start(calendar, monday)

    pause_clock(calendar, "term", at=monday - HOUR, reason="asked")
    resume_clock(calendar, "term", at=monday - HOUR)
    stopped = stop_clock(calendar, "term", at=monday - HOUR)
    assert stopped is not None
    assert stopped.stopped_at == monday
    continue_clock(calendar, "term", stopped_at=monday, at=monday - HOUR)

    clock.refresh_from_db()
    assert clock.due_at == at("2026-11-30 23:59:59")
    assert {since for since, _until, _running, _reason in segments(clock)} == {monday}


def test_when_the_time_of_the_machine_is_put_forward_and_back_a_clock_fires_once(
    calendar: Calendar, monday: datetime
) -> None:
    start(calendar, monday, Target(moment=monday + HOUR / 2))

    assert fire_due(monday + HOUR) == 1
    assert fire_due(monday) == 0
    assert fire_due(monday + HOUR) == 0
    assert Event.objects.filter(kind="clock.fired").count() == 1


def test_a_stopped_clock_never_fires(calendar: Calendar, monday: datetime) -> None:
    clock = start(calendar, monday)

    stop_clock(calendar, "term", at=monday + DAY)

    assert fire_due(monday + 60 * DAY) == 0
    assert segments(clock) == [(monday, monday + DAY, True, "")]
    assert running_metrics(calendar) == frozenset()


def test_a_stopped_clock_can_be_started_anew(calendar: Calendar, monday: datetime) -> None:
    first = start(calendar, monday)
    stop_clock(calendar, "term", at=monday + DAY)

    second = start(calendar, monday + 2 * DAY)

    assert second.pk != first.pk
    assert second.due_at == at("2026-12-02 23:59:59")


def test_a_clock_that_was_due_before_it_stood_still_still_fires(
    calendar: Calendar, monday: datetime
) -> None:
    start(calendar, monday)
    late = monday + 20 * DAY

    pause_clock(calendar, "term", at=late, reason="requester")

    assert fire_due(late) == 1


def test_what_has_fired_keeps_its_moment(calendar: Calendar, monday: datetime) -> None:
    clock = start(calendar, monday)
    fire_due(monday + 20 * DAY)

    pause_clock(calendar, "term", at=monday + 21 * DAY, reason="requester")
    resume_clock(calendar, "term", at=monday + 25 * DAY)

    clock.refresh_from_db()
    assert clock.due_at == clock.fired_at == at("2026-11-30 23:59:59")
    assert len(segments(clock)) == 3


@pytest.mark.parametrize(("begins", "ends"), [(1, 2), (-1, 1), (5, 9)])
@pytest.mark.parametrize("running", [True, False])
def test_the_database_keeps_the_stretches_of_a_clock_apart(
    calendar: Calendar, monday: datetime, begins: int, ends: int, *, running: bool
) -> None:
    clock = start(calendar, monday)
    span = {"since": monday + begins * DAY, "until": monday + ends * DAY}

    with pytest.raises(IntegrityError, match="segment_no_overlap"), transaction.atomic():
        clock.segments.create(**span, running=running)

    assert segments(clock) == [(monday, None, True, "")]


FIRE = """
import django
django.setup()
from loket.core.clock import now
from loket.core.clocks import fire_due
from loket.core.tenancy import acting_in
with acting_in({organisation}):
    fire_due(now())
"""


@pytest.mark.parametrize("point", ["clocks.taken", "clocks.before_commit"])
def test_a_killed_worker_leaves_the_clock_to_the_next_one(own_database: str, point: str) -> None:
    make_organisation()
    calendar = make_calendar()
    start(calendar, at("2026-01-05 09:00"))
    environment = os.environ | {"LOKET_DB_NAME": own_database, "LOKET_CRASH_AT": point}
    environment["DJANGO_SETTINGS_MODULE"] = "loket.config.settings_test"
    command = [sys.executable, "-c", FIRE.format(organisation=calendar.organisation_id)]

    killed = subprocess.run(command, env=environment, check=False)  # noqa: S603  our own words
    left = Event.objects.filter(kind="clock.fired").count()
    fired = [fire_due(at("2026-02-01 09:00")) for _ in range(2)]

    assert killed.returncode == -signal.SIGKILL
    assert left == 0
    assert fired == [1, 0]
    assert Event.objects.filter(kind="clock.fired").count() == 1
