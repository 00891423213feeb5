"""Files stream from the request to the disk, and stop at the limit."""

import errno
import io
import os
from pathlib import Path

import pytest
from django.core.files.uploadhandler import StopUpload
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image
from pytest_django import Settings

from loket.core.errors import LEFT_OUT
from loket.documents.rules.findings import Code
from loket.documents.rules.limits import MEGABYTE, Limits
from loket.documents.tests.makefiles import make_picture
from loket.documents.upload import DiskUploadHandler, Upload

pytestmark = pytest.mark.usefixtures("files_folder")


class NamedBytes(io.BytesIO):
    """Bytes with a name, as the test client wants them."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def _post(*files: tuple[str, bytes]) -> HttpRequest:
    data = {f"file{number}": NamedBytes(*file) for number, file in enumerate(files)}
    body = encode_multipart(BOUNDARY, data | {"note": "woorden"})
    return RequestFactory().generic("POST", "/", body, MULTIPART_CONTENT)


def _uploads(request: HttpRequest) -> list[Upload]:
    found = [request.FILES[name] for name in sorted(request.FILES)]
    return [each for each in found if isinstance(each, Upload)]


def test_a_file_is_on_disk_and_hashed_when_the_view_gets_it() -> None:
    request = _post(("attest.pdf", b"%PDF-1.7 " * 100_000))

    (upload,) = _uploads(request)

    assert upload.problem is None
    assert upload.written is not None
    assert upload.size == upload.written.size == 900_000
    assert upload.written.path.stat().st_size == 900_000
    assert request.POST["note"] == "woorden"


@pytest.mark.parametrize(
    ("sizes", "codes"),
    [
        ((26 * MEGABYTE, 1), [Code.TOO_LARGE, Code.NO_SPACE]),
        ((24 * MEGABYTE,) * 5, [Code.SUBMISSION_FULL] * 5),
        ((20 * MEGABYTE, 20 * MEGABYTE), [Code.NO_SPACE] * 2),
    ],
)
def test_of_a_file_that_was_left_out_the_reason_is_said(
    sizes: tuple[int, ...], codes: list[Code]
) -> None:
    request = _post(*((f"{number}.pdf", b"") for number in range(len(sizes))))
    request.META[LEFT_OUT] = sizes

    found = [upload.problem for upload in _uploads(request)]

    assert [problem and problem.code for problem in found] == codes
    assert [problem and problem.name for problem in found] == [
        f"{n}.pdf" for n in range(len(sizes))
    ]
    assert request.POST["note"] == "woorden"


def test_a_view_may_read_a_file_as_any_other() -> None:
    content = make_picture("JPEG")

    (upload,) = _uploads(_post(("foto.jpg", content)))

    assert upload.file is not None
    with Image.open(upload.file) as picture:
        assert picture.size == (40, 20)
    assert b"".join(upload.chunks()) == content
    upload.close()
    assert upload.file.closed


def test_what_no_action_kept_is_gone_after_the_request(files_folder: Path) -> None:
    request = _post(("attest.pdf", b"x" * 1000))
    assert len(_uploads(request)) == 1

    request.close()

    assert list((files_folder / "incoming").iterdir()) == []


def test_a_file_over_the_limit_is_dropped_while_it_streams_and_the_others_come_in(
    settings: Settings, files_folder: Path
) -> None:
    settings.FILE_LIMITS = Limits(file_bytes=MEGABYTE)
    request = _post(("groot.pdf", b"x" * (MEGABYTE + 1)), ("klein.pdf", b"x" * MEGABYTE))

    large, small = _uploads(request)

    assert large.problem is not None
    assert (large.problem.code, large.problem.name) == (Code.TOO_LARGE, "groot.pdf")
    assert large.written is None
    assert small.problem is None
    assert len(list((files_folder / "incoming").iterdir())) == 1


def test_of_a_file_over_the_limit_no_more_than_the_limit_is_written(
    settings: Settings, files_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_LIMITS = Limits(file_bytes=MEGABYTE)
    written: list[int] = []
    write = os.write

    def count(number: int, data: memoryview) -> int:
        written.append(len(data))
        return write(number, data)

    monkeypatch.setattr(os, "write", count)

    assert _uploads(_post(("groot.pdf", b"x" * 5 * MEGABYTE)))[0].written is None

    assert sum(written) <= MEGABYTE


def test_a_request_over_the_limit_is_not_read_to_its_end(settings: Settings) -> None:
    settings.LARGEST_REQUEST = 200_000
    handler = DiskUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", None, None, None)
    handler.receive_data_chunk(b"x" * 150_000, 0)

    with pytest.raises(StopUpload) as stopped:
        handler.receive_data_chunk(b"x" * 150_000, 150_000)

    assert stopped.value.connection_reset


def test_a_body_that_breaks_off_brings_no_file(files_folder: Path) -> None:
    data = {"file": NamedBytes("attest.pdf", b"x" * 500_000)}
    body = encode_multipart(BOUNDARY, data)[:300_000]
    request = RequestFactory().generic("POST", "/", body, MULTIPART_CONTENT)

    assert list(request.FILES) == []
    assert list((files_folder / "incoming").iterdir()) == []


def test_a_full_disk_is_the_problem_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)

    (upload,) = _uploads(_post(("attest.pdf", b"x" * 1000)))

    assert upload.problem is not None
    assert upload.problem.code is Code.NO_SPACE


def test_a_folder_that_cannot_be_written_is_the_problem_of_the_file(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "geen-map")
    (tmp_path / "geen-map").touch()

    (upload,) = _uploads(_post(("attest.pdf", b"x" * 1000)))

    assert upload.problem is not None
    assert upload.problem.code is Code.NOT_KEPT


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("..\\..\\x.pdf", "x.pdf"),
        ("rekening\u202efdp.exe", "rekeningfdp.exe"),
        ("b" * 300 + ".pdf", "b" * 250 + "….pdf"),
        ("con.pdf", "con.pdf"),
    ],
)
def test_a_name_arrives_safe(sent: str, shown: str) -> None:
    (upload,) = _uploads(_post((sent, b"x")))

    assert upload.shown_name == upload.name == shown


def test_an_empty_file_arrives_with_no_bytes() -> None:
    (upload,) = _uploads(_post(("leeg.pdf", b"")))

    assert upload.written is not None
    assert upload.written.size == 0
