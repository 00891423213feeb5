"""What a level of assurance is worth, and how long a login stays shut after wrong passwords."""

from datetime import timedelta

LEVELS = ("low", "substantial", "high")
"""Levels of assurance from weak to strong (eIDAS, Regulation (EU) 910/2014, art. 8)."""

FREE_TRIES = 5
"""Wrong passwords in a row before the login shuts: a number of ours."""

LONGEST_LOCK = timedelta(minutes=15)
"""So that nobody can shut somebody else out for long by guessing on purpose."""


def suffices(level: str, wanted: str) -> bool:
    """Whether a session at this level may do what asks for `wanted`."""
    return _rank(level) >= _rank(wanted)


def weakest(*levels: str) -> str:
    """The weakest of these levels: a chain is as strong as that."""
    return min(levels, key=_rank)


def locked_for(failed_count: int) -> timedelta:
    """How long the login is shut after so many wrong passwords in a row.

    Nothing for the first ones, then one minute, and twice as long after each further one.
    """
    if failed_count < FREE_TRIES:
        return timedelta(0)
    doublings = min(failed_count - FREE_TRIES, 10)
    return min(timedelta(minutes=2**doublings), LONGEST_LOCK)


def _rank(level: str) -> int:
    """An unknown or missing level is weaker than every known one."""
    return LEVELS.index(level) if level in LEVELS else -1
