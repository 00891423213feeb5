"""Waits for processes to end, and ends those that take too long."""

import contextlib
import time

import psutil

PATIENCE = 60.0
"""Seconds that a process gets before it is killed."""


def wait_for_end(processes: list[psutil.Process], seconds: float = PATIENCE) -> None:
    """Wait until processes have ended; who takes longer is killed."""
    until = time.monotonic() + seconds
    while alive := [process for process in processes if not has_ended(process.pid)]:
        if time.monotonic() > until:
            for process in alive:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        time.sleep(0.02)


def has_ended(pid: int) -> bool:
    """Say whether a process is gone; one that only waits for its parent to look counts as gone."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
