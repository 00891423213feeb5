"""One organisation at seven times its load, and what the other one notices of it.

What is normal for an organisation is an eighth of what the installation is measured with as a
whole: then seven times the one and once the other are the sixty requests a second that it bears.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from psycopg import sql

from bench.load.cast import BESIDE
from bench.load.installation import Installation, seconds_until_empty
from bench.load.mixed import RATE, mix
from bench.load.pace import HEADINGS, RULER, Sample, summarise
from bench.load.stage import Stage, cost_line, faults_line, metered
from bench.seed import FIRST

TITLE = "One organisation at seven times its load"
TIMES = 7
NORMAL = RATE / (TIMES + 1)
SECONDS, ROUNDS = 60, 3
"""Seconds of each turn, and how often it is the turn of both."""
WANTED = 1.2
TOLD = sql.SQL("""
SELECT o.slug, percentile_disc(0.5) WITHIN GROUP (ORDER BY m.accepted_at - e.at),
       percentile_disc(0.95) WITHIN GROUP (ORDER BY m.accepted_at - e.at)
FROM contacts_outgoingmail m
JOIN contacts_notification n ON n.mail_id = m.id AND n.kind = 'receipt'
JOIN core_event e ON e.id = n.event_id
JOIN core_organisation o ON o.id = m.organisation_id
WHERE m.state = 'accepted' AND e.at >= to_timestamp({since}) GROUP BY o.slug ORDER BY o.slug
""")


def told_after(installation: Installation, since: float) -> str:
    """How long after a submit its receipt was handed over to the mail server."""
    seconds_until_empty(installation)
    rows = installation.ask(TOLD.format(since=sql.Literal(since)))
    names = {BESIDE: "the quiet one", FIRST: "the busy one"}
    parts = (
        f"{names[str(slug)]} {seconds(middle):.1f} s (95 of 100 within {seconds(late):.1f} s)"
        for slug, middle, late in rows
    )
    return f"From a submit to its receipt, with the busy one busy or not: {', '.join(parts)}."


def seconds(found: object) -> float:
    """The seconds of a span of the database."""
    return found.total_seconds() if isinstance(found, timedelta) else 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What the quiet organisation met while the other one was as busy as this."""

    samples: list[Sample]
    busy: list[Sample]


async def turn(stage: Stage, times: float, seconds: float) -> Turn:
    """The quiet one as always, the other one so many times as busy."""
    lines = stage.lines()
    busy, quiet = await asyncio.gather(
        mix(stage.troupes[FIRST], lines, NORMAL * times, seconds),
        mix(stage.troupes[BESIDE], lines, NORMAL, seconds),
    )
    lines.close()
    return Turn(quiet, busy)


async def run(stage: Stage, length: float) -> str:
    """By turns once and seven times; the same requests of the quiet one each time."""
    await turn(stage, 1, 5)
    calm: list[Sample] = []
    pressed: list[Sample] = []
    busy: list[Sample] = []
    used: dict[str, float] = {}
    begin, since = time.monotonic(), time.time()
    for _ in range(ROUNDS):
        calm += (await turn(stage, 1, length)).samples
        with metered(stage.installation) as spent:
            found = await turn(stage, TIMES, length)
        used = {kind: used.get(kind, 0.0) + spent[kind] for kind in spent}
        pressed, busy = pressed + found.samples, busy + found.busy
    before, after = summarise(calm, ROUNDS), summarise(pressed, ROUNDS)
    faults = Counter(f"{one.kind}: {one.fault}" for one in (*calm, *pressed, *busy) if one.fault)
    ratio = after.ms[1] / before.ms[1] if before.ms[1] else 0.0
    return "\n".join(
        [
            f"Normal is {NORMAL:g} requests a second for each of two organisations, in the mix of"
            f" the sixty: at {TIMES} times the one and once the other there are {RATE} a second."
            f" {ROUNDS} turns of {length:.0f} s each, {time.monotonic() - begin:.0f} s together.",
            "",
            f"| | {HEADINGS} |",
            f"| --- | {RULER} |",
            f"| the quiet one, beside a normal one | {before.row()} |",
            f"| the quiet one, beside {TIMES} times a normal one | {after.row()} |",
            f"| the busy one | {summarise(busy, ROUNDS).row()} |",
            "",
            f"95 of 100 requests of the quiet one take {ratio:.2f} times as long (wanted:"
            f" {WANTED}). {faults_line(faults)} {cost_line(used, ROUNDS * length)}",
            "",
            told_after(stage.installation, since),
        ]
    )
