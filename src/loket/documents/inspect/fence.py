"""The fence around the child process: little memory, little time, no files, no network.

The limits are those of the kernel. The rest is a seccomp filter: after the libraries are loaded
the child can open no file, make no connection and start no program, so a hole in a parser
has nothing to reach for. On a system without seccomp only the limits hold.
"""

import codecs
import ctypes
import errno
import platform
import resource
import struct
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from loket.documents.rules.limits import MEGABYTE

MEMORY_BYTES = 300 * MEGABYTE
CPU_SECONDS = 10
OUTPUT_BYTES = 64 * MEGABYTE
OPEN_FILES = 64

# Behind the fence nothing can be loaded, so the character sets that parsers ask for come first.
CHARSETS = "ascii latin-1 cp437 cp1252 utf-8 utf-8-sig utf-16 utf-16-le utf-16-be"

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
KILL_PROCESS = 0x80000000
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | errno.EACCES
LOAD_WORD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER_AT, ARCHITECTURE_AT = 0, 4
X32_NUMBERS = 0x40000000

# System calls that open, create, remove or rename files, connect, start programs, look into
# other processes, or do one of these by a detour. Numbers: the kernel's tables per machine.
DENIED = {
    "x86_64": (
        *(2, 85, 257, 437, 304, 319),  # open creat openat openat2 open_by_handle_at memfd_create
        *(41, 53, 42, 49, 44, 46),  # socket socketpair connect bind sendto sendmsg
        *(57, 58, 59, 322),  # fork vfork execve execveat
        *(62, 101, 310, 311),  # kill ptrace process_vm_readv process_vm_writev
        *(76, 82, 83, 84, 86, 87, 88, 90, 92),  # truncate rename mkdir rmdir link unlink … chown
        *(258, 263, 264, 265, 266, 268, 316),  # the same by folder: mkdirat unlinkat renameat …
        *(165, 272, 308, 321, 425, 426, 427),  # mount unshare setns bpf io_uring
    ),
    "aarch64": (
        *(56, 437, 265, 279),
        *(198, 199, 203, 200, 206, 211),
        *(221, 281),
        *(129, 117, 270, 271),
        *(45, 34, 35, 36, 37, 38, 53, 54, 276),
        *(40, 97, 268, 280, 425, 426, 427),
    ),
}
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


class _NoMoreModules(MetaPathFinder):
    """Say of every module not loaded yet that there is none, instead of failing at its file."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        raise ModuleNotFoundError(fullname, name=fullname)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def set_limits() -> None:
    """Limit memory, time, output and open files, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # At the lower limit comes a signal of its own, so the parent knows that time was up.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))


def close_fence() -> bool:
    """Shut the process off from files, network and programs; False where that cannot be done."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in DENIED:
        return False
    code = filter_code(ARCHITECTURES[machine], DENIED[machine])
    program = _Program(len(code) // 8, code)
    for charset in CHARSETS.split():
        codecs.lookup(charset)
    sys.meta_path.insert(0, _NoMoreModules())
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def filter_code(architecture: int, denied: tuple[int, ...]) -> bytes:
    """Return the filter as the kernel reads it: another machine's calls end the process."""
    steps = [
        _step(LOAD_WORD, ARCHITECTURE_AT),
        _step(JUMP_EQUAL, architecture, when_true=1),
        _step(RETURN, KILL_PROCESS),
        _step(LOAD_WORD, NUMBER_AT),
        _step(JUMP_AT_LEAST, X32_NUMBERS, when_false=1),
        _step(RETURN, KILL_PROCESS),
    ]
    for left, number in zip(range(len(denied), 0, -1), denied, strict=True):
        steps.append(_step(JUMP_EQUAL, number, when_true=left))
    steps += [_step(RETURN, ALLOW), _step(RETURN, REFUSE)]
    return b"".join(steps)


def _step(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, when_true, when_false, value)
