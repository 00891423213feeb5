"""Pages run in threads under a loop: whole bodies in, whole answers out, slow lines apart."""

import asyncio
import errno
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from loket.config import bridge
from loket.config.bridge import BLOCK, WHOLE, Bridge
from loket.core.errors import LEFT_OUT, LOST

type Environ = dict[str, Any]
type Start = Callable[..., Any]

LARGEST = 1000


def ask(
    pages: Callable[[Environ, Start], Iterable[bytes]],
    *parts: bytes,
    method: str = "POST",
    headers: tuple[tuple[bytes, bytes], ...] = (),
    gone: bool = False,
    largest: int = LARGEST,
) -> list[dict[str, Any]]:
    scope = {
        "type": "http",
        "method": method,
        "path": "/zaken/één/",
        "query_string": b"naam=zo%C3%AB",
        "http_version": "1.1",
        "headers": list(headers),
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 40000),
    }
    incoming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    incoming.append({"type": "http.disconnect"} if gone else {"type": "http.request"})
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return incoming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    run_apart(Bridge(pages, 2, largest)(scope, receive, send))
    return sent


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread without a loop: a browser of other tests may keep one in ours."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def body_of(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent)


class Page:
    """A page that remembers what it was asked and whether it was closed."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = parts
        self.environ: Environ = {}
        self.body = b""
        self.closed = False

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        self.environ = environ
        self.body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start("200 OK", [("Content-Type", "text/plain")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        self.closed = True


def test_a_body_in_parts_arrives_whole_and_counted() -> None:
    page = Page(b"goed")

    sent = ask(page, b"dag ", b"buren")

    assert page.body == b"dag buren"
    assert page.environ["CONTENT_LENGTH"] == "9"
    assert sent[0] == {
        "type": "http.response.start",
        "status": 200,
        "headers": [(b"content-type", b"text/plain")],
    }
    assert body_of(sent) == b"goed"
    assert page.closed


def test_an_address_with_accents_reads_as_wsgi_wants_it() -> None:
    page = Page(b"")

    ask(page)

    assert page.environ["PATH_INFO"].encode("latin1").decode() == "/zaken/één/"
    assert page.environ["QUERY_STRING"] == "naam=zo%C3%AB"


def test_a_header_that_imitates_one_of_the_proxy_is_dropped() -> None:
    page = Page(b"")

    ask(page, headers=((b"x_forwarded_proto", b"https"), (b"x-forwarded-for", b"192.0.2.7")))

    assert "HTTP_X_FORWARDED_PROTO" not in page.environ
    assert page.environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"


def test_cookies_in_two_headers_are_one_list() -> None:
    page = Page(b"")

    ask(page, headers=((b"cookie", b"a=1"), (b"cookie", b"b=2")))

    assert page.environ["HTTP_COOKIE"] == "a=1; b=2"


def test_a_body_that_says_it_is_too_large_is_not_read_and_the_pages_are_told() -> None:
    page = Page(b"te groot")

    ask(page, b"x" * 10, headers=((b"content-length", b"5000"),))

    assert page.body == b""
    assert page.environ["CONTENT_LENGTH"] == "5000"


def test_a_body_that_turns_out_too_large_is_dropped_and_the_pages_are_told() -> None:
    page = Page(b"te groot")

    ask(page, b"x" * 600, b"x" * 600, b"x" * 600)

    assert page.body == b""
    assert page.environ["CONTENT_LENGTH"] == "1200"


def test_a_body_that_finds_no_place_on_the_disk_is_told_to_the_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "bestaat-niet"))
    monkeypatch.setattr(bridge, "IN_MEMORY", 10)
    page = Page(b"het ligt aan ons")

    sent = ask(page, b"x" * 20)

    assert page.environ[LOST] is True
    assert page.body == b""
    assert body_of(sent) == b"het ligt aan ons"


def test_a_body_that_finds_no_place_on_the_disk_is_kept_in_memory_when_it_fits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "bestaat-niet"))
    monkeypatch.setattr(bridge, "IN_MEMORY", 10)
    page = Page(b"goed")

    ask(page, b"x" * 20, b"y" * 20, headers=((b"content-length", b"40"),))

    assert LOST not in page.environ
    assert page.body == b"x" * 20 + b"y" * 20


FORM = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.pdf"\r\n\r\n%PDF\r\n--x--\r\n'


@pytest.mark.parametrize(("fits", "largest"), [(False, 1000), (True, 50)])
def test_of_a_form_that_is_kept_nowhere_or_too_large_the_words_arrive(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fits: bool, largest: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path if fits else tmp_path / "weg"))
    monkeypatch.setattr(bridge, "IN_MEMORY", 10)
    monkeypatch.setattr(bridge, "IN_NEED", 20)
    page = Page(b"goed")
    headers = (
        (b"content-length", str(len(FORM)).encode()),
        (b"content-type", b"multipart/form-data; boundary=x"),
    )

    ask(page, FORM[:30], FORM[30:], headers=headers, largest=largest)

    assert page.body == FORM.replace(b"%PDF", b"")
    assert page.environ["CONTENT_LENGTH"] == str(len(page.body))
    assert page.environ[LEFT_OUT] == (4,)


def test_of_a_form_far_too_large_nothing_is_read() -> None:
    page = Page(b"te groot")
    kind = (b"content-type", b"multipart/form-data; boundary=x")

    ask(page, FORM, headers=((b"content-length", b"5001"), kind))

    assert page.body == b""
    assert page.environ["CONTENT_LENGTH"] == "5001"


def test_what_is_too_large_and_no_form_is_refused_by_its_length() -> None:
    page = Page(b"te groot")
    kind = (b"content-type", b"multipart/form-data; boundary=x")

    ask(page, b"x" * 20_000, headers=((b"content-length", b"1200"), kind))

    assert page.body == b""
    assert page.environ["CONTENT_LENGTH"] == "1200"
    assert LOST not in page.environ


def test_a_disk_that_has_no_room_for_a_body_is_told_before_it_is_filled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(number: int, offset: int, size: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "posix_fallocate", full)
    monkeypatch.setattr(bridge, "IN_MEMORY", 10)
    page = Page(b"goed")

    ask(page, b"x" * 40, headers=((b"content-length", b"40"),))

    assert page.body == b"x" * 40


def test_a_large_body_arrives_whole_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "IN_MEMORY", 10)
    page = Page(b"goed")

    ask(page, b"x" * 20, b"y" * 20, headers=((b"content-length", b"40"),))

    assert page.body == b"x" * 20 + b"y" * 20
    assert page.environ["CONTENT_LENGTH"] == "40"


def test_who_goes_away_while_sending_asks_nothing() -> None:
    page = Page(b"goed")

    sent = ask(page, b"half", gone=True)

    assert sent == []
    assert page.environ == {}


def test_a_very_long_answer_is_sent_while_it_is_made() -> None:
    page = Page(*[b"y" * (WHOLE // 2)] * 5)

    sent = ask(page)

    assert len(body_of(sent)) == WHOLE // 2 * 5
    assert len(sent) == 3  # the opening, the first megabyte and a half, the rest
    assert sent[-1]["more_body"] is False
    assert page.closed


@pytest.mark.parametrize(("method", "expected"), [("GET", BLOCK + 5), ("HEAD", 0)])
def test_a_file_is_sent_in_blocks_and_closed(method: str, expected: int) -> None:
    file = io.BytesIO(b"z" * (BLOCK + 5))

    def pages(environ: Environ, start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file, 8192)
        return wrapped

    sent = ask(pages, method=method)

    assert len(body_of(sent)) == expected
    assert file.closed


def test_an_answer_to_head_has_no_body() -> None:
    assert body_of(ask(Page(b"goed"), method="HEAD")) == b""


def test_only_pages_are_spoken() -> None:
    async def nothing() -> dict[str, Any]:
        return {}

    async def nowhere(message: dict[str, Any]) -> None:
        del message

    with pytest.raises(ValueError, match="speaks websocket"):
        run_apart(Bridge(Page(), 1, LARGEST)({"type": "websocket"}, nothing, nowhere))


def test_the_web_server_finds_the_application_before_anything_else_is_loaded() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "from loket.config.asgi import application"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stderr
