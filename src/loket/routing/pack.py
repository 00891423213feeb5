"""The section of a pack with the queues."""

from collections.abc import Iterator

from loket.core.acting import Acting
from loket.core.models import Calendar
from loket.core.packing import (
    CODE,
    COUNT,
    FLAG,
    SLUG,
    TEXTS,
    Entry,
    Mention,
    Section,
    shape,
)
from loket.people.models import Unit
from loket.routing.actions import QueuePlan, put_queue
from loket.routing.models import Queue


def present_queues() -> dict[str, Entry]:
    """The queues."""
    return {
        queue.slug: {
            "name": queue.texts["name"],
            "team_name": queue.texts["team"],
            "team": queue.team.slug,
            "calendar": queue.calendar.key,
            "term_days": queue.term_days,
            "personnel": queue.personnel,
            "alert": queue.alert,
        }
        for queue in Queue.objects.select_related("team", "calendar").order_by("pk")
    }


def write_queue(key: str, entry: Entry, by: Acting) -> None:
    """Make or change a queue."""
    plan = QueuePlan(
        texts={"name": entry["name"], "team": entry["team_name"]},
        team=Unit.objects.get(slug=entry["team"]),
        calendar=Calendar.objects.get(key=entry["calendar"]),
        term_days=entry["term_days"],
        personnel=entry["personnel"],
        alert=entry["alert"],
    )
    put_queue(key, plan, by=by)


def mentions_of_queue(entry: Entry) -> Iterator[Mention]:
    """The team and the calendar."""
    yield Mention("team", "units", entry["team"])
    yield Mention("calendar", "calendars", entry["calendar"])


QUEUES = Section(
    name="queues",
    shape=shape(
        {"name": TEXTS, "team_name": TEXTS, "team": CODE, "calendar": CODE},
        {"term_days": COUNT, "personnel": FLAG, "alert": {"enum": Queue.Alert.values}},
    ),
    defaults={"term_days": 5, "personnel": False, "alert": Queue.Alert.NONE.value},
    present=present_queues,
    write=write_queue,
    mentions=mentions_of_queue,
    keys=SLUG,
)
