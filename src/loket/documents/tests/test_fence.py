"""The child process has little memory, little time, and nothing to reach for."""

import subprocess
import sys

import pytest

from loket.documents.inspect import fence
from loket.documents.inspect.run import SOURCE

START = "from loket.documents.inspect import fence; import os, socket, subprocess, sys\n"


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  a list of our own
        [sys.executable, "-P", "-c", START + code],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_limits_are_those_that_are_promised() -> None:
    done = _run(
        "import resource; fence.set_limits(); "
        "print(*(resource.getrlimit(what)[0] for what in "
        "(resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)))"
    )

    assert done.stdout.split() == [str(300 * 1024 * 1024), "10", "0"]


def test_more_memory_than_allowed_is_not_given() -> None:
    done = _run("fence.set_limits(); bytes(310 * 1024 * 1024)")

    assert "MemoryError" in done.stderr


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/tmp/out', 'w')",
        "os.listdir('/')",
        "socket.socket()",
        "os.execv('/bin/true', ['true'])",
        "os.unlink('/tmp/nothing')",
        "os.rename('/tmp/nothing', '/tmp/other')",
    ],
)
def test_behind_the_fence_there_are_no_files_no_network_and_no_programs(attempt: str) -> None:
    done = _run(f"print(fence.close_fence(), flush=True)\n{attempt}")

    assert done.stdout.strip() == "True"
    assert "PermissionError" in done.stderr


def test_a_machine_without_a_list_of_calls_has_only_the_limits() -> None:
    done = _run("import platform; platform.machine = lambda: 'other'; print(fence.close_fence())")

    assert done.stdout.strip() == "False"


def test_the_filter_ends_a_process_that_speaks_for_another_machine() -> None:
    code = fence.filter_code(0xC000003E, (2, 41))

    assert len(code) == 8 * (6 + 2 + 2)
    assert code[:8] == bytes.fromhex("2000000004000000")
