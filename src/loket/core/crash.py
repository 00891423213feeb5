"""Named points at which a test may kill the process, to prove that nothing is lost there."""

import contextlib
import os
import signal

_hits: dict[str, int] = {}


def crash_point(name: str) -> None:
    """Die here, at once, when LOKET_CRASH_AT asks for it; else do nothing.

    LOKET_CRASH_AT is `name` or `name:3` (the third time that this process comes by), or a folder:
    whoever comes first by a point of which a file in it has the name, takes the file and dies.
    """
    wanted = os.environ.get("LOKET_CRASH_AT")
    if not wanted:
        return
    if wanted.startswith("/"):
        with contextlib.suppress(OSError):
            os.unlink(f"{wanted}/{name}")  # noqa: PTH108  no more is loaded here than is needed
            os.kill(os.getpid(), signal.SIGKILL)
        return
    at, _, times = wanted.partition(":")
    if at != name:
        return
    _hits[name] = _hits.get(name, 0) + 1
    if _hits[name] >= int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
