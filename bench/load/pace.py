"""When requests come, how long each took, and what that says."""

import asyncio
import math
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

PARTS = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: what it was, when it was to begin, how long it took from there, how it ended."""

    kind: str
    moment: float
    seconds: float
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What many requests say together."""

    count: int
    faults: int
    rate: float
    """Answers a second, from the first moment to the last answer."""
    ms: tuple[float, ...]
    """Milliseconds at the percentiles of PARTS, and the longest."""

    def row(self) -> str:
        """The cells of a table: count, rate, faults, percentiles, longest."""
        times = " | ".join(f"{one:.0f}" for one in self.ms)
        return f"{self.count:,} | {self.rate:.1f} | {self.faults} | {times}"


HEADINGS = "requests | answered a second | errors | p50 ms | p95 ms | p99 ms | longest ms"
RULER = "--: | --: | --: | --: | --: | --: | --:"


def evenly(rate: float, seconds: float) -> list[float]:
    """Moments at the same distance."""
    return [number / rate for number in range(round(rate * seconds))]


def by_chance(rate: float, seconds: float, chance: random.Random) -> list[float]:
    """Moments of people who know nothing of each other: so many a second on average."""
    moments, at = [], chance.expovariate(rate)
    while at < seconds:
        moments.append(at)
        at += chance.expovariate(rate)
    return moments


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that so many per cent do not pass; of nothing it is 0."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * part / 100) - 1)] if ordered else 0.0


def summarise(samples: Iterable[Sample], turns: int = 1) -> Summary:
    """Count them; who got no answer, or a wrong one, waited as long as it took to know.

    The moments of several turns count from the begin of each.
    """
    found = list(samples)
    times = [one.seconds * 1000 for one in found]
    first = min((one.moment for one in found), default=0.0)
    last = max((one.moment + one.seconds for one in found), default=0.0)
    faults = sum(bool(one.fault) for one in found)
    return Summary(
        count=len(found),
        faults=faults,
        rate=(len(found) - faults) / (last - first) / turns if last > first else 0.0,
        ms=(*(percentile(times, part) for part in PARTS), max(times, default=0.0)),
    )


type Act = Callable[[int], Awaitable[tuple[str, str]]]
"""Do the request of this place; give what it was and, when it went wrong, how."""


async def drive(moments: Sequence[float], act: Act) -> list[Sample]:
    """Begin each at its moment, wait for all of them, and say how long each took from there."""
    loop = asyncio.get_running_loop()
    begin = loop.time()
    samples: list[Sample] = []

    async def one(place: int, moment: float) -> None:
        kind, fault = await act(place)
        samples.append(Sample(kind, moment, loop.time() - begin - moment, fault))

    async with asyncio.TaskGroup() as group:
        for place, moment in enumerate(moments):
            if (wait := begin + moment - loop.time()) > 0:
                await asyncio.sleep(wait)
            group.create_task(one(place, moment))
    return samples
