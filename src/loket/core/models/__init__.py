"""The tables of the foundation, by noun."""

from loket.core.models.clock import Calendar, CalendarDay, CalendarVersion, Clock, ClockSegment
from loket.core.models.event import Event
from loket.core.models.figures import Counter, CounterDelta, NumberSeries
from loket.core.models.organisation import Host, Organisation
from loket.core.models.presence import Presence

__all__ = [
    "Calendar",
    "CalendarDay",
    "CalendarVersion",
    "Clock",
    "ClockSegment",
    "Counter",
    "CounterDelta",
    "Event",
    "Host",
    "NumberSeries",
    "Organisation",
    "Presence",
]
