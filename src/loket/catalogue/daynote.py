"""A remark below a date: it falls in the weekend, or on a public holiday."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from loket.catalogue.rules.dates import parse_date
from loket.catalogue.rules.values import Json
from loket.core.publicholidays import holiday_name

FRIDAY = 5


def day_note(value: Json, region: str, language: str) -> str:
    """The sentence for a day on which people usually do not work; empty for other days."""
    day = parse_date(value) if isinstance(value, str) else None
    if day is None or not _is_near(day):
        return ""
    holiday = holiday_name(region, day, language)
    named = {"day": formats.date_format(day, "l"), "holiday": holiday}
    if holiday:
        return _("Dat is een feestdag: %(holiday)s.") % named
    if day.isoweekday() > FRIDAY:
        return _("Dat is een %(day)s.") % named
    return ""


def _is_near(day: date) -> bool:
    """Only days of our time: nobody minds on which day a birth in 1950 fell."""
    return date(2000, 1, 1) <= day <= date(2100, 1, 1)
