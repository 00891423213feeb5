"""The streams of a process: told in order, on fresh rights, never held up by a slow reader."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from loket.core.live import hub as hubs
from loket.core.live.hearing import Cursor, Ear, Ears, Happening, Standing, Watch
from loket.core.live.hub import Hub, Listener, Look
from loket.core.live.stream import Streams

EARS: Ears = frozenset({Ear("queue:7", "lijst", frozenset({"public"}))})
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def law(watches: Sequence[Watch]) -> list[Standing | None]:
    return [Standing(EARS) for _ in watches]


WATCH = Watch(1, 5, "session", "lijst", 0, EARS, law, since=100)


def event(tx: int, topic: str = "queue:7", organisation: int = 1) -> Happening:
    return Happening(organisation, tx, tx, "case.asked", "public", 44, frozenset({topic}), AT)


class World:
    """What the reader finds, as the test says."""

    def __init__(self) -> None:
        self.events: list[Happening] = []
        self.verdict: Standing | None = Standing(EARS)
        self.until = 100

    def look(self, since: Cursor, _places: Sequence[int], due: Sequence[Watch]) -> Look:
        found = [one for one in self.events if one.tx >= since.tx]
        self.until = max([self.until, *(one.tx + 1 for one in found)])
        return Look(self.until, "", found, [self.verdict for _ in due])


def run_apart[T](work: Callable[[], Awaitable[T]]) -> T:
    """Run in a thread without a loop: a browser of other tests may keep one in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_awaited(work))).result()


async def _awaited[T](work: Callable[[], Awaitable[T]]) -> T:
    return await work()


async def for_ever() -> None:
    await asyncio.Event().wait()


def hub_of(world: World, kind: type[Hub] = Hub, most: int = 10) -> Hub:
    """A hub that reads when the test says so."""
    made = kind(most, world.look)
    made.position, made.floor = Cursor(100), 100
    made.task = asyncio.ensure_future(for_ever())
    return made


def joined(hub: Hub, watch: Watch = WATCH) -> Listener:
    listener = hub.join(watch)
    assert listener is not None
    return listener


def words(listener: Listener) -> list[bytes]:
    return [part.split(b"\n")[1] for part in listener.waiting]


def test_an_event_reaches_those_who_hear_it_and_nobody_else() -> None:
    async def work() -> list[int]:
        world = World()
        hub = hub_of(world)
        ears = frozenset({Ear("queue:8", "lijst", frozenset({"public"}))})
        watches = [WATCH, replace(WATCH, ears=ears), replace(WATCH, organisation_id=2)]
        listeners = [joined(hub, watch) for watch in watches]
        world.events = [event(101), event(102, "queue:9")]
        await hub.turn()
        return [len(one.waiting) for one in listeners]

    assert run_apart(work) == [1, 0, 0]


def test_who_joins_late_is_told_what_was_read_since_their_page_and_nothing_twice() -> None:
    async def work() -> list[list[bytes]]:
        world = World()
        hub = hub_of(world)
        early = joined(hub)
        world.events = [event(101), event(105)]
        await hub.turn()
        late = joined(hub, replace(WATCH, since=104))
        ahead = joined(hub, replace(WATCH, since=108))
        world.events = [event(107), event(109)]
        await hub.turn()
        return [[part.split(b"-")[0] for part in one.waiting] for one in (early, late, ahead)]

    said = [["101", "105", "107", "109"], ["105", "107", "109"], ["109"]]
    assert run_apart(work) == [[f"id: {tx}".encode() for tx in line] for line in said]


def test_a_page_from_before_the_memory_of_the_hub_reads_itself_anew() -> None:
    async def work() -> list[bytes]:
        hub = hub_of(World())
        return words(joined(hub, replace(WATCH, since=99)))

    assert run_apart(work) == [b"event: opnieuw"]


def test_a_stream_ends_when_its_right_is_withdrawn_and_tells_nothing_of_that_turn() -> None:
    async def work() -> tuple[list[bytes], bool, int]:
        world = World()
        hub = hub_of(world)
        listener = joined(hub)
        listener.rights_at -= hubs.RIGHTS
        world.events, world.verdict = [event(101)], None
        await hub.turn()
        return words(listener), listener.ended, len(hub.listeners)

    assert run_apart(work) == ([b"event: weg"], True, 0)


def test_rights_are_read_again_before_five_seconds_are_over() -> None:
    assert hubs.RIGHTS + 2 * hubs.PACE <= 5


