"""`bin/bench --load`: a whole installation under load, one kind after another."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.load import mixed, neighbours, streams, submits
from bench.load.installation import copy_database, running, seconds_until_empty
from bench.load.stage import Stage, gather
from bench.results import keep, machine
from loket.config import preparing
from loket.config.ports import next_free
from loket.core.database import Server

FIRST_PORT = 8150
SPARE = 60
"""More drafts than are handed in on average: people come by chance."""
SUBMITS = 1.3 * mixed.SUBMITS
MIXED = mixed.RATE * SUBMITS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of load: its section, how long it runs, and how many drafts it hands in."""

    title: str
    seconds: float
    run: Callable[[Stage, float], Awaitable[str]]
    drafts: float = 0
    """A second, of the first organisation and of the one beside it."""
    beside: float = 0


KINDS = {
    "submits": Kind(submits.TITLE, submits.SECONDS, submits.run, submits.RATE),
    "mixed": Kind(mixed.TITLE, mixed.SECONDS, mixed.run, MIXED),
    "streams": Kind(streams.TITLE, streams.SECONDS, streams.run, 2 * streams.PAGES * SUBMITS),
    "neighbours": Kind(
        neighbours.TITLE,
        neighbours.SECONDS,
        neighbours.run,
        neighbours.ROUNDS * (neighbours.TIMES + 1) * neighbours.NORMAL * SUBMITS,
        neighbours.ROUNDS * 2 * neighbours.NORMAL * SUBMITS,
    ),
}


def main(server: Server, filled: str, kinds: list[str], *, seconds: float, written: bool) -> None:
    """Run these kinds of load, each on its own copy of a filled database, and tell."""
    preparing.main()
    for name in kinds:
        kind = KINDS[name]
        text = asyncio.run(measure(server, filled, kind, seconds or kind.seconds))
        print(f"## {kind.title}\n\n{text}\n")
        if written:
            keep(kind.title, text)


async def measure(server: Server, filled: str, kind: Kind, seconds: float) -> str:
    """Run one kind of load."""
    say(f"{kind.title}: copying {filled}")
    copy_database(server, filled)
    say("making people and drafts")
    troupes = gather(round(kind.drafts * seconds) + SPARE, round(kind.beside * seconds) + SPARE)
    say("starting everything")
    with running(server, next_free(FIRST_PORT)) as installation:
        seconds_until_empty(installation)  # what lay there before is not measured
        say(f"measuring for {seconds:.0f} s")
        text = await kind.run(Stage(installation, troupes), seconds)
    return f"{text}\n\nMachine: {machine()}; the program that asks runs on it too."


def say(line: str) -> None:
    """Tell who waits."""
    print(line, file=sys.stderr, flush=True)
