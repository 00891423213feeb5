"""A scanner says infected or not; when it does not answer, nothing is known."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from loket.documents.scanners import ClamAV, ScannerAwayError, TestVirusScanner, the_scanner
from loket.documents.tests import makefiles as make


class FakeDaemon:
    """Speaks as ClamAV's daemon does, on a socket in a folder."""

    def __init__(self, path: Path, answer: bytes, limit: int = 1 << 30) -> None:
        self.url = f"unix:{path}"
        self.received = b""
        self._answer, self._limit = answer, limit
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(path))
        self._door.listen(1)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        line, _ = self._door.accept()
        with line, line.makefile("rb") as reader:
            assert reader.read(10) == b"zINSTREAM\0"
            while (size := int.from_bytes(reader.read(4))) and len(self.received) < self._limit:
                self.received += reader.read(size)
            line.sendall(self._answer)

    def close(self) -> None:
        self._thread.join()
        self._door.close()


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Callable[..., FakeDaemon]]:
    daemons: list[FakeDaemon] = []

    def start(answer: bytes, limit: int = 1 << 30) -> FakeDaemon:
        daemons.append(FakeDaemon(tmp_path / "clamd", answer, limit))
        return daemons[-1]

    yield start
    for each in daemons:
        each.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"inhoud" * 50_000)
    return path


def test_the_whole_file_goes_to_the_daemon(daemon: Callable[..., FakeDaemon], file: Path) -> None:
    clamd = daemon(b"stream: OK\0")

    assert ClamAV(clamd.url).is_infected(file, "pdf") is False
    assert clamd.received == file.read_bytes()


def test_the_daemon_finds_a_virus(daemon: Callable[..., FakeDaemon], file: Path) -> None:
    clamd = daemon(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")

    assert ClamAV(clamd.url).is_infected(file, "pdf") is True


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: O"])
def test_any_other_answer_means_that_nothing_is_known(
    answer: bytes, daemon: Callable[..., FakeDaemon], file: Path
) -> None:
    clamd = daemon(answer)

    with pytest.raises(ScannerAwayError):
        ClamAV(clamd.url).is_infected(file, "pdf")


def test_a_daemon_that_hangs_up_means_that_nothing_is_known(
    daemon: Callable[..., FakeDaemon], file: Path
) -> None:
    file.write_bytes(b"x" * 3_000_000)
    clamd = daemon(b"", limit=100_000)

    with pytest.raises(ScannerAwayError):
        ClamAV(clamd.url).is_infected(file, "pdf")


def test_a_daemon_that_is_not_there_means_that_nothing_is_known(file: Path) -> None:
    with pytest.raises(ScannerAwayError):
        ClamAV(f"unix:{file.parent}/nobody").is_infected(file, "pdf")


@pytest.mark.parametrize("url", ["clamd", "http://localhost:3310", "unix:", "tcp://"])
def test_an_address_that_makes_no_sense_stops_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="CLAMAV_URL"):
        ClamAV(url)


def test_the_setting_chooses_the_scanner(settings: Settings) -> None:
    settings.CLAMAV_URL = "tcp://scanner:3310"
    assert isinstance(the_scanner(), ClamAV)

    settings.CLAMAV_URL = ""
    assert isinstance(the_scanner(), TestVirusScanner)


def test_without_a_daemon_the_test_virus_is_still_found(file: Path) -> None:
    file.write_bytes(make.make_docx({"word/x.txt": make.make_virus()}))

    assert TestVirusScanner().is_infected(file, "docx") is True
