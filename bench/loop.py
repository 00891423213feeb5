"""A fixed piece of work, to compare machines: a figure is divided by what this takes meanwhile."""

import time

TURNS = 600_000
NOMINAL_MS = 50.0
"""What the loop takes on the machine on which the budgets were agreed (CPU milliseconds)."""


def loop_ms() -> float:
    """Do the fixed work; say how many CPU milliseconds it took."""
    begin = time.process_time()
    total = 0
    for number in range(TURNS):
        total = (total * 31 + number) % 1_000_003
    return (time.process_time() - begin) * 1000
