"""The programs of an installation that runs by itself, and the moment at which its desk is open."""

import contextlib
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from loket.config.ports import LOCAL
from loket.config.processes import Process, Processes, ProcessFailed

GLANCE = 0.05  # seconds between two looks whether it is open
PYTHON = (sys.executable, "-m")


def web_server(told: Mapping[str, str]) -> Process:
    """Serves the pages; `told` is its environment, beside that of who starts it."""
    command = [*PYTHON, "gunicorn", "-c", "python:loket.config.server", "loket.config.asgi"]
    return Process("web server", command, dict(told))


def worker(told: Mapping[str, str]) -> Process:
    """Does the work behind the pages."""
    return Process("worker", [*PYTHON, "django", "work"], dict(told))


def mail_catcher(mail: Path, smtp: int, told: Mapping[str, str], *, page: int = 0) -> Process:
    """Takes every mail and sends none; shows them on a page where a port is given for one."""
    ports = ["--smtp-port", str(smtp), "--page-port", str(page)]
    command = [*PYTHON, "loket.config.catcher", str(mail), *ports]
    return Process("mail catcher", command, dict(told))


def wait_until_open(processes: Processes, port: int, seconds: float) -> None:
    """Wait until the desk answers, and keep everything going meanwhile."""
    until = time.monotonic() + seconds
    while not answers(port):
        processes.look_after()
        if time.monotonic() > until:
            raise ProcessFailed(f"the web server does not answer: see {processes.logs}.")
        time.sleep(GLANCE)


def answers(port: int) -> bool:
    """Say whether the desk is open."""
    with contextlib.suppress(OSError):
        address = f"http://{LOCAL}:{port}/gezondheid/"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    return False