def test_what_may_be_heard_narrows_without_an_end() -> None:
    async def work() -> tuple[int, bool]:
        world = World()
        hub = hub_of(world)
        listener = joined(hub)
        listener.rights_at -= hubs.RIGHTS
        world.events, world.verdict = [event(101)], Standing(frozenset())
        await hub.turn()
        return len(listener.waiting), listener.ended

    assert run_apart(work) == (0, False)


def test_who_else_is_there_is_told_when_they_come_and_when_they_go() -> None:
    async def work() -> list[bytes]:
        world = World()
        hub = hub_of(world)
        listener = joined(hub)
        for company in ("", "7", "7", "7w", ""):
            listener.rights_at -= hubs.RIGHTS
            world.verdict = Standing(EARS, company)
            await hub.turn()
        return words(listener)

    assert run_apart(work) == [b"event: wie"] * 3


def test_a_slow_reader_is_let_go_and_holds_nobody_up() -> None:
    async def work() -> tuple[bool, int, bool]:
        world = World()
        hub = hub_of(world)
        slow, quick = joined(hub), joined(hub)
        for tx in range(101, 101 + hubs.MOST_WAITING + 1):
            world.events = [event(tx)]
            await hub.turn()
            quick.waiting.clear()
        return slow.slow and slow.ended, len(slow.waiting), quick.ended

    assert run_apart(work) == (True, 0, False)


def test_one_person_and_all_together_have_so_many_streams_and_no_more() -> None:
    async def work() -> list[bool]:
        hub = hub_of(World(), most=hubs.MOST_EACH + 1)
        mine = [hub.join(WATCH) is not None for _ in range(hubs.MOST_EACH + 1)]
        others = [hub.join(replace(WATCH, person_id=6)) is not None for _ in range(2)]
        return [*mine, *others]

    assert run_apart(work) == [True] * hubs.MOST_EACH + [False, True, False]


def test_a_sign_of_life_says_how_far_it_heard() -> None:
    async def work() -> list[bytes]:
        world = World()
        hub = hub_of(world)
        listener = joined(hub)
        listener.beat_at -= hubs.BEAT
        world.until = 205
        await hub.turn()
        return list(listener.waiting)

    assert run_apart(work) == [b"id: 205-0\nevent: hart\ndata: {}\n\n"]


def test_all_streams_end_when_the_server_stops_and_none_begins() -> None:
    async def work() -> tuple[bool, bool]:
        hub = hub_of(World())
        listener = joined(hub)
        hub.leaving = lambda: True
        await hub.turn()
        return listener.ended, hub.join(WATCH) is None

    assert run_apart(work) == (True, True)


class Line:
    """A browser at the other end."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.gone = asyncio.Event()
        self.news = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)
        self.news.set()


def test_a_stream_is_open_until_its_reader_goes() -> None:
    async def work() -> tuple[list[bytes], int]:
        hub, line = hub_of(World(), Streams), Line()
        assert isinstance(hub, Streams)
        opening = {"type": "http.response.start", "status": 200, "headers": []}
        task = asyncio.ensure_future(hub.keep(WATCH, opening, b"hello", (line.receive, line.send)))
        while len(line.sent) < 2:
            line.news.clear()
            await line.news.wait()
        line.gone.set()
        await task
        return [one.get("body", b"") for one in line.sent], len(hub.listeners)

    assert run_apart(work) == ([b"", b"hello", b""], 0)


def test_the_connection_is_closed_in_the_thread_that_opened_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed: list[str] = []

    class Connection:
        def __init__(self) -> None:
            self.of = threading.current_thread().name

        def close(self) -> None:
            closed.append(self.of)

    class Proxy:
        """Looks the connection of a thread up when it is asked for something, as Django does."""

        def __init__(self) -> None:
            self.each = threading.local()

        def __getattr__(self, name: str) -> object:
            if not hasattr(self.each, "own"):
                self.each.own = Connection()
            return getattr(self.each.own, name)

    monkeypatch.setattr(hubs, "connection", Proxy())

    async def work() -> None:
        hub = hub_of(World())
        await hub.run()

    run_apart(work)

    assert [name.partition("_")[0] for name in closed] == ["live"]


def test_a_stream_too_many_is_refused() -> None:
    async def work() -> int:
        hub, line = hub_of(World(), Streams, most=1), Line()
        assert isinstance(hub, Streams)
        hub.join(WATCH)
        opening = {"type": "http.response.start", "status": 200, "headers": []}
        await hub.keep(WATCH, opening, b"hello", (line.receive, line.send))
        status: int = line.sent[0]["status"]
        return status

    assert run_apart(work) == 503
