"""The stories of a demo: what somebody asked, and what happened then, at moments before now.

A moment is `-12wd 14:32` (twelve working days ago at 14.32) or `-40d 09:10` (forty days ago). A
date in an answer may be `+30d`: thirty days after the story begins.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from loket.core.packing import CODE, FLAG, TEXT, WORDS, Entry, by_name, listed, shape
from loket.core.workdays import WorkCalendar

MOMENT = re.compile(r"-(?P<number>\d{1,3})(?P<unit>wd|d) (?P<time>[0-2]\d:[0-5]\d)")
LATER = re.compile(r"(?P<sign>[+-])(?P<number>\d{1,4})d")

DEEDS = (
    "approve", "refuse_approval", "claim", "assign", "release", "start", "ask", "answer",
    "stop_waiting", "message", "read", "write", "note", "return", "correct", "check_document",
    "refuse_document", "deliver", "add_document", "waive_document", "propose", "accept", "refuse",
    "close", "cancel", "withdraw", "ask_withdrawal", "decline_withdrawal", "confirm_withdrawal",
    "reopen", "supersede", "consult", "give_opinion",
)  # fmt: skip

AT = {"type": "string", "pattern": r"^-\d{1,3}(wd|d) [0-2]\d:[0-5]\d$"}
STEP = shape(
    {"at": AT, "by": CODE, "do": {"enum": DEEDS}},
    {
        "text": TEXT,
        "to": CODE,
        "case": CODE,
        "whom": {"enum": ["requester", "personnel", "manager", "third"]},
        "name": TEXT,
        "slot": WORDS,
        "files": listed(TEXT),
        "answers": {"type": "object"},
    },
)
STORY = shape(
    {"who": CODE, "form": TEXT, "at": AT},
    {
        "name": TEXT,
        "about": CODE,
        "answers": {"type": "object"},
        "groups": by_name(listed({"type": "object"})),
        "files": by_name(listed(TEXT)),
        "later": listed(TEXT),
        "reasons": by_name(TEXT),
        "submit": FLAG,
        "then": listed(STEP),
    },
)


def moment(text: str, now: datetime, calendar: WorkCalendar) -> datetime:
    """The moment that a story speaks of, on the wall of the office."""
    found = MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day = now.astimezone(calendar.zone).date()
    number = int(found["number"])
    if found["unit"] == "d":
        day -= timedelta(days=number)
    else:
        day = workday_before(day, number, calendar)
    return datetime.combine(day, time.fromisoformat(found["time"]), calendar.zone)


def workday_before(day: date, number: int, calendar: WorkCalendar) -> date:
    """The day so many working days before a day; 0 is the day itself, or the last one before it."""
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    for _step in range(number):
        day -= timedelta(days=1)
        while not calendar.is_workday(day):
            day -= timedelta(days=1)
    return day


def dated(value: Any, begin: datetime, zone: ZoneInfo) -> Any:  # noqa: ANN401  an answer
    """An answer in which `+30d` has become the day so long after the story begins."""
    if isinstance(value, Mapping):
        return {key: dated(one, begin, zone) for key, one in value.items()}
    if isinstance(value, list):
        return [dated(one, begin, zone) for one in value]
    found = LATER.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    days = timedelta(days=int(f"{found['sign']}{found['number']}"))
    return (begin.astimezone(zone).date() + days).isoformat()


def persons_of(story: Entry) -> list[tuple[str, str]]:
    """Everybody whom a story names, with the place."""
    found = [(place, story[place]) for place in ("who", "about") if place in story]
    for index, step in enumerate(story.get("then", ())):
        found.append((f"then[{index}].by", step["by"]))
        if "to" in step:
            found.append((f"then[{index}].to", step["to"]))
    return found
