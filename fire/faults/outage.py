"""Takes the database server away from under a Loket, in all the ways in which one goes, and brings it back."""

import contextlib
import os
import re
import signal
from collections.abc import Iterator
from html import unescape

import psutil

from loket.core import embedded
from loket.core.database import Server

WAYS = {
    "fast": signal.SIGINT,  # cuts all lines, writes down what it holds, ends
    "immediate": signal.SIGQUIT,  # ends, and recovers at the next start
    "killed": signal.SIGKILL,
}


def end_server(server: Server, way: str) -> None:
    """Let the server end in this way, and wait until it is gone."""
    assert server.cluster is not None, "only a server of our own is broken"
    number = int((server.cluster.data / "postmaster.pid").read_text().split()[0])
    process = psutil.Process(number)
    os.kill(number, WAYS[way])
    with contextlib.suppress(psutil.NoSuchProcess):
        process.wait(30)


def bring_back(server: Server) -> None:
    """Start the server again, and wait until it takes connections."""
    assert server.cluster is not None
    embedded.revive(server.cluster)


@contextlib.contextmanager
def away(server: Server, way: str = "fast") -> Iterator[None]:
    """Keep the server away for as long as the block runs."""
    end_server(server, way)
    try:
        yield
    finally:
        bring_back(server)


def typed_of(page: str) -> dict[str, str]:
    """Give what a page of an outage offers to send again."""
    found = re.findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(value) for name, value in found}
