"""Sizes, amounts and moments as people write them in their language and region."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

KILO = 1000


def file_size(size: int) -> str:
    """Write a number of bytes: 184 kB, 2,1 MB."""
    if size < KILO:
        return _("%(size)s bytes") % {"size": size}
    if size < KILO * KILO:
        return _("%(size)s kB") % {"size": formats.number_format(round(size / KILO))}
    mega = size / KILO / KILO
    return _("%(size)s MB") % {"size": formats.number_format(mega, 1 if mega % 1 >= 0.05 else 0)}


def money(amount: Decimal | int, currency: str = "€") -> str:
    """Write an amount with its sign where the language puts it."""
    number = formats.number_format(amount, 2, force_grouping=True)
    return pgettext("bedrag", "%(currency)s %(number)s") % {"currency": currency, "number": number}


def day(value: date, today: date) -> str:
    """Write a day: vandaag, gisteren, 18 november, 18 november 2025."""
    if value == today:
        return _("vandaag")
    if (today - value).days == 1:
        return _("gisteren")
    if (value - today).days == 1:
        return _("morgen")
    form = "MONTH_DAY_FORMAT" if value.year == today.year else "DATE_FORMAT"
    return formats.date_format(value, form)


def moment(value: datetime, today: date) -> str:
    """Write a moment in the time zone that is in force: vandaag, 9.12 uur."""
    local = value.astimezone(timezone.get_current_timezone())
    return _("%(day)s, %(time)s") % {
        "day": day(local.date(), today),
        "time": formats.time_format(local.time()),
    }


def weekday(value: datetime, today: date) -> str:
    """Write the day above a part of a timeline: Vandaag, vrijdag 20 november."""
    local = value.astimezone(timezone.get_current_timezone()).date()
    form = "WEEKDAY_FORMAT" if local.year == today.year else "LONG_DATE_FORMAT"
    written = formats.date_format(local, form)
    if local == today:
        return _("Vandaag, %(day)s") % {"day": written}
    return written[:1].upper() + written[1:]
