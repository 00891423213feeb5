"""Keeps the processes of Loket going together: starts them, starts a dead one again, stops all."""

import contextlib
import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from loket.core.ending import wait_for_end

TRIES = 5  # a process that dies this often within a minute stays dead
MINUTE = 60.0
PATIENCE = 25.0  # seconds to stop, more than a running job or page gets


class ProcessFailed(Exception):  # noqa: N818  it reads as the sentence that it is
    """A process cannot be kept going; the message says which and why."""


@dataclass
class Process:
    """One program that is to run."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    child: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)


class Processes:
    """The programs of one checkout; who they are is kept in a file, for after a kill -9."""

    def __init__(self, home: Path) -> None:
        """Keep notes and logs in the home folder of the checkout."""
        self.notes = home / "processes"
        self.logs = home / "log"
        self.known: list[Process] = []

    def end_leftovers(self) -> int:
        """End what a killed start left running; a number that somebody else has now is spared."""
        ended = []
        with contextlib.suppress(OSError, ValueError):
            for number, created in json.loads(self.notes.read_text()):
                with contextlib.suppress(psutil.NoSuchProcess):
                    process = psutil.Process(number)
                    if process.create_time() == created:
                        for each in (process, *process.children(recursive=True)):
                            each.terminate()
                            ended.append(each)
        wait_for_end(ended, PATIENCE)
        self.notes.unlink(missing_ok=True)
        return len(ended)

    def start(self, process: Process) -> None:
        """Start a program; its words go to a log of its own."""
        self.logs.mkdir(parents=True, exist_ok=True)
        mode = "ab" if process.starts else "wb"
        with self.log_of(process).open(mode) as log:
            process.child = subprocess.Popen(  # noqa: S603  a list of our own
                process.command,
                env=os.environ | process.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        process.starts.append(time.monotonic())
        if process not in self.known:
            self.known.append(process)
        self._note()

    def log_of(self, process: Process) -> Path:
        """Say where a program writes what it has to say."""
        return self.logs / f"{process.name.replace(' ', '-')}.log"

    def look_after(self) -> list[str]:
        """Start again what died; give the names of what was."""
        started = []
        for process in self.known:
            if process.child and process.child.poll() is not None:
                since = time.monotonic() - MINUTE
                if sum(start > since for start in process.starts) >= TRIES:
                    raise ProcessFailed(self.obituary(process))
                self.start(process)
                started.append(process.name)
        return started

    def start_anew(self) -> None:
        """Stop each program and start it again, at somebody's wish."""
        for process in self.known:
            if process.child:
                process.child.terminate()
                process.child.wait(PATIENCE)
            process.starts.clear()
            self.start(process)

    def obituary(self, process: Process) -> str:
        """Say that a program died, with its last words."""
        path = self.log_of(process)
        last = "\n".join(path.read_text(errors="replace").splitlines()[-15:])
        return f"The {process.name} does not keep running; its last words ({path}):\n{last}"

    def stop(self) -> None:
        """Stop all, the last started first, and wait for each."""
        running = [process.child for process in reversed(self.known) if process.child]
        for child in running:
            child.terminate()
        until = time.monotonic() + PATIENCE
        for child in running:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.known.clear()
        self.notes.unlink(missing_ok=True)

    def _note(self) -> None:
        notes = []
        for process in self.known:
            if process.child:
                with contextlib.suppress(psutil.NoSuchProcess):
                    notes.append(
                        (process.child.pid, psutil.Process(process.child.pid).create_time())
                    )
        half = self.notes.with_suffix(".half")
        with contextlib.suppress(OSError):  # a full disk stops nothing that runs
            half.write_text(json.dumps(notes))
            half.rename(self.notes)
