"""Terms as forms and packs write them: `5wd` is five working days, `P14D` fourteen calendar days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from loket.core.workdays import WorkCalendar

_WORKING = re.compile(r"(?P<workdays>\d{1,4})wd")
_CALENDAR = re.compile(
    r"P(?=\d)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?"
    r"(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A term in working days, or in years, months, weeks and days of the calendar."""

    workdays: int = 0
    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `5wd` or an ISO 8601 duration without a time; ValueError on anything else."""
        match = _WORKING.fullmatch(text) or _CALENDAR.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return cls(**{unit: int(count) for unit, count in match.groupdict("0").items()})

    def __str__(self) -> str:
        if self.workdays:
            return f"{self.workdays}wd"
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0D")

    def after(self, day: date) -> date:
        """Return the day so many calendar days later; the end of a month stays the end of a month."""
        month = day.month - 1 + self.months
        year, month = day.year + self.years + month // 12, month % 12 + 1
        last = monthrange(year, month)[1]
        return date(year, month, min(day.day, last)) + timedelta(weeks=self.weeks, days=self.days)

    def ends_on(self, day: date, calendar: WorkCalendar) -> date:
        """Return the last day of the term; one that ends on a day off runs on to a working day.

        Source: Algemene termijnenwet, art. 1(1).
        """
        if self.workdays:
            return calendar.add_workdays(day, self.workdays)
        return calendar.on_or_after(self.after(day))
