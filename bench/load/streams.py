"""Three hundred pages that listen, with twenty events a second, while other pages are opened."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle

from psycopg import sql

from bench.load.line import Visitor
from bench.load.mixed import People, mix
from bench.load.pace import (
    HEADINGS,
    PARTS,
    RULER,
    Sample,
    drive,
    evenly,
    percentile,
    summarise,
)
from bench.load.stage import Person, Stage, Troupe, cost_line, faults_line, metered
from bench.seed import FIRST

TITLE = "Three hundred open streams"
STREAMS, EVENTS, PAGES, SECONDS = 300, 20, 10, 60
"""Streams; events and other requests a second; seconds with and without streams."""
DESK = 2
"""One in so many who handle looks at a case, the others at a list."""
SETTLE = 5.0
"""Seconds to wait for the last events."""
OPENED_A_SECOND = 20
EVENTS_SINCE = sql.SQL("""
SELECT tx::text || '-' || id, extract(epoch FROM at)::float8, topics, visibility
FROM core_event WHERE at >= to_timestamp({since}) AND at < to_timestamp({until})
""")


@dataclass(frozen=True, slots=True)
class Ear:
    """What a page must hear: events with this topic and by this word, unless with that topic."""

    topic: str
    word: str
    unless: str
    inside: bool


@dataclass
class Listener(asyncio.Protocol):
    """A page that listens: when it heard which event, by word."""

    ear: Ear
    heard: dict[tuple[str, str], float] = field(default_factory=dict)
    came: bytearray = field(default_factory=bytearray)
    words: Counter[str] = field(default_factory=Counter)
    opened: float = 0.0
    closed: float = 0.0
    status: bytes = b""

    def itself(self) -> "Listener":
        """What takes in what comes over a new line."""
        return self

    def data_received(self, data: bytes) -> None:
        """Read the messages that are whole."""
        if not self.status:
            self.status = data.split(b" ", 2)[1]
        self.came += data
        *whole, rest = bytes(self.came).split(b"\n\n")
        self.came = bytearray(rest)
        at = time.time()
        for message in whole:
            self.hear(message, at)

    def hear(self, message: bytes, at: float) -> None:
        """Note an event by its transaction and number, leaving out the sign of the database."""
        lines = message.split(b"\n")
        said = {name: value for name, _, value in (one.rpartition(b": ") for one in lines) if name}
        word = said.get(b"event", b"").decode()
        event = b"-".join(said.get(b"id", b"").split(b"-")[:2]).decode()
        self.words[word] += 1
        if word == "hallo":
            self.opened = at
        self.heard.setdefault((event, word), at)

    def connection_lost(self, fault: Exception | None) -> None:
        """Note when it ended."""
        self.closed = time.time()


def listeners_of(troupe: Troupe) -> list[tuple[Person, str, Ear]]:
    """Who listens where: handlers to cases and lists, all others to a case of their own."""
    places = []
    for number, person in enumerate(troupe.handlers):
        own = f"party:{person['person']}"
        if number % DESK:
            case = Ear(f"cases.case:{person['cases'][0]}", "zaak", "", inside=True)
            places.append((person, person["streams"][0], case))
        else:
            listed = Ear(f"queue:{person['queue']}", "lijst", own, inside=True)
            places.append((person, person["list_stream"], listed))
    for person in troupe.requesters[: STREAMS - len(places)]:
        case = Ear(f"cases.case:{person['case']}", "zaak", "", inside=False)
        places.append((person, person["stream"], case))
    return places


async def open_streams(troupe: Troupe, port: int) -> list[tuple[Listener, asyncio.Transport]]:
    """Open them one after the other, as pages do, and wait until each of them is live."""
    loop = asyncio.get_running_loop()
    streams = []
    for person, path, ear in listeners_of(troupe):
        made = Listener(ear)
        transport, _ = await loop.create_connection(made.itself, "127.0.0.1", port)
        browser = Visitor(troupe.host, person["session"])
        transport.write(browser.request(path, Accept="text/event-stream"))
        streams.append((made, transport))
        await asyncio.sleep(1 / OPENED_A_SECOND)
    async with asyncio.timeout(SETTLE * 4):
        while not all(one.opened or one.closed for one, _ in streams):
            await asyncio.sleep(0.1)
    return streams


@dataclass(frozen=True, slots=True)
class Turn:
    """What was met while messages were written: other requests, messages, and their cost."""

    pages: list[Sample]
    events: list[Sample]
    used: dict[str, float]
    since: float
    until: float


async def turn(stage: Stage, seconds: float) -> Turn:
    """Write messages and open other pages for so long."""
    troupe, lines = stage.troupes[FIRST], stage.lines()
    people = People.of(troupe, lines)
    writers = cycle(troupe.requesters[: STREAMS - len(troupe.handlers)])

    async def write(_place: int) -> tuple[str, str]:
        return "message", await people.write_as(next(writers))

    since = time.time()
    with metered(stage.installation) as used:
        pages, events = await asyncio.gather(
            mix(troupe, lines, PAGES, seconds), drive(evenly(EVENTS, seconds), write)
        )
    lines.close()
    return Turn(pages, events, used, since, time.time())


async def run(stage: Stage, seconds: float) -> str:
    """The same pages without streams and with them; then hold what was heard against the events."""
    troupe, installation = stage.troupes[FIRST], stage.installation
    await turn(stage, 5)
    without = await turn(stage, seconds)
    memory = installation.web_memory()
    streams = await open_streams(troupe, installation.port)
    memory = installation.web_memory() - memory
    beside = await turn(stage, seconds)
    await asyncio.sleep(SETTLE)
    for _, transport in streams:
        transport.close()
    span = {"since": sql.Literal(beside.since), "until": sql.Literal(beside.until)}
    heard = Heard.of((one for one, _ in streams), installation.ask(EVENTS_SINCE.format(**span)))
    samples = (*without.pages, *without.events, *beside.pages, *beside.events)
    faults = Counter(f"{one.kind}: {one.fault}" for one in samples if one.fault)
    return "\n".join(
        [
            f"{len(streams)} streams of as many people, {EVENTS} messages a second in the cases that"
            f" they look at, and {PAGES} other requests a second, for {seconds:.0f} s.",
            "",
            f"| other requests | {HEADINGS} |",
            f"| --- | {RULER} |",
            f"| without streams | {summarise(without.pages).row()} |",
            f"| with streams | {summarise(beside.pages).row()} |",
            "",
            heard.told(),
            "",
            f"A stream takes {memory / len(streams) / 1024:.0f} KiB of the web server. Without"
            f" streams: {cost_line(without.used, without.until - without.since)} With streams:"
            f" {cost_line(beside.used, beside.until - beside.since)} {faults_line(faults)}",
        ]
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """What streams should have heard, what they did not, and how long each event took."""

    due: int
    lost: int
    anew: int
    broken: int
    seconds: list[float]

    @classmethod
    def of(cls, streams: Iterable[Listener], happened: list[tuple[object, ...]]) -> "Heard":
        """Hold each stream against the events of its topic."""
        by_topic: dict[str, list[tuple[str, float, list[str], str]]] = {}
        for name, at, topics, circle in happened:
            assert isinstance(topics, list)
            for topic in topics:
                told = (str(name), float(str(at)), topics, str(circle))
                by_topic.setdefault(topic, []).append(told)
        due = lost = anew = broken = 0
        seconds = []
        for one in streams:
            broken += bool(one.status != b"200" or not one.opened)
            anew += one.words["opnieuw"] + one.words["weg"]
            for name, at, topics, circle in by_topic.get(one.ear.topic, ()):
                if one.ear.unless in topics or circle not in circles(one.ear):
                    continue
                due += 1
                found = one.heard.get((name, one.ear.word))
                lost += found is None
                seconds += [found - at] if found else []
        return cls(due, lost, anew, broken, seconds)

    def told(self) -> str:
        """Say it."""
        times = ", ".join(
            f"{percentile(self.seconds, part) * 1000:.0f} ms at {part} %" for part in PARTS
        )
        longest = max(self.seconds, default=0) * 1000
        return (
            f"Events that a stream had to tell: {self.due:,}; lost: {self.lost}; streams that did"
            f" not open or were sent away: {self.broken + self.anew}. From the begin of the"
            f" transaction to the browser: {times}, {longest:.0f} ms at most."
        )


def circles(ear: Ear) -> tuple[str, ...]:
    """Which events this page may hear."""
    return ("public", "internal") if ear.inside else ("public",)
