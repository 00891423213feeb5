"""Working calendars, and clocks that run, pause and fire on them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from loket.core.tenancy import TenantModel


class Calendar(TenantModel):
    """When an organisation works; its hours are kept in versions."""

    key = models.CharField(max_length=40)
    region = models.CharField(max_length=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "key"), name="calendar_key"),
        )

    def __str__(self) -> str:
        return self.key


class CalendarVersion(TenantModel):
    """The working hours from a day on; never changed once a clock used it.

    `hours` maps ISO weekday ("1" to "7") to a list of ["08:30", "12:00"] pairs; `closed` lists
    extra days on which nobody works ("2026-12-31").
    """

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions")
    starts_on = models.DateField()
    hours = models.JSONField()
    closed = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("calendar", "starts_on"), name="calendarversion_starts_on"
            ),
        )

    def __str__(self) -> str:
        return f"{self.calendar} {self.starts_on}"


class CalendarDay(TenantModel):
    """The minutes worked on a day, and all minutes worked before its end."""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="days")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    cumulative = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "day"), name="calendarday_day"),)

    def __str__(self) -> str:
        return str(self.day)


class Clock(TenantModel):
    """A term that runs about a thing: it pauses, resumes, fires once or is stopped.

    `target_term` is a term in days ("5wd", "P30D"), `target_minutes` counts working minutes;
    `due_at` is derived from the target and the segments, and is null while the clock is paused. A
    clock without a target fires at a moment that no pause moves.
    """

    about_kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    metric = models.CharField(max_length=40)
    calendar_version = models.ForeignKey(CalendarVersion, models.PROTECT, related_name="+")
    target_term = models.CharField(max_length=20, blank=True, default="")
    target_minutes = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "about_kind", "about_id", "metric"),
                condition=models.Q(stopped_at=None),
                name="clock_one_running",
            ),
            models.CheckConstraint(
                condition=models.Q(target_term="") | models.Q(target_minutes=None),
                name="clock_one_target",
            ),
        )
        indexes = (
            models.Index(
                fields=("organisation", "due_at"),
                condition=models.Q(fired_at=None, stopped_at=None, due_at__isnull=False),
                name="clock_due",
            ),
            models.Index(fields=("about_kind", "about_id"), name="clock_about"),
        )

    def __str__(self) -> str:
        return f"{self.metric} {self.about_kind} {self.about_id}"


class TimeSpan(models.Func):
    """A span of time, half open: from `since` up to but not including `until`."""

    function = "TSTZRANGE"


class ClockSegment(TenantModel):
    """A stretch during which a clock ran (`running`) or stood still; appended, never overwritten."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="segments")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    running = models.BooleanField()
    reason = models.CharField(max_length=40, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clock",), condition=models.Q(until=None), name="segment_one_open"
            ),
            ExclusionConstraint(
                name="segment_no_overlap",
                expressions=(
                    ("clock", RangeOperators.EQUAL),
                    (TimeSpan("since", "until"), RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.since} {'runs' if self.running else 'stands still'}"
