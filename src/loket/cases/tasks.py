"""Clockwork of cases."""

from loket.cases.actions.figures import recount
from loket.core.counters import check_counters


def check_all_counters() -> None:
    """Hold the figures of the lists against a recount, and mend what is off."""
    check_counters(recount)
