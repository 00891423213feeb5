"""Run the inspection of a file in a child process and hand back what it says."""

import errno
import json
import logging
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import BinaryIO

from loket.documents.inspect.verdict import WITHOUT_ROOM, Verdict
from loket.documents.rules.findings import Code

CHILD = "loket.documents.inspect.child"
SOURCE = Path(__file__).resolve().parents[3]
# The child may use 10 seconds of the processor; on a busy machine that takes longer on the wall.
WALL_SECONDS = 60
LONGEST_ANSWER = 64 * 1024
# The ends of a child that its file brought about: out of time, or a parser that broke on it.
BROKEN = frozenset(
    {signal.SIGXCPU, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE}
    | {signal.SIGXFSZ}
)


logger = logging.getLogger(__name__)


class ChildError(Exception):
    """The inspection itself did not work; it says nothing about the file."""


def run_child(work: str, type_code: str, file: Path, cleaned: BinaryIO, copy: BinaryIO) -> Verdict:
    """Inspect a file; the child writes its copies to the two open files."""
    with file.open("rb") as content, tempfile.TemporaryFile() as answer:
        numbers = (cleaned.fileno(), copy.fileno())
        command = [sys.executable, "-P", "-s", "-m", CHILD, work, type_code, *map(str, numbers)]
        try:
            code = _wait(command, content, answer, numbers)
        except subprocess.TimeoutExpired as error:
            raise ChildError("timeout") from error
        answer.seek(0)
        said = answer.read(LONGEST_ANSWER)
    if -code in BROKEN:
        return Verdict(code=Code.TOO_HEAVY, detail=signal.Signals(-code).name)
    if code == WITHOUT_ROOM:
        raise OSError(errno.ENOSPC, "the copies of a file find no room")
    if code != 0:
        raise ChildError(f"exit {code}")
    verdict = _read(said)
    if not verdict.fenced:
        _warn_once()
    return verdict


@cache
def _warn_once() -> None:
    logger.warning("Files are inspected without seccomp here: only memory and time are limited.")


def _wait(command: list[str], content: BinaryIO, answer: BinaryIO, numbers: tuple[int, int]) -> int:
    environment = {"PYTHONPATH": str(SOURCE), "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603  a list of our own
        command,
        stdin=content,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        pass_fds=numbers,
        env=environment,
        cwd="/",
        start_new_session=True,
    ) as child:
        try:
            return child.wait(timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            raise


def _read(said: bytes) -> Verdict:
    try:
        return Verdict(**json.loads(said))
    except (ValueError, TypeError) as error:
        raise ChildError("answer") from error
