"""Clocks that run, stand still, go on, fire once and stop; what a clock was is never overwritten.

A clock is about a thing and has a metric ("term"). When it is due it fires: an event `clock.fired`
is recorded with the moment at which it was due, also when that is noticed late. Modules above
react to the event; whether it still matters then is theirs to see. The event also says when it was
noticed, for what may not follow at once upon something that came late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.db.models import QuerySet

from loket.core.acting import Acting
from loket.core.calendars import version_id_at, work_calendar
from loket.core.crash import crash_point
from loket.core.due import Stretch, due_after_minutes, due_after_term
from loket.core.durations import Duration
from loket.core.events import record
from loket.core.models import Calendar, Clock, ClockSegment, Event
from loket.core.prepared import prepared

STOPPED = "stopped"
"""Why a clock stood still that was stopped by mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How long a clock runs: a term in days, working minutes, or until a moment that stands."""

    term: Duration | None = None
    minutes: int | None = None
    moment: datetime | None = None


@transaction.atomic
def start_clock(
    about: models.Model,
    metric: str,
    target: Target,
    *,
    calendar: Calendar,
    at: datetime,
    paused_for: str = "",
) -> Clock:
    """Start a clock; with `paused_for` it stands still from the beginning.

    A clock that ends at a moment never stands still.
    """
    clock = Clock(
        about_kind=about._meta.label_lower,
        about_id=about.pk,
        metric=metric,
        calendar_version_id=version_id_at(calendar, at),
        target_term=str(target.term) if target.term else "",
        target_minutes=target.minutes,
        started_at=at,
        due_at=target.moment,
    )
    if target.moment is None:
        clock.due_at = _reckon(clock, [Stretch(at, None, running=not paused_for)])
    clock.save(force_insert=True)
    if target.moment is None:
        _begin(clock, at, running=not paused_for, reason=paused_for)
    return clock


def start_alarms(
    alarms: Sequence[tuple[models.Model, datetime]],
    metric: str,
    *,
    calendar: Calendar,
    at: datetime,
) -> None:
    """Start clocks about many things at once, each of which ends at a moment."""
    Clock.objects.bulk_create(
        Clock(
            about_kind=about._meta.label_lower,
            about_id=about.pk,
            metric=metric,
            calendar_version_id=version_id_at(calendar, at),
            started_at=at,
            due_at=moment,
        )
        for about, moment in alarms
    )


def stop_alarms(abouts: Sequence[models.Model], metric: str, *, at: datetime) -> None:
    """End the clocks of many things of one kind at once."""
    if abouts:
        kind, keys = abouts[0]._meta.label_lower, [about.pk for about in abouts]
        Clock.objects.filter(
            about_kind=kind, about_id__in=keys, metric=metric, stopped_at=None
        ).update(stopped_at=at)


@transaction.atomic
def pause_clock(about: models.Model, metric: str, *, at: datetime, reason: str) -> Clock | None:
    """Let a clock stand still; nothing happens when it does so already, or is not there."""
    return _switch(about, metric, at, running=False, reason=reason)


@transaction.atomic
def resume_clock(about: models.Model, metric: str, *, at: datetime) -> Clock | None:
    """Let a clock go on; nothing happens when it runs already, or is not there."""
    return _switch(about, metric, at, running=True, reason="")


@transaction.atomic
def stop_clock(about: models.Model, metric: str, *, at: datetime) -> Clock | None:
    """End a clock; it fires no more. Nothing happens when there is none."""
    clock = _lock(about, metric)
    if clock is None:
        return None
    at = _not_before(clock, at)
    clock.segments.filter(until=None).update(until=at)
    clock.stopped_at = at
    clock.save(update_fields=["stopped_at"])
    return clock


@transaction.atomic
def continue_clock(
    about: models.Model, metric: str, *, stopped_at: datetime, at: datetime, paused_for: str = ""
) -> Clock | None:
    """Let a clock that was stopped at that moment go on with what was left; None without one.

    Since then it stood still. One that had fired fires no more.
    """
    clock = (
        Clock.objects.select_for_update()
        .filter(
            about_kind=about._meta.label_lower,
            about_id=about.pk,
            metric=metric,
            stopped_at=stopped_at,
        )
        .last()
    )
    if clock is None:
        return None
    clock.stopped_at = None
    clock.save(update_fields=["stopped_at"])
    at = max(at, stopped_at)
    if clock.segments.exists():
        ClockSegment.objects.create(
            clock=clock, since=stopped_at, until=at, running=False, reason=STOPPED
        )
        _begin(clock, at, running=not paused_for, reason=paused_for)
        _set_due(clock)
    return clock


@transaction.atomic
def change_clock(
    about: models.Model, metric: str, target: Target, *, calendar: Calendar, at: datetime
) -> Clock | None:
    """Let something else be measured from the same beginning on; None without a clock.

    The clock that was stays as it was, stopped; a new one takes over when it ran and stood still.
    What would be over by now begins now: nobody had that term before.
    """
    old = _lock(about, metric)
    if old is None:
        return None
    at = _not_before(old, at)
    was = list(old.segments.order_by("since", "pk"))
    stop_clock(about, metric, at=at)
    made = Clock(
        about_kind=old.about_kind,
        about_id=old.about_id,
        metric=metric,
        calendar_version_id=version_id_at(calendar, at),
        target_term=str(target.term) if target.term else "",
        target_minutes=target.minutes,
        started_at=old.started_at,
    )
    past = [Stretch(one.since, one.until or at, running=one.running) for one in was]
    due = _reckon(made, [*past, Stretch(at, None, running=True)])
    if due is None or due <= at:
        standing = "" if was[-1].running else was[-1].reason
        return start_clock(about, metric, target, calendar=calendar, at=at, paused_for=standing)
    made.save(force_insert=True)
    ClockSegment.objects.bulk_create(
        ClockSegment(
            clock=made, since=one.since, until=one.until, running=one.running, reason=one.reason
        )
        for one in was
    )
    _set_due(made)
    return made


def running_metrics(about: models.Model) -> frozenset[str]:
    """Return the clocks of a thing that have neither fired nor stopped, standing still or not."""
    clocks = Clock.objects.filter(
        about_kind=about._meta.label_lower, about_id=about.pk, stopped_at=None, fired_at=None
    )
    return frozenset(clocks.values_list("metric", flat=True))


def expected_at(clock: Clock, goes_on_at: datetime) -> datetime:
    """Return when a clock is due; when it stands still, as if it went on at that moment."""
    if clock.due_at is not None:
        return clock.due_at
    *before, standing = _stretches(clock)
    ended = Stretch(standing.since, max(standing.since, goes_on_at), running=False)
    going = Stretch(max(standing.since, goes_on_at), None, running=True)
    due = _reckon(clock, [*before, ended, going])
    return due or goes_on_at


@transaction.atomic
def fire_due(now: datetime, limit: int = 100) -> int:
    """Fire the clocks that are due, the oldest first; return how many.

    Two workers never take the same clock; a worker that is killed half way leaves no trace, and
    the next one finds the clock again. What was missed during a stop is made up for, each clock
    once, and written with the moment at which it was due.
    """
    due = Clock.objects.filter(fired_at=None, stopped_at=None, due_at__lte=now)
    taken = list(due.select_for_update(skip_locked=True).order_by("due_at", "pk")[:limit])
    crash_point("clocks.taken")
    for clock in taken:
        _fire(clock, now)
    crash_point("clocks.before_commit")
    return len(taken)


def _fire(clock: Clock, now: datetime) -> None:
    assert clock.due_at is not None  # noqa: S101  the query asked for it
    clock.fired_at = clock.due_at
    clock.save(update_fields=["fired_at"])
    record(
        "clock.fired",
        clock,
        by=Acting(None, clock.organisation_id, clock.due_at, channel="clock"),
        visibility=Event.Visibility.AUDIT,
        idem=f"clock:{clock.pk}",
        metric=clock.metric,
        about_kind=clock.about_kind,
        about_id=clock.about_id,
        noticed_at=now.isoformat(),
    )


def _lock(about: models.Model, metric: str) -> Clock | None:
    return (
        Clock.objects.select_for_update()
        .filter(
            about_kind=about._meta.label_lower,
            about_id=about.pk,
            metric=metric,
            stopped_at=None,
        )
        .first()
    )


def _switch(
    about: models.Model, metric: str, at: datetime, *, running: bool, reason: str
) -> Clock | None:
    clock = _lock(about, metric)
    if clock is None or not clock.segments.filter(until=None, running=not running).exists():
        return clock
    at = _not_before(clock, at)
    clock.segments.filter(until=None).update(until=at)
    _begin(clock, at, running=running, reason=reason)
    _set_due(clock)
    return clock


def _not_before(clock: Clock, at: datetime) -> datetime:
    """The moment, or the beginning of the stretch that is going on: the machine's clock was put back."""
    began = clock.segments.filter(until=None).values_list("since", flat=True).first()
    return max(at, began) if began else at


def _begin(clock: Clock, at: datetime, *, running: bool, reason: str) -> None:
    ClockSegment.objects.create(clock=clock, since=at, running=running, reason=reason)


def _set_due(clock: Clock) -> None:
    """Work out when the clock is due; what has fired stays as it is."""
    if clock.fired_at is None:
        clock.due_at = _reckon(clock, _stretches(clock))
        clock.save(update_fields=["due_at"])


def _reckon(clock: Clock, stretches: list[Stretch]) -> datetime | None:
    calendar = work_calendar(clock.calendar_version_id)
    if clock.target_term:
        return due_after_term(Duration.parse(clock.target_term), stretches, calendar)
    return due_after_minutes(clock.target_minutes or 0, stretches, calendar)


def _stretches(clock: Clock) -> list[Stretch]:
    return [Stretch(*segment) for segment in segments_of(clock.pk)]


@prepared
def segments_of(clock_id: int) -> QuerySet[ClockSegment, tuple[datetime, datetime | None, bool]]:
    """When a clock ran and when it stood still, from the first to the last."""
    segments = ClockSegment.objects.filter(clock=clock_id).order_by("since", "pk")
    return segments.values_list("since", "until", "running")
