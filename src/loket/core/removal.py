"""Takes files off the disk, but none while a backup copies them.

The rows of a backup are those of one moment; a file that one of them names may be thrown away the
next moment, before it was copied. So nothing is removed meanwhile. What stayed behind is a file
without a row, and the sweep of the night takes it away.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

LOCK = ".backup"
MODE = 0o600


def remove_file(path: Path) -> bool:
    """Take a file away, and say whether it went; that it is gone already is fine."""
    with _nobody_copies() as free:
        if not free:
            return False
        with suppress(FileNotFoundError):
            path.unlink()
            return True
    return False


@contextmanager
def nothing_removed() -> Iterator[None]:
    """Keep every file where it is for as long as the block runs; two at once wait for each other."""
    folder = Path(settings.MEDIA_ROOT)
    if not folder.is_dir():
        yield
        return
    number = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, MODE)
    try:
        if os.geteuid() == 0:  # whoever runs Loket must be able to look at it
            os.fchown(number, folder.stat().st_uid, folder.stat().st_gid)
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


@contextmanager
def _nobody_copies() -> Iterator[bool]:
    try:
        number = os.open(Path(settings.MEDIA_ROOT) / LOCK, os.O_RDWR)
    except OSError:  # no backup was ever made here
        yield True
        return
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(number)
