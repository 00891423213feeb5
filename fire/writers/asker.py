"""Somebody who hands in one request after the other and writes down each number that was given.

`python -m fire.writers.asker NOTES [HOW-MANY]` in the environment of an installation with the demo.
"""

import itertools
import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Hand in requests for a permit to park, with a photo each, until told to stop."""
    notes, most = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
    django.setup()
    from fire.writers.asking import ask, begin  # noqa: PLC0415  models can be loaded only now

    by = begin()
    with notes.open("a") as book:
        for _time in itertools.islice(itertools.count(), most):
            book.write(f"{ask(by)}\n")
            book.flush()
            os.fsync(book.fileno())


if __name__ == "__main__":
    main()
