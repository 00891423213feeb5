"""The way of a case along people who are away, and how it comes back.

Each absence that gave the case away is a step: from who is away to who takes over. Ending an
absence takes back its own step and all that came of it, wherever those brought the case. So it is
with its first owner once every absence on its way was ended, whichever was ended first.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One absence gave the case away."""

    absence: int
    giver: int
    receiver: int


type Way = tuple[Step, ...]
"""The steps that were not taken back yet, the first one first."""


def before(way: Way, absence: int) -> Way:
    """The way as it was when this absence gave the case away; all of it, if it did not.

    A case that comes round and is given away once more goes on from there.
    """
    absences = [step.absence for step in way]
    return way[: absences.index(absence)] if absence in absences else way


def returns_to(way: Way, absence: int, holder: int | None) -> int | None:
    """Who gets the case when this absence ends; nobody when it was given to another by hand.

    It was not, as long as it is with somebody to whom this absence and those after it brought it.
    """
    after = way[len(before(way, absence)) :]
    if not after:
        return None
    giver = after[0].giver
    reached = {giver}
    for step in after:
        if step.giver not in reached:
            return giver if holder == giver else None
        reached.add(step.receiver)
    return giver if holder in reached else None
