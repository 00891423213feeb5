"""Who reacts to what, and what comes round by the clock: one list, readable at a glance."""

from loket.core.jobs import Periodic

LISTENERS: dict[str, tuple[str, ...]] = {}

PERIODIC: tuple[Periodic, ...] = (
    Periodic("* * * * *", "core.tasks.retry_stalled_jobs", each_organisation=False),
)
