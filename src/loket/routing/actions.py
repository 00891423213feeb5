"""Make and change queues."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Calendar, Event
from loket.people.models import Unit
from loket.routing.models import Queue


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """What a queue is: its words, its team, and how fast it answers in working days."""

    texts: Mapping[str, Mapping[str, str]]
    team: Unit
    calendar: Calendar
    term_days: int = 5
    personnel: bool = False
    alert: str = Queue.Alert.NONE


@transaction.atomic
def put_queue(slug: str, plan: QueuePlan, *, by: Acting) -> Queue:
    """Make a queue, or change the one with this slug; work in it keeps its term."""
    queue, _made = Queue.objects.update_or_create(
        slug=slug,
        defaults={
            "texts": plan.texts,
            "team": plan.team,
            "calendar": plan.calendar,
            "term_days": plan.term_days,
            "personnel": plan.personnel,
            "alert": plan.alert,
        },
    )
    record("queue.changed", queue, by=by, visibility=Event.Visibility.AUDIT)
    return queue
