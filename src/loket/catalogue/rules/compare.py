"""Comparing two answers: numbers as numbers, dates as dates, all else only as the same text."""

import re
from typing import Literal

from loket.catalogue.rules.dates import DATE, DATETIME, TIME
from loket.catalogue.rules.values import Json

# A decimal travels as text. Fifteen digits before and ten after the point fit both Python and
# a browser exactly; anything else is not a number here.
CANONICAL = re.compile(r"(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,10}))?", re.ASCII)
MOST = 10**15
SCALE = 10**10
SHORTEST_DATE = len("2026-11-21")
LONGEST = len("2026-11-21T10:42")


def number(value: Json) -> int | None:
    """Return a number times ten to the tenth, None when it is not a number.

    A broken number has only one canonical form, text: `"0.5"`, never 0.5.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return int(value) * SCALE if abs(value) < MOST else None
    found = CANONICAL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    sign, whole, part = found.groups()
    return int(f"{sign}{whole}{part or '':0<10}")


def temporal(value: Json) -> Literal["", "day", "time"]:
    """Say whether a text is a day (with or without a time) or a time of the day."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return ""
    if value[4:5] == "-":
        return "day" if DATE.fullmatch(value) or DATETIME.fullmatch(value) else ""
    return "time" if value[2:3] == ":" and TIME.fullmatch(value) else ""


def compare(left: Json, right: Json) -> int | None:
    """Return -1, 0 or 1, or None when the two have no order."""
    kind = temporal(left)
    if kind and kind == temporal(right):
        x, y = str(left), str(right)
        if len(x) != len(y):  # a moment against a day: the day decides
            x, y = x[:SHORTEST_DATE], y[:SHORTEST_DATE]
        return (x > y) - (x < y)
    a, b = number(left), number(right)
    return None if a is None or b is None else (a > b) - (a < b)


def equal(left: Json, right: Json) -> bool:
    """Say whether two answers are the same; absent and compound values never are."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, str) and left == right:
        return True
    return compare(left, right) == 0
