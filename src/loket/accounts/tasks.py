"""Clockwork of the accounts."""

from loket.accounts import actions
from loket.core.clock import now


def forget_failures() -> None:
    """Forget the wrong passwords of days ago."""
    actions.forget_failures(at=now())


def clear_ended_sessions() -> None:
    """Throw away the sessions that nobody can use any more."""
    actions.clear_ended_sessions()
