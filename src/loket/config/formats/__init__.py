"""Dates and numbers per language and region (BE dd/mm/yyyy, NL dd-mm-yyyy), Monday first.

In Django `S` is the English sign behind the number of a day, in every language. Here it is the
one of French, the only one of our languages that has any: 1er décembre, 2 décembre.
"""

from datetime import date

from django.utils.dateformat import DateFormat


def sign_of_the_day(self: DateFormat) -> str:
    """What French puts behind the number of a day."""
    return "er" if isinstance(self.data, date) and self.data.day == 1 else ""


DateFormat.S = sign_of_the_day  # type: ignore[method-assign]
