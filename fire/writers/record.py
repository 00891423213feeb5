"""What clients did, written down by themselves: each write before it goes out, and what came back.

One line of JSON each, flushed at once, so that a record is true whatever dies. The checker holds it
against what the service kept.
"""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["done", "refused", "broken", "unheard"]
"""Taken; refused with a reason; an error page (5xx); or nobody knows, for no answer came."""


@dataclass(frozen=True, slots=True)
class Write:
    """One request that changes something, as a client sent it.

    `key` tells what a person wanted: sent twice under one key it is wanted once. `about` is the
    draft or the case. `sent` is what was typed or handed in.
    """

    kind: str
    client: str
    person: str
    desk: str
    key: str
    about: str = ""
    sent: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """A write with what its client heard of it; `given` is the number or key that came back."""

    number: int
    write: Write
    at: float
    outcome: Outcome = "unheard"
    status: int | None = None
    given: str = ""
    heard_at: float | None = None


class Recorder:
    """Writes the record of many clients to one file."""

    def __init__(self, path: Path, **setting: Any) -> None:  # noqa: ANN401  whatever the checker needs
        """Begin a record; `setting` says where the service keeps what the checker looks at."""
        self.path = path
        self._file = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._last = 0
        self._add({"setting": setting, "at": time.time()})

    def send(self, write: Write) -> int:
        """Note what is about to be sent; give its number."""
        with self._lock:
            self._last += 1
            number = self._last
        self._add({"sent": asdict(write), "number": number, "at": time.time()})
        return number

    def hear(self, number: int, outcome: Outcome, status: int | None, given: str = "") -> None:
        """Note what came back."""
        heard = {"heard": number, "outcome": outcome, "status": status, "given": given}
        self._add(heard | {"at": time.time()})

    def note(self, what: str, **more: Any) -> None:  # noqa: ANN401  whatever helps who reads it
        """Note what happened around the clients, such as a kill."""
        self._add({"note": what, "at": time.time(), **more})

    def close(self) -> None:
        """End the record."""
        with self._lock:
            self._file.close()

    def _add(self, line: dict[str, Any]) -> None:
        with self._lock:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was read back."""

    setting: dict[str, Any]
    writes: list[Told]
    notes: list[dict[str, Any]]

    def of_kind(self, *kinds: str) -> Iterator[Told]:
        """Give the writes of these kinds, in the order in which they went out."""
        return (one for one in self.writes if one.write.kind in kinds)

    def wanted(self, *kinds: str) -> dict[str, list[Told]]:
        """Give what was wanted, each with all tries: the writes of one key belong together."""
        found: dict[str, list[Told]] = {}
        for one in self.of_kind(*kinds):
            found.setdefault(f"{one.write.kind}:{one.write.key}", []).append(one)
        return found


def read_record(path: Path) -> Record:
    """Read a record; a last line that was cut off counts as not written."""
    setting: dict[str, Any] = {}
    sent: dict[int, tuple[Write, float]] = {}
    heard: dict[int, dict[str, Any]] = {}
    notes = []
    for line in _lines(path):
        if "setting" in line:
            setting |= line["setting"]
        elif "sent" in line:
            sent[line["number"]] = Write(**line["sent"]), line["at"]
        elif "heard" in line:
            heard[line["heard"]] = line
        else:
            notes.append(line)
    writes = [
        _told(number, write, at, heard.get(number)) for number, (write, at) in sorted(sent.items())
    ]
    return Record(setting, writes, notes)


def _told(number: int, write: Write, at: float, heard: dict[str, Any] | None) -> Told:
    if heard is None:
        return Told(number, write, at)
    return Told(number, write, at, heard["outcome"], heard["status"], heard["given"], heard["at"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                yield json.loads(line)


def verdict(tries: Iterable[Told]) -> Outcome:
    """Say what is known of all tries of one wish together."""
    outcomes = {one.outcome for one in tries}
    for known in ("done", "unheard", "broken"):
        if known in outcomes:
            return known
    return "refused"
