"""Clockwork of the desk."""

from loket.core.clock import now
from loket.desk.actions import forget_removed


def forget_lists() -> None:
    """Let go of lists that were removed a week ago."""
    forget_removed(now())
