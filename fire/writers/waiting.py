"""Wait for what will come."""

import time
from collections.abc import Callable

GLANCE = 0.02


def wait_for(what: str, true: Callable[[], bool], seconds: float = 30.0) -> float:
    """Wait until something is so that will be so; give how long it took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() < begun + seconds, f"not within {seconds:.0f} s: {what}"
        time.sleep(GLANCE)
    return time.monotonic() - begun
