"""Organisations and calendars for the tests of the foundation."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from loket.core.calendars import publish_calendar
from loket.core.models import Calendar, Organisation
from loket.core.tenancy import enter_organisation

HOURS = {str(day): [["08:30", "12:00"], ["13:00", "17:00"]] for day in range(1, 6)}


def make_organisation(
    slug: str = "zonnedorp", region: str = "BE", enter: bool = True
) -> Organisation:
    """Make an organisation, and by default let the test act in it."""
    zone = "Europe/Brussels" if region == "BE" else "Europe/Amsterdam"
    organisation = Organisation.objects.create(
        slug=slug,
        name=slug.title(),
        region=region,
        time_zone=zone,
        languages=["nl", "fr", "de", "en"],
        theme="default",
    )
    if enter:
        enter_organisation(organisation.pk)
    return organisation


def make_calendar(key: str = "kantoor", region: str = "BE") -> Calendar:
    """Make a calendar of ordinary office hours."""
    version = publish_calendar(key, region=region, starts_on=date(2026, 1, 1), hours=HOURS)
    return version.calendar


def at(text: str, calendar: Calendar) -> datetime:
    """Read "2026-11-20 09:12" as the clock on the wall of the office."""
    zone = ZoneInfo(calendar.organisation.time_zone)
    return datetime.fromisoformat(text).replace(tzinfo=zone)
