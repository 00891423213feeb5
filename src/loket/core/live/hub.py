"""Tells events to the streams of one process: one reader for all of them, no connection for each.

Every half second one thread reads what settled, and what the streams whose turn it is may still
hear; the loop tells it. Rights come first: no stream tells anything on rights older than five
seconds. While the database does not answer, nothing is told and no heart beats, so that pages see
that they are not live.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from django.db import DatabaseError, connection

from loket.core.clock import now
from loket.core.live.hearing import Cursor, Happening, Standing, Told, Watch, told
from loket.core.live.reading import happenings, is_old, lineage, settled_until
from loket.core.tenancy import enter_organisation

logger = logging.getLogger("loket.live")

PACE = 0.5  # seconds between two readings
RIGHTS = 4.0  # seconds for which rights count; with a reading more it stays below five
BEAT = 15.0  # seconds between two signs of life
MOST_WAITING = 100  # messages that wait for a slow reader; then it is let go
MOST_EACH = 8  # streams of one person in one process
MOST_READ = 2000  # events in one reading; more than that and every page reads itself anew
KEPT = 2000  # events that are remembered for who joins while they are told

ANEW, GONE, BEATS, WHO = "opnieuw", "weg", "hart", "wie"
"""Read the page anew; you may not go on; a sign of life; others came or went."""


@dataclass(eq=False, slots=True)
class Listener:
    """One stream: what it may hear, and what waits for its reader."""

    watch: Watch
    rights_at: float
    beat_at: float
    waiting: deque[bytes] = field(default_factory=deque)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False
    slow: bool = False

    def tell(self, part: bytes) -> None:
        """Put something in line; who reads too slowly is let go."""
        if len(self.waiting) >= MOST_WAITING:
            self.slow = True
            self.waiting.clear()
            self.end()
        if not self.ended:
            self.waiting.append(part)
            self.bell.set()

    def end(self) -> None:
        """Let it end, once it told what waits."""
        self.ended = True
        self.bell.set()

    async def next(self) -> bytes | None:
        """Wait for something to tell; None at the end."""
        while not self.waiting:
            if self.ended:
                return None
            self.bell.clear()
            await self.bell.wait()
        return self.waiting.popleft()


@dataclass(frozen=True, slots=True)
class Look:
    """What a reading found: up to where, the events, and what each stream may hear from now on."""

    until: int
    lineage: str
    events: Sequence[Happening]
    verdicts: Sequence[Standing | None]
    overrun: bool = False


type Looking = Callable[[Cursor, Sequence[int], Sequence[Watch]], Look]


class Hub:
    """The streams of this process."""

    def __init__(self, most: int = 500, look: Looking | None = None) -> None:
        """Take so many streams at most; the reader starts with the first of them."""
        self.most = most
        self.look = look or look_around
        self.listeners: set[Listener] = set()
        self.position = Cursor(0)
        self.kept: deque[Happening] = deque()
        self.floor = 0
        self.task: asyncio.Task[None] | None = None
        self.thread = ThreadPoolExecutor(1, "live")
        self.leaving: Callable[[], bool] = lambda: False

    def join(self, watch: Watch) -> Listener | None:
        """Begin to tell a stream; None when there are too many of them."""
        of_person = Counter(
            (one.watch.organisation_id, one.watch.person_id) for one in self.listeners
        )
        mine = of_person[watch.organisation_id, watch.person_id]
        if len(self.listeners) >= self.most or mine >= MOST_EACH or self.leaving():
            return None
        time = asyncio.get_running_loop().time()
        listener = Listener(watch, time, time)
        if self.task is None or self.task.done():
            self.begin(watch.since)
        self.catch_up(listener)
        self.listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop telling a stream."""
        listener.end()
        self.listeners.discard(listener)

    def begin(self, since: int) -> None:
        """Start to read from here on."""
        self.position, self.floor = Cursor(since), since
        self.kept.clear()
        self.task = asyncio.get_running_loop().create_task(self.run())

    def catch_up(self, listener: Listener) -> None:
        """Tell what was read between the page and now."""
        if listener.watch.since < self.floor:
            listener.tell(Told(ANEW, self.position).wire())
            return
        self.spread([event for event in self.kept if event.tx >= listener.watch.since], [listener])

    async def run(self) -> None:
        """Read and tell for as long as somebody listens."""
        blind = False
        while self.listeners:
            try:
                await self.turn()
                blind = False
            except DatabaseError as fault:
                if not blind:
                    logger.warning("Live pages wait for the database: %s", fault)
                blind = True
            await asyncio.sleep(PACE)
        await asyncio.get_running_loop().run_in_executor(self.thread, let_go)

    async def turn(self) -> None:
        """Read once and tell what was found."""
        if self.leaving():
            for listener in self.listeners:
                listener.end()
            return
        loop = asyncio.get_running_loop()
        begun = loop.time()
        due = [one for one in self.listeners if begun - one.rights_at >= RIGHTS]
        places = sorted({one.watch.organisation_id for one in self.listeners})
        found = await loop.run_in_executor(
            self.thread, self.look, self.position, places, [one.watch for one in due]
        )
        for listener, standing in zip(due, found.verdicts, strict=True):
            self.judge(listener, standing, begun)
        self.take(found)
        self.beat(loop.time())

    def judge(self, listener: Listener, standing: Standing | None, at: float) -> None:
        """Let a stream go on with what it may hear now, or end it."""
        listener.rights_at = at
        if standing is None:
            listener.tell(Told(GONE, self.position).wire())
            self.leave(listener)
            return
        if standing.company != listener.watch.company:
            listener.tell(Told(WHO, self.position).wire())
        ears, company = standing.ears, standing.company
        listener.watch = replace(listener.watch, ears=ears, company=company)

    def take(self, found: Look) -> None:
        """Tell what a reading found, and remember it for who joins now."""
        self.position = Cursor(found.until, 0, found.lineage)
        if found.overrun:
            self.kept.clear()
            self.floor = found.until
            for listener in self.listeners:
                listener.tell(Told(ANEW, self.position).wire())
            return
        for event in found.events:
            self.kept.append(event)
            if len(self.kept) > KEPT:
                self.floor = self.kept.popleft().tx + 1
        self.spread(found.events, self.listeners)

    def spread(self, events: Iterable[Happening], listeners: Iterable[Listener]) -> None:
        """Tell each event to the streams that hear it."""
        reached: dict[tuple[int, str], list[Listener]] = {}
        events = list(events)
        for listener in listeners if events else ():
            for topic in {ear.topic for ear in listener.watch.ears}:
                reached.setdefault((listener.watch.organisation_id, topic), []).append(listener)
        for event in events:
            heard = {
                id(one): one
                for topic in event.topics
                for one in reached.get((event.organisation_id, topic), ())
                if event.tx >= one.watch.since
            }
            for listener in heard.values():
                for message in told(listener.watch.ears, event, self.position.lineage):
                    listener.tell(message.wire())

    def beat(self, time: float) -> None:
        """Give every stream a sign of life, and how far it has heard."""
        for listener in self.listeners:
            if time - listener.beat_at >= BEAT:
                listener.beat_at = time
                listener.tell(Told(BEATS, self.position).wire())


