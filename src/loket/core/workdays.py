"""A working calendar: which days and hours count, and how long it takes until so much is worked.

Pure arithmetic over a table of days. The minutes of a day are real minutes: on the day that the
clock goes forward at night, an office that is open all night works an hour less.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

type Hours = Mapping[int, Sequence[tuple[time, time]]]
"""ISO weekday (1 is Monday) to the stretches worked on it."""

END_OF_DAY = time(23, 59, 59)
"""A term of days ends on its last day: shown with that date, over when the day is over."""


class CalendarEndsError(Exception):
    """A moment lies before or after the days that the calendar knows."""


def read_hours(hours: Mapping[str, Sequence[Sequence[str]]]) -> Hours:
    """Read {"1": [["08:30", "12:00"], …]} as it is kept and as packs write it."""
    return {
        int(weekday): [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs]
        for weekday, pairs in hours.items()
    }


@dataclass(frozen=True)
class WorkCalendar:
    """Days from `first` on, with the minutes worked on each; immutable, so it may be cached."""

    zone: ZoneInfo
    hours: Hours
    first: date
    minutes: Sequence[int]
    _worked: Sequence[int] = field(init=False, repr=False)
    _workdays: Sequence[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Add up once what was worked at the end of each day, in minutes and in days."""
        object.__setattr__(self, "_worked", tuple(accumulate(self.minutes)))
        days = accumulate(1 if minutes else 0 for minutes in self.minutes)
        object.__setattr__(self, "_workdays", tuple(days))

    @property
    def last(self) -> date:
        return self.first + timedelta(days=len(self.minutes) - 1)

    # Days

    def day_of(self, moment: datetime) -> date:
        """The day on the wall of the office."""
        return moment.astimezone(self.zone).date()

    def is_workday(self, day: date) -> bool:
        return self.minutes[self._index(day)] > 0

    def on_or_after(self, day: date) -> date:
        """Return the day itself, or the next working day when nobody works on it.

        Source: Algemene termijnenwet, art. 1(1).
        """
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def add_workdays(self, day: date, days: int) -> date:
        """Return the last of so many working days after `day`, which itself does not count."""
        if days == 0:
            return self.on_or_after(day)
        wanted = self._workdays[self._index(day)] + days
        return self._day(bisect_left(self._workdays, wanted))

    def workdays_between(self, after: date, until: date) -> int:
        """Count the working days after the one day up to and including the other."""
        return self._workdays[self._index(until)] - self._workdays[self._index(after)]

    def end_of(self, day: date) -> datetime:
        return datetime.combine(day, END_OF_DAY, self.zone)

    def opening(self, day: date) -> datetime:
        """The moment at which work begins on a day, or on the next working day."""
        start, _ = next(iter(self._stretches(self.on_or_after(day))))
        return start

    # Minutes

    def worked_before(self, moment: datetime) -> timedelta:
        """Return what was worked since the first day of the calendar."""
        day = self.day_of(moment)
        index = self._index(day)
        done = timedelta(minutes=self._worked[index] - self.minutes[index])
        if self.minutes[index]:
            for start, end in self._stretches(day):
                done += max(min(moment, end) - start, timedelta())
        return done

    def worked_between(self, since: datetime, until: datetime) -> timedelta:
        return self.worked_before(until) - self.worked_before(since)

    def minutes_between(self, since: datetime, until: datetime) -> int:
        """Count the whole minutes worked between two moments."""
        return self.worked_between(since, until) // timedelta(minutes=1)

    def add_minutes(self, moment: datetime, minutes: int) -> datetime:
        return self.add_worked(moment, timedelta(minutes=minutes))

    def add_worked(self, moment: datetime, amount: timedelta) -> datetime:
        """Return the first moment at which so much more is worked."""
        if amount <= timedelta():
            return moment
        wanted = self.worked_before(moment) + amount
        index = bisect_left(self._worked, -(-wanted // timedelta(minutes=1)))
        left = wanted - timedelta(minutes=self._worked_until(index))
        for start, end in self._stretches(self._day(index)):
            if left <= end - start:
                return (start + left).astimezone(moment.tzinfo or UTC)
            left -= end - start
        raise CalendarEndsError(moment)

    def _worked_until(self, index: int) -> int:
        return self._worked[index] - self.minutes[index] if index < len(self.minutes) else 0

    def _stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        return stretches(day, self.hours, self.zone)

    def _index(self, day: date) -> int:
        index = (day - self.first).days
        if not 0 <= index < len(self.minutes):
            raise CalendarEndsError(day)
        return index

    def _day(self, index: int) -> date:
        if index >= len(self.minutes):
            raise CalendarEndsError(index)
        return self.first + timedelta(days=index)


def stretches(day: date, hours: Hours, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield the stretches worked on a day as moments in UTC, so that differences are real time."""
    for start, end in hours.get(day.isoweekday(), ()):
        begin = datetime.combine(day, start, zone).astimezone(UTC)
        finish = datetime.combine(day, end, zone).astimezone(UTC)
        if finish > begin:
            yield begin, finish


def minutes_worked(day: date, hours: Hours, zone: ZoneInfo) -> int:
    """Return the minutes worked on an ordinary day of that weekday."""
    worked = (end - start for start, end in stretches(day, hours, zone))
    return sum(worked, timedelta()) // timedelta(minutes=1)


def lay_out(
    first: date, last: date, *, hours: Hours, zone: ZoneInfo, closed: Iterable[date]
) -> Sequence[int]:
    """Return the minutes worked on each day from the first to the last; none on closed days."""
    shut = frozenset(closed)
    days = [first + timedelta(days=number) for number in range((last - first).days + 2)]
    midnights = [datetime.combine(day, time.min, zone).utcoffset() for day in days]
    usual: dict[int, int] = {}
    laid = []
    for number, day in enumerate(days[:-1]):
        if day in shut:
            laid.append(0)
        elif midnights[number] != midnights[number + 1]:  # the clock changes on this day
            laid.append(minutes_worked(day, hours, zone))
        else:
            weekday = day.isoweekday()
            if weekday not in usual:
                usual[weekday] = minutes_worked(day, hours, zone)
            laid.append(usual[weekday])
    return tuple(laid)
