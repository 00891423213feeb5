"""The term of a case in memory: stretches of running and standing still, one of them open at most."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which the term ran or stood still, from `since` up to `until`."""

    since: datetime
    until: datetime | None
    running: bool


@dataclass(frozen=True, slots=True)
class Term:
    """Segments in order of time; they are only ever added and closed."""

    segments: tuple[Segment, ...] = ()

    @property
    def current(self) -> Segment | None:
        """The open segment, or nothing when the term was stopped or has not started."""
        last = self.segments[-1] if self.segments else None
        return last if last and last.until is None else None

    def started(self, at: datetime, *, running: bool) -> Self:
        return replace(self, segments=(*self.segments, Segment(at, None, running)))

    def switched(self, at: datetime, *, running: bool) -> Self:
        """Let it run or stand still from now on; nothing happens when it does so already."""
        if self.current is None or self.current.running == running:
            return self
        return self.stopped(at).started(at, running=running)

    def stopped(self, at: datetime) -> Self:
        if self.current is None:
            return self
        closed = replace(self.current, until=at)
        return replace(self, segments=(*self.segments[:-1], closed))