def let_go() -> None:
    """Close the connection of the one thread: each thread has its own, so it is looked up there."""
    connection.close()


def look_around(since: Cursor, organisations: Sequence[int], due: Sequence[Watch]) -> Look:
    """Read what settled behind a cursor, and what these streams may hear now; in the one thread."""
    try:
        until, sign = settled_until(), lineage()
        if until < since.tx:  # another database, in which the numbers begin anew
            return Look(until, sign, (), read_rights(due), overrun=True)
        verdicts = read_rights(due)
        events: list[Happening] = []
        for organisation_id in organisations if until > since.tx else ():
            enter_organisation(organisation_id)
            events += happenings(since, until, MOST_READ + 1)
        enter_organisation(None)
    except DatabaseError:
        connection.close()
        raise
    at = now()
    fresh = [event for event in events if not is_old(event, at)]
    return Look(until, sign, fresh, verdicts, overrun=len(events) > MOST_READ)


def read_rights(watches: Sequence[Watch]) -> list[Standing | None]:
    """Ask the law of each stream, for the streams of an organisation together."""
    verdicts: dict[int, Standing | None] = {}
    groups: dict[tuple[int, int], list[int]] = {}
    for place, watch in enumerate(watches):
        groups.setdefault((watch.organisation_id, id(watch.law)), []).append(place)
    for (organisation_id, _law), places in groups.items():
        enter_organisation(organisation_id)
        asked = [watches[place] for place in places]
        verdicts |= dict(zip(places, asked[0].law(asked), strict=True))
    return [verdicts[place] for place in range(len(watches))]
