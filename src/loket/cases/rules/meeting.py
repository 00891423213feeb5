"""Two handlers at once: what each of them changed merges, unless it is the same thing.

A page says of each thing that it changes how it stood when its reader looked (`was`). What others
changed beside it is no matter. When the thing itself changed, both are shown, and whoever came
second chooses again; who wanted what is there already has nothing to do.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

MARK = re.compile(r"(\d{1,9})\.(\d{1,18})\.(\d)\.((?:\d{4}-\d\d-\d\d)?)", re.ASCII)


class Meeting(StrEnum):
    """How a wish meets what stands there now."""

    FREE = "free"  # nobody touched it since: it is done
    SAME = "same"  # it stands so already: nothing is done, and nobody is told again
    BOTH = "both"  # somebody made something else of it: both are shown


def meet(was: Hashable | None, now: Hashable, wanted: Hashable) -> Meeting:
    """How a wish meets what stands there now; who did not say what they saw, overrules nobody."""
    if was is None or was == now:
        return Meeting.FREE
    return Meeting.SAME if now == wanted else Meeting.BOTH


ANSWERS_NOBODY = frozenset({"note"})
"""What is written with these is added to the case whatever else happened."""


def must_have_read(action: str) -> bool:
    """Whether whoever does this must have read what the others see of the case."""
    return action not in ANSWERS_NOBODY


def missed_by(seen: int, now: int) -> int:
    """How many things that everybody on the case sees happened since somebody looked."""
    return max(0, now - seen)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a case stood in a list when somebody looked.

    Its version, who handled it (0: nobody), its priority, and the day on which it comes back
    (empty: none).
    """

    version: int
    assignee: int
    priority: int
    returns_on: str

    @property
    def mark(self) -> str:
        """As a page sends it along."""
        return f"{self.version}.{self.assignee}.{self.priority}.{self.returns_on}"


def seen_in(mark: str) -> Seen | None:
    """What a mark says; nothing when it is none."""
    found = MARK.fullmatch(mark)
    if found is None:
        return None
    version, assignee, priority, returns_on = found.groups()
    return Seen(int(version), int(assignee), int(priority), returns_on)
