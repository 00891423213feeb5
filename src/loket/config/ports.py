"""Finds ports of this machine on which nobody listens."""

import contextlib
import socket
from collections.abc import Iterator

LOCAL = "127.0.0.1"


def is_free(port: int) -> bool:
    """Say whether nobody listens on this port, on this machine's own address or on all."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            trial.bind((LOCAL, port))
            return True
    return False


def next_free(port: int) -> int:
    """Give this port, or the first free one after it."""
    while not is_free(port):
        port += 1
    return port


def any_free() -> int:
    """Give some free port."""
    with socket.socket() as trial:
        trial.bind((LOCAL, 0))
        return int(trial.getsockname()[1])


@contextlib.contextmanager
def kept_free() -> Iterator[int]:
    """Keep some port for a program that is still to start: nobody else is given it meanwhile.

    A socket that is bound and does not listen takes no connection, and lets a program with
    SO_REUSEADDR listen beside it; the system hands its port out to nobody (Linux).
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((LOCAL, 0))
        yield int(holder.getsockname()[1])
