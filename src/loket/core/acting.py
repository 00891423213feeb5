"""Who acts, for whom, when and through which channel: every action asks for it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

IMPORTED = "import"
"""The channel of what happened in the past or elsewhere; nobody waits for what follows from it."""


@dataclass(frozen=True, slots=True)
class Acting:
    """One person doing one thing at one moment.

    `person_id` is None when the system acts by itself (a clock, a job). `at` is an aware moment,
    fixed by the door at the start of the request; actions never read the clock. `time_zone` is
    the organisation's, so that "today" is the day on its wall; `region` says how people there
    write telephone numbers and addresses.
    """

    person_id: int | None
    organisation_id: int
    at: datetime
    channel: str = "web"
    language: str = "nl"
    time_zone: str = "Europe/Brussels"
    region: str = "BE"
    on_behalf_of: int | None = None
    mandate_id: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def today(self) -> date:
        """The day in the organisation's time zone."""
        return self.at.astimezone(self.zone).date()

    @property
    def hour(self) -> int:
        """The hour on the clock of the organisation's wall."""
        return self.at.astimezone(ZoneInfo(self.time_zone)).hour

    def later(self, at: datetime) -> Self:
        """The same person at another moment."""
        return replace(self, at=at)

    def as_system(self) -> Self:
        """The system, acting as a consequence of what this person did."""
        return replace(self, person_id=None)
