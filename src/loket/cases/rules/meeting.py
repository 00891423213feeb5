"""Two handlers at once: what each of them changed merges, unless it is the same thing.

A page says of each thing that it changes how it stood when its reader looked (`was`). What others
changed beside it is no matter. When the thing itself changed, both are shown, and whoever came
second chooses again; who wanted what is there already has nothing to do.
"""

from collections.abc import Hashable
from enum import StrEnum


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
