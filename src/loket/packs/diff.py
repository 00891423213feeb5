"""What applying a pack would change, in words that a person can read."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from loket.core.models import Organisation
from loket.core.packing import Entry, Section
from loket.core.tenancy import acting_in
from loket.packs.load import Pack
from loket.packs.sections import SECTIONS

MOST_LINES = 30
SIGNS = {"new": "+", "changed": "~", "gone": "?", "held": "="}
LEFT = frozenset({"gone", "held"})
"""What applying a pack leaves as it is."""
_ABSENT = object()

type Lines = Iterator[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that is new, changed, gone from the pack, or held by what people made of it.

    What is gone or held stays as it is.
    """

    section: str
    key: str
    kind: Literal["new", "changed", "gone", "held"]
    lines: tuple[str, ...] = ()
    why: str = ""

    def __str__(self) -> str:
        """The difference as it is shown."""
        name = " ".join(part for part in (self.section, self.key) if part)
        reasons = {
            "gone": " (gone from the pack, stays in the database)",
            "held": f" (stays as it is: {self.why})",
        }
        said = reasons.get(self.kind, "")
        shown = self.lines[:MOST_LINES]
        more = len(self.lines) - len(shown)
        rest = (f"      … and {more} more",) if more else ()
        return "\n".join((f"{SIGNS[self.kind]} {name}{said}", *shown, *rest))


def differences(
    pack: Pack, organisation: Organisation | None, taken: Collection[str] = ()
) -> list[Difference]:
    """Everything in which the pack and the organisation differ, in the order of applying.

    `taken` are keys of what becomes the pack's, whatever people made of it.
    """
    if organisation is None:
        empty: dict[str, Entry] = {}
        return [one for part in SECTIONS for one in section_differences(pack, part, empty, {})]
    with acting_in(organisation.pk):
        return [
            found
            for section in SECTIONS
            for found in section_differences(
                pack, section, section.present(), held_but(section, taken)
            )
        ]


def held_but(section: Section, taken: Collection[str]) -> dict[str, str]:
    """What of a section stays as people made it, and why; not what is taken from the pack."""
    return {key: why for key, why in section.held().items() if key not in taken}


def section_differences(
    pack: Pack, section: Section, present: Mapping[str, Entry], held: Mapping[str, str]
) -> Iterator[Difference]:
    """In what one section differs; `held` says what of it stays, and why."""
    wanted = pack.of(section.name)
    for key, item in wanted.items():
        there = key in present
        was = section.seen(present[key]) if there else {}
        lines = tuple(compare(was, section.seen(item.entry), "")) if there else ()
        if there and not lines:
            continue
        if key in held:
            yield Difference(section.name, key, "held", lines, held[key])
        else:
            yield Difference(section.name, key, "changed" if there else "new", lines)
    for key in present:
        if key not in wanted and wanted:
            yield Difference(section.name, key, "gone")


def compare(before: Any, after: Any, path: str) -> Lines:  # noqa: ANN401  whatever JSON holds
    """One line for each value that differs: where, what it was, what it becomes."""
    if before == after and type(before) is type(after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            inner = f"{path}.{key}" if path else str(key)
            yield from compare(before.get(key, _ABSENT), after.get(key, _ABSENT), inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from compare(old, new, f"{path}[{index}]")
    else:
        yield f"      {path}: {_shown(before)} → {_shown(after)}"


def _shown(value: Any) -> str:  # noqa: ANN401  whatever JSON holds
    if value is _ABSENT:
        return "(nothing)"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"
