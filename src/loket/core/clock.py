"""The one place that reads the clock of the machine; only doors (views, tasks, commands) call it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  this is the one place
