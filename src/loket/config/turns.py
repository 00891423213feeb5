"""Who may have a page made now: the organisations by turns, so that none keeps another waiting.

There are few threads in a process. While pages are made for one organisation alone it has all of
them; as soon as another one is there, none has more than half, and whoever has fewest goes first.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

STRANGERS = 0
"""Who is asked for under a name that is not known yet: all of those together."""
MOST_HOSTS = 1_000
LATELY = 10.0
"""Seconds for which an organisation counts as being there."""


class Turns:
    """Places in the threads of one process."""

    def __init__(self, places: int) -> None:
        """Begin with all of them free."""
        self.places = places
        self.known: dict[str, int] = {}
        self.running: Counter[int] = Counter()
        self.waiting: dict[int, deque[asyncio.Future[None]]] = {}
        self.seen: dict[int, float] = {}

    def whose(self, host: str) -> int:
        """The organisation that was last found under the name of this host."""
        return self.known.get(host, STRANGERS)

    def learn(self, host: str, organisation: int) -> None:
        """Remember which organisation pages found under this name."""
        if len(self.known) >= MOST_HOSTS:
            self.known.clear()
        self.known[host] = organisation

    @asynccontextmanager
    async def turn(self, whose: int) -> AsyncIterator[None]:
        """Wait for a place, and give it back."""
        self.seen[whose] = asyncio.get_running_loop().time()
        if whose in self.waiting or not self.has_place(whose):
            await self.wait(whose)
        else:
            self.running[whose] += 1
        try:
            yield
        finally:
            self.leave(whose)

    def has_place(self, whose: int) -> bool:
        """Whether a page can be made for this organisation now."""
        return self.running.total() < self.places and self.running[whose] < self.most()

    def most(self) -> int:
        """How many places one organisation may have."""
        if len(self.seen) > 1:
            since = asyncio.get_running_loop().time() - LATELY
            self.seen = {one: at for one, at in self.seen.items() if at > since}
        return self.places if len(self.seen) < 2 else max(1, self.places // 2)

    async def wait(self, whose: int) -> None:
        """Stand in the line of this organisation until its turn comes."""
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.setdefault(whose, deque()).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave(whose)
            raise

    def leave(self, whose: int) -> None:
        """Give a place back, and let the next ones begin."""
        self.running[whose] -= 1
        if not self.running[whose]:
            del self.running[whose]
        while (following := self.next()) is not None:
            line = self.waiting[following]
            place = line.popleft()
            if not line:
                del self.waiting[following]
            if not place.cancelled():
                self.running[following] += 1
                place.set_result(None)

    def next(self) -> int | None:
        """Who of those that wait goes first: who has fewest places, and of these who came first."""
        able = [one for one in self.waiting if self.has_place(one)]
        return min(able, key=lambda one: self.running[one], default=None)
