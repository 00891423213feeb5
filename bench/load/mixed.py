"""Sixty requests a second of everything that people do, by as many different people as there are."""

import random
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from bench.load.line import Answer, Lines
from bench.load.pace import HEADINGS, RULER, Sample, by_chance, drive, summarise
from bench.load.stage import Person, Stage, Troupe, cost_line, fault_of, faults_line, metered
from bench.load.submits import submit
from bench.seed import FIRST

TITLE = "Sixty requests a second"
RATE, SECONDS = 60, 600
WANTED_MS = 400
SHARES = {
    "list": 14,
    "case at the desk": 16,
    "search at the desk": 3,
    "home": 14,
    "case in the portal": 18,
    "search": 5,
    "step of a form": 7,
    "page of a form": 4,
    "autosave": 10,
    "message": 3,
    "download": 4,
    "submit": 2,
}
"""Of a hundred requests."""
SUBMITS = SHARES["submit"] / 100
WORDS = "Dank u wel voor uw bericht. Mag ik nog vragen vanaf welke dag dit geldt?"
SEARCHED = ("vierdagenweek", "temps partiel", "mantelzorg", "Teilzeit", "part-time")
SEED = 11

type Doing = Callable[[], Awaitable[str]]
"""Do one thing for the next person; give what went wrong."""


@dataclass
class People:
    """What the people of one organisation do, each in turn."""

    troupe: Troupe
    lines: Lines
    requesters: Iterator[Person]
    handlers: Iterator[Person]
    number: int = 0

    @classmethod
    def of(cls, troupe: Troupe, lines: Lines) -> "People":
        """Begin with the first of them."""
        return cls(troupe, lines, cycle(troupe.requesters), cycle(troupe.handlers))

    def things(self) -> Mapping[str, Doing]:
        """Each thing by its name in SHARES."""
        pages = self.troupe.pages
        return {
            "list": lambda: self.page(next(self.handlers), "list"),
            "case at the desk": self.case_at_desk,
            "search at the desk": lambda: self.look(
                next(self.handlers), f"{pages['desk_search']}?q=HRB00{self.count() % 90 + 10}"
            ),
            "home": lambda: self.look(next(self.requesters), pages["home"]),
            "case in the portal": lambda: self.page(next(self.requesters), "page"),
            "search": lambda: self.look(
                next(self.requesters),
                f"{pages['search']}?q={SEARCHED[self.count() % len(SEARCHED)].replace(' ', '+')}",
            ),
            "step of a form": lambda: self.page(next(self.requesters), "step"),
            "page of a form": lambda: self.look(next(self.requesters), pages["form"]),
            "autosave": self.autosave,
            "message": self.write,
            "download": self.download,
            "submit": lambda: submit(self.troupe, self.lines),
        }

    def count(self) -> int:
        """One more."""
        self.number += 1
        return self.number

    async def ask(self, person: Person, path: str, **more: Any) -> Answer:  # noqa: ANN401  what a request takes
        """Ask as this person."""
        return await self.lines.ask(self.troupe.browser(person).request(path, **more))

    async def look(self, person: Person, path: str) -> str:
        """Open a page; it must come whole."""
        answer = await self.ask(person, path)
        whole = b"</html>" in answer.body[-64:]
        return fault_of(answer) or ("" if whole else "half a page")

    async def page(self, person: Person, name: str) -> str:
        """Open a page of this person's own."""
        return await self.look(person, str(person[name]))

    async def case_at_desk(self) -> str:
        """Open the next case of a list."""
        person = next(self.handlers)
        return await self.look(person, person["pages"][self.count() % len(person["pages"])])

    async def autosave(self) -> str:
        """Type another text in the field for remarks."""
        person = next(self.requesters)
        typed = self.troupe.typed
        seen, name = typed[person["session"]], person["session"]
        typed[name] += 1
        words = {
            "path": self.troupe.remark,
            "value": f"tekst {seen + 1}",
            "seen": f"tekst {seen}" if seen else "",
        }
        answer = await self.ask(person, person["autosave"], typed=words, HX_Request="true")
        return fault_of(answer)

    async def write(self) -> str:
        """Write to whoever handles the case."""
        return await self.write_as(next(self.requesters))

    async def write_as(self, person: Person) -> str:
        """Write in the case of this person."""
        words = {"text": WORDS, "key": secrets.token_urlsafe(16)}
        return fault_of(await self.ask(person, person["write"], typed=words), (302,))

    async def download(self) -> str:
        """Fetch a document of one's own case."""
        person = next(self.requesters)
        answer = await self.ask(person, person["file"])
        return fault_of(answer) or ("" if answer.body.startswith(b"%PDF") else "no document")


def chosen(count: int, chance: random.Random) -> list[str]:
    """So many things in the shares of SHARES, in a random order."""
    return chance.choices([*SHARES], weights=[*SHARES.values()], k=count)


async def mix(troupe: Troupe, lines: Lines, rate: float, seconds: float) -> list[Sample]:
    """Let people come by chance for so long, and do what people do."""
    chance = random.Random(SEED)  # noqa: S311  the same people each time
    moments = by_chance(rate, seconds, chance)
    names = chosen(len(moments), chance)
    things = People.of(troupe, lines).things()

    async def one(place: int) -> tuple[str, str]:
        return names[place], await things[names[place]]()

    return await drive(moments, one)


async def run(stage: Stage, seconds: float) -> str:
    """Let it run, and tell what each thing took."""
    lines = stage.lines()
    troupe = stage.troupes[FIRST]
    await mix(troupe, lines, RATE / 4, 5)  # so that questions are written and plans are kept
    begin = time.monotonic()
    with metered(stage.installation) as used:
        samples = await mix(troupe, lines, RATE, seconds)
    took = time.monotonic() - begin
    lines.close()
    faults = Counter(f"{one.kind}: {one.fault}" for one in samples if one.fault)
    people = len(troupe.requesters) + len(troupe.handlers) + len(troupe.submitters)
    return "\n".join(
        [
            f"{RATE} a second on average for {seconds:.0f} s, at random moments, by {people}"
            f" people; worker and mail catcher run. Wanted: 95 of 100 within {WANTED_MS} ms.",
            "",
            f"| | {HEADINGS} |",
            f"| --- | {RULER} |",
            f"| **all** | {summarise(samples).row()} |",
            *rows_by_kind(samples),
            "",
            f"{faults_line(faults)} {cost_line(used, took)}",
        ]
    )


def rows_by_kind(samples: list[Sample]) -> list[str]:
    """A row for each kind of request."""
    return [
        f"| {kind} | {summarise(found).row()} |"
        for kind in SHARES
        if (found := [one for one in samples if one.kind == kind])
    ]
