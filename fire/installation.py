"""A whole Loket that is to be broken: several web workers, and somebody who starts the dead anew."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import psutil
from e2e.installation import Installation, installed

from loket.config.processes import Process
from loket.core.database import MAINTENANCE, Server

WEB, WORKER, MAIL = "web server", "worker", "mail catcher"
WEB_WORKERS = 2
GLANCE = 0.05  # seconds between two looks at who died


@dataclass(frozen=True)
class Burning:
    """An installation under fire: where it is, who runs in it, and how to kill them."""

    loket: Installation
    server: Server
    kept: threading.Event = field(default_factory=threading.Event)

    def process(self, name: str) -> Process:
        """Give one of the three programs, by its name."""
        return next(one for one in self.loket.processes.known if one.name == name)

    def number(self, name: str) -> int:
        """Give the process number of a program as it runs now."""
        child = self.process(name).child
        assert child is not None, f"the {name} never started"
        return child.pid

    def web_workers(self) -> list[int]:
        """Give the process numbers of those who serve pages, the oldest first."""
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.number(WEB)).children()
            return [one.pid for one in sorted(children, key=psutil.Process.create_time)]
        return []

    def kill(self, number: int) -> bool:
        """Kill a process at once, as a machine that runs out of memory does."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            return True
        return False

    def stop_keeping(self) -> None:
        """Let the dead lie from now on."""
        self.kept.set()

    def keep_going(self) -> None:
        """Start again whoever died, as a service manager does, however often."""
        while not self.kept.wait(GLANCE):
            for process in self.loket.processes.known:
                del process.starts[:-1]  # deaths are what happens here: nobody counts them
            self.loket.processes.look_after()


def settle(server: Server) -> None:
    """Bring what was cloned to the disk before anybody kills the server.

    PostgreSQL copies a sequence with the numbers that it has in hand, and counts them as written
    ahead: a crash before the first checkpoint would give them out twice.
    """
    with server.connect("admin", MAINTENANCE) as admin:
        admin.execute("CHECKPOINT")


@contextlib.contextmanager
def burning(server: Server, name: str, more: Mapping[str, str] | None = None) -> Iterator[Burning]:
    """Keep a Loket going on a clone of the demo; whoever dies in it is started again."""
    told = {"LOKET_WEB_WORKERS": str(WEB_WORKERS), **(more or {})}
    with installed(server, name, told) as loket:
        made = Burning(loket, server)
        settle(server)
        keeper = threading.Thread(target=made.keep_going, daemon=True)
        keeper.start()
        try:
            yield made
        finally:
            made.stop_keeping()
            keeper.join()
