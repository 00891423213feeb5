"""What a run of load works with: the installation, the people, the lines to the server."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.load.installation import ROOT, Installation, environment
from bench.load.line import Answer, Lines, Visitor
from loket.core import database

type Person = dict[str, Any]


@dataclass
class Troupe:
    """The people of one organisation, in their browsers."""

    host: str
    submitters: list[Person]
    drafts: Iterator[tuple[int, str]]
    requesters: list[Person]
    handlers: list[Person]
    pages: Mapping[str, str]
    remark: str
    typed: Counter[str] = field(default_factory=Counter)

    @classmethod
    def told(cls, said: dict[str, Any]) -> "Troupe":
        """Read what the program said that made them."""
        drafts = iter([(place, key) for place, key in said.pop("drafts")])
        return cls(drafts=drafts, **said)

    def browser(self, person: Person) -> Visitor:
        """The browser of one of them."""
        return Visitor(self.host, person["session"])


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that a run needs."""

    installation: Installation
    troupes: Mapping[str, Troupe]

    def lines(self) -> Lines:
        """Lines to the web server."""
        return Lines(self.installation.port)


def gather(drafts: int, beside: int) -> dict[str, Troupe]:
    """Make the people in the database of the load."""
    home = database.home() / "load"
    done = subprocess.run(
        [sys.executable, "-m", "bench.load.cast", str(drafts), str(beside)],
        env=environment(home, 0, 0) | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
        check=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    said = json.loads(done.stdout)
    return {slug: Troupe.told(one) for slug, one in said.items()}


def fault_of(answer: Answer, wanted: tuple[int, ...] = (200,)) -> str:
    """What is wrong with an answer, in a few words; empty when it is as it should be."""
    if answer.status not in wanted:
        return f"{answer.status} {answer.location}".strip()
    if "/aanmelden/" in answer.location:
        return "signed out"
    return ""


@contextmanager
def metered(installation: Installation) -> Iterator[dict[str, float]]:
    """CPU seconds of each kind of process while the block runs; filled in at its end."""
    used: dict[str, float] = {}
    before = installation.used()
    yield used
    after = installation.used()
    used.update({kind: after[kind] - before[kind] for kind in after})


def cost_line(used: Mapping[str, float], seconds: float) -> str:
    """Say what each kind of process used, and how much of the machine that is."""
    parts = [
        f"{kind} {spent:.0f} s ({spent / seconds * 100:.0f} %)" for kind, spent in used.items()
    ]
    return f"CPU, with 100 % one core: {', '.join(parts)}."


def faults_line(faults: Counter[str]) -> str:
    """Say what went wrong how often."""
    if not faults:
        return "No errors."
    return (
        "Errors: " + ", ".join(f"{count} × {name}" for name, count in faults.most_common(8)) + "."
    )
