"""Scanners for viruses: ClamAV where `CLAMAV_URL` names one, else one that knows the test virus."""

import socket
import tempfile
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from loket.documents.inspect.run import ChildError, run_child
from loket.documents.rules.findings import Code

TEST_VIRUS = "eicar"
CHUNK_BYTES = 64 * 1024
CONNECT_SECONDS = 5
ANSWER_SECONDS = 45
LONGEST_ANSWER = 4096
DEFAULT_PORT = 3310


class ScannerAwayError(Exception):
    """The scanner gave no answer, so nothing is known about the file."""


class Scanner(Protocol):
    """What looks for viruses."""

    def is_infected(self, file: Path, type_code: str) -> bool:
        """Tell whether there is a virus in a file."""


class ClamAV:
    """ClamAV's daemon, spoken to over its socket.

    Source: clamd(8), command INSTREAM: pieces with their length before them, a length of zero at
    the end, one line as the answer.
    """

    def __init__(self, url: str) -> None:
        """Keep the address: `tcp://host:port` or `unix:/path`."""
        parts = urlsplit(url)
        if parts.scheme == "unix" and parts.path:
            self._address: str | tuple[str, int] = parts.path
        elif parts.scheme == "tcp" and parts.hostname:
            self._address = (parts.hostname, parts.port or DEFAULT_PORT)
        else:
            raise ValueError(f"CLAMAV_URL is '{url}': write tcp://host:3310 or unix:/path.")

    def is_infected(self, file: Path, type_code: str) -> bool:
        """Send the file and read what the daemon found."""
        try:
            with self._connect() as line:
                line.settimeout(ANSWER_SECONDS)
                line.sendall(b"zINSTREAM\0")
                with file.open("rb") as content:
                    while data := content.read(CHUNK_BYTES):
                        line.sendall(len(data).to_bytes(4) + data)
                line.sendall(bytes(4))
                answer = line.recv(LONGEST_ANSWER).rstrip(b"\0\n")
        except OSError as error:
            raise ScannerAwayError(type(error).__name__) from error
        if answer.endswith(b" FOUND"):
            return True
        if not answer.endswith(b": OK"):
            raise ScannerAwayError("answer")
        return False

    def _connect(self) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, CONNECT_SECONDS)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(self._address)
        except OSError:
            line.close()
            raise
        return line


class TestVirusScanner:
    """Knows only the EICAR test file, so that all that follows an infection can be tried out."""

    __test__ = False  # not a test, whatever its name

    def is_infected(self, file: Path, type_code: str) -> bool:
        """Look for the test virus, in a child process, for it has to unpack."""
        with tempfile.TemporaryFile() as nothing, tempfile.TemporaryFile() as neither:
            try:
                verdict = run_child(TEST_VIRUS, type_code, file, nothing, neither)
            except ChildError as error:
                raise ScannerAwayError("child") from error
        return verdict.code == Code.INFECTED


def the_scanner() -> Scanner:
    """Return the scanner of this installation."""
    return ClamAV(settings.CLAMAV_URL) if settings.CLAMAV_URL else TestVirusScanner()
