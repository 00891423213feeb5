"""Working calendars in the database: written once, only ever lengthened, and read from memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from loket.core.errors import RuleError
from loket.core.models import Calendar, CalendarVersion
from loket.core.publicholidays import public_holidays
from loket.core.workdays import WorkCalendar, lay_out, read_hours

YEARS_BEFORE, YEARS_AHEAD = 1, 12
"""How far a version reaches: terms that begin before its first day, and the longest terms."""
YEARS_LEFT = 8
"""A version that reaches less far than this is lengthened."""

_LAY_DAYS = """
    INSERT INTO core_calendarday (organisation_id, version_id, day, minutes, cumulative)
    SELECT %(organisation)s, %(version)s, %(first)s::date + number::int - 1, minutes,
        %(before)s + sum(minutes) OVER (ORDER BY number)
    FROM unnest(%(minutes)s::int[]) WITH ORDINALITY AS laid (minutes, number)
"""
"""Five thousand rows at once: as objects they take five times as long."""

StoredHours = Mapping[str, Sequence[Sequence[str]]]


@transaction.atomic
def publish_calendar(
    key: str,
    *,
    region: str,
    starts_on: date,
    hours: StoredHours,
    closed: Iterable[date] = (),
) -> CalendarVersion:
    """Write a version of a calendar with its table of days; the same version twice is one.

    Terms that run keep the version they began with, so a version is never changed: other hours
    need another first day.
    """
    calendar, _ = Calendar.objects.get_or_create(key=key, defaults={"region": region})
    wanted = (
        {weekday: [list(pair) for pair in pairs] for weekday, pairs in hours.items()},
        sorted(day.isoformat() for day in closed),
    )
    found = calendar.versions.filter(starts_on=starts_on).first()
    if found and (found.hours, found.closed) == wanted and calendar.region == region:
        return found
    if found or calendar.region != region:
        raise RuleError(
            f"calendar {key}, {starts_on}: kept as it is; give other hours another first day",
            code="calendar_immutable",
        )
    version = CalendarVersion.objects.create(
        calendar=calendar, starts_on=starts_on, hours=wanted[0], closed=wanted[1]
    )
    _lay_days(version, date(starts_on.year - YEARS_BEFORE, 1, 1), starts_on.year + YEARS_AHEAD)
    forget_calendars()
    return version


def version_on(calendar: Calendar, day: date) -> CalendarVersion:
    """Return the version of a calendar that holds on a day; before the first one, the first."""
    versions = calendar.versions.order_by("-starts_on")
    found = versions.filter(starts_on__lte=day).first() or versions.last()
    if found is None:
        raise LookupError(f"calendar {calendar.pk} has no version")
    return found


def work_calendar(version_id: int) -> WorkCalendar:
    """Return the table of days of a version, read once by each process."""
    return _read(version_id)


def calendar_on(calendar: Calendar, day: date) -> WorkCalendar:
    """Return the table of days that holds on a day."""
    return work_calendar(_version_id(calendar.pk, day))


def version_id_at(calendar: Calendar, at: datetime) -> int:
    """Return the version that holds at a moment, without asking the database twice a day."""
    return _version_id(calendar.pk, at.astimezone(_zone(calendar.pk)).date())


def calendar_at(calendar: Calendar, at: datetime) -> WorkCalendar:
    """Return the table of days that holds at a moment."""
    return work_calendar(version_id_at(calendar, at))


def forget_calendars() -> None:
    """Read all calendars anew."""
    for known in (_read, _version_id, _zone):
        known.cache_clear()


@transaction.atomic
def lengthen_calendars(today: date) -> int:
    """Add days to the versions that do not reach far enough; return how many were lengthened."""
    lengthened = 0
    for version in CalendarVersion.objects.select_for_update().order_by("pk"):
        last = version.days.latest("day").day
        if last.year - today.year < YEARS_LEFT:
            _lay_days(version, last + timedelta(days=1), today.year + YEARS_AHEAD)
            lengthened += 1
    return lengthened


@lru_cache(maxsize=256)
def _zone(calendar_id: int) -> ZoneInfo:
    calendar = Calendar.objects.select_related("organisation").get(pk=calendar_id)
    return ZoneInfo(calendar.organisation.time_zone)


@lru_cache(maxsize=1024)
def _version_id(calendar_id: int, day: date) -> int:
    return version_on(Calendar(pk=calendar_id), day).pk


@lru_cache(maxsize=256)
def _read(version_id: int) -> WorkCalendar:
    version = CalendarVersion.objects.select_related("organisation").get(pk=version_id)
    days = list(version.days.order_by("day").values_list("day", "minutes"))
    return WorkCalendar(
        zone=ZoneInfo(version.organisation.time_zone),
        hours=read_hours(version.hours),
        first=days[0][0],
        minutes=tuple(minutes for _, minutes in days),
    )


def _lay_days(version: CalendarVersion, first: date, last_year: int) -> None:
    region, zone = version.calendar.region, ZoneInfo(version.organisation.time_zone)
    closed = public_holidays(region, range(first.year, last_year + 1))
    closed |= {date.fromisoformat(day) for day in version.closed}
    minutes = lay_out(
        first, date(last_year, 12, 31), hours=read_hours(version.hours), zone=zone, closed=closed
    )
    before = version.days.order_by("-day").values_list("cumulative", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute(
            _LAY_DAYS,
            {
                "organisation": version.organisation_id,
                "version": version.pk,
                "first": first,
                "before": before,
                "minutes": list(minutes),
            },
        )
