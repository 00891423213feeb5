"""How long to wait before a mail is tried again, and when to give up."""

from datetime import timedelta

LEASE = timedelta(minutes=10)
"""How long one worker has a mail for itself; more than a whole conversation can take."""

DOUBT_AFTER = timedelta(minutes=10)
"""A mail that has been with the server for so long without an answer is uncertain."""

GIVE_UP_AFTER = timedelta(days=3)
"""A notice that is older has lost its use."""

_WAITS = (
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=4),
)


def wait_before(attempt: int) -> timedelta:
    """The wait after so many attempts (1 is the first)."""
    return _WAITS[min(max(attempt, 1), len(_WAITS)) - 1]


def gives_up(age: timedelta) -> bool:
    """Say whether a mail of this age is not tried again."""
    return age >= GIVE_UP_AFTER
