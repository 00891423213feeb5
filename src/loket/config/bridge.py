"""Runs the pages (WSGI, in a few threads) under the web server (ASGI, one loop per process).

A thread is held only while a page is made: the loop takes a body in before it, and sends a file
after it, so that slow lines of people keep nobody else waiting. More threads would only wait for
each other (docs/decisions/server.md).
"""

import asyncio
import contextvars
import io
import logging
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from loket.config.turns import Turns
from loket.config.words import Words, words_of
from loket.core.errors import LEFT_OUT, LOST, ORGANISATION
from loket.core.live.hearing import Watch
from loket.core.signs import LONGEST_NUMBER

logger = logging.getLogger(__name__)

type Message = dict[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Pages = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 256 * 1024  # bytes of a body that are kept out of a file
IN_NEED = 32 * 1024 * 1024  # bytes of a body that are kept in memory when the disk takes none
FARTHEST = 5  # times the largest body; of what is larger than it the words are read up to here
WHOLE = 1024 * 1024  # bytes of an answer that are made before the first is sent; pages are smaller
BLOCK = 256 * 1024  # bytes of a file that are sent at a time


class Live(Protocol):
    """Keeps the pages open that tell what happens."""

    leaving: Callable[[], bool]

    async def keep(
        self, watch: Watch, opening: Message, first: bytes, line: tuple[Receive, Send]
    ) -> None:
        """Send how the answer opens and begins, and go on until it ends."""


class FileWrapper:
    """What the pages give back to say: send this file, and close it."""

    def __init__(self, file: IO[bytes], block_size: int = BLOCK) -> None:
        """Keep the file; the block size is ours to choose."""
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        """Read it block by block, for whoever treats it as any other answer."""
        return iter(lambda: self.file.read(BLOCK), b"")

    def close(self) -> None:
        """Close the file and end the request."""
        self.file.close()


@dataclass
class Answer:
    """What a page answered: its first bytes, and the file or the stream that follows them."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    file: FileWrapper | None = None
    watch: Watch | None = None

    def start(self, status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        """Take status and headers, as WSGI's start_response."""
        self.status = int(status[:3])
        self.headers = [
            (name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers
        ]

    def opening(self) -> Message:
        """Give the message that opens the answer."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Bridge:
    """An ASGI application that lets a WSGI application answer."""

    def __init__(
        self, pages: Pages, threads: int, largest_body: int, live: Live | None = None
    ) -> None:
        """Make the threads when the first request comes: the server forks before it."""
        self.pages = pages
        self.threads = ThreadPoolExecutor(threads, "pages")
        self.turns = Turns(threads)
        self.largest_body = largest_body
        self.live = live

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Take the request in, let a thread answer, send the answer."""
        if scope["type"] != "http":
            raise ValueError(f"nothing of Loket speaks {scope['type']}")
        if scope["method"] == "HEAD":
            send = without_body(send)
        with closing_quietly(place_for(scope, self.largest_body)) as body:
            try:
                size = await take_body(scope, receive, body, self.largest_body)
                if size is None:
                    return
                body.seek(0)
                environ = make_environ(scope, body, size)
                if isinstance(body, Words):
                    environ[LEFT_OUT] = tuple(body.sizes)
            except OSError as error:
                logger.error("What somebody sent finds no place: %s", error)
                named = length_of(scope)
                large = named > self.largest_body  # which its length tells the pages
                environ = make_environ(scope, io.BytesIO(), named if large else 0)
                environ |= {} if large else {LOST: True}
            answer = await self.answer(environ, send)
        if answer:
            await self.send(answer, (receive, send))

    async def answer(self, environ: dict[str, Any], send: Send) -> Answer | None:
        """Let a thread make the page, when it is the turn of its organisation."""
        loop = asyncio.get_running_loop()

        def send_now(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(_send(send, message), loop).result()

        run = contextvars.copy_context().run
        host = environ.get("HTTP_HOST", "")
        async with self.turns.turn(self.turns.whose(host)):
            answer = await loop.run_in_executor(
                self.threads, run, make_answer, self.pages, environ, send_now
            )
        if ORGANISATION in environ:
            self.turns.learn(host, environ[ORGANISATION])
        return answer

    async def send(self, answer: Answer, line: tuple[Receive, Send]) -> None:
        """Send what a page answered, or keep open what goes on."""
        if answer.watch and self.live:
            await self.live.keep(answer.watch, answer.opening(), answer.body, line)
        else:
            await send_answer(answer, line[1])


def place_for(scope: Message, most: int) -> IO[bytes]:
    """Give a place for the body of a request: memory, or a file with its room taken beforehand.

    What finds no room on the disk is kept in memory when it can be, and else without its files,
    as is what is too large: with one file come the words that somebody typed.
    """
    named = length_of(scope)
    if named <= IN_MEMORY or named > FARTHEST * most:
        return tempfile.SpooledTemporaryFile(IN_MEMORY)
    if named <= most:
        try:
            return file_with_room(named)
        except OSError as error:
            logger.warning("What somebody sends is kept in memory: %s", error)
            if named <= IN_NEED:
                return io.BytesIO()
    return words_of(header(scope, b"content-type")) or tempfile.SpooledTemporaryFile(IN_MEMORY)


def file_with_room(size: int) -> IO[bytes]:
    """Open a file without a name that takes so many bytes for sure, where the system can say so."""
    number, path = tempfile.mkstemp()
    try:
        Path(path).unlink()
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(number, 0, size)
        return os.fdopen(number, "w+b")
    except OSError:
        os.close(number)
        raise


def length_of(scope: Message) -> int:
    """Read how long the body says that it is; none is 0."""
    named = header(scope, b"content-length")
    return int(named[:LONGEST_NUMBER]) if named.isdigit() else 0


def header(scope: Message, name: bytes) -> bytes:
    """Read a header; empty when there is none."""
    found: bytes = dict(scope["headers"]).get(name, b"")
    return found


@contextmanager
def closing_quietly(body: IO[bytes]) -> Iterator[IO[bytes]]:
    """Close a file that nobody needs any more, also when the disk takes its last bytes no more."""
    try:
        yield body
    finally:
        with suppress(OSError):
            body.close()


async def take_body(scope: Message, receive: Receive, body: IO[bytes], most: int) -> int | None:
    """Take the body in and count it; None when the other side went away.

    Of a body that is too large nothing more is read, unless its words are kept: its size tells the
    pages to refuse it.
    """
    words = body if isinstance(body, Words) else None
    if words is None and (named := length_of(scope)) > most:
        return named
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if words is None and size > most:
            body.truncate(0)
            return size
        body.write(part)
        if not message.get("more_body", False):
            return size if words is None else words.tell()


def make_environ(scope: Message, body: IO[bytes], size: int) -> dict[str, Any]:
    """Say in the words of WSGI what was asked."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for name, value in scope["headers"]:
        if b"_" in name:  # would pass for the same header with a hyphen, which a proxy guards
            continue
        key = f"HTTP_{name.decode('latin1').upper().replace('-', '_')}"
        between = "; " if key == "HTTP_COOKIE" else ","
        known = f"{environ[key]}{between}" if key in environ else ""
        environ[key] = known + value.decode("latin1")
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def make_answer(
    pages: Pages, environ: dict[str, Any], send_now: Callable[[Message], None]
) -> Answer | None:
    """Make a page, in a thread; None when its answer was so long that it was sent meanwhile."""
    answer = Answer()
    parts = pages(environ, answer.start)
    answer.watch = getattr(parts, "watch", None)  # of a page that stays open (core.live)
    if isinstance(parts, FileWrapper):
        answer.file = parts
        return answer
    try:
        gathered = io.BytesIO()
        begun = False
        for part in parts:
            gathered.write(part)
            if gathered.tell() > WHOLE:
                if not begun:
                    send_now(answer.opening())
                    begun = True
                send_now(_body(gathered.getvalue(), more=True))
                gathered = io.BytesIO()
        if begun:
            send_now(_body(gathered.getvalue(), more=False))
            return None
        answer.body = gathered.getvalue()
        return answer
    finally:
        getattr(parts, "close", lambda: None)()


def without_body(send: Send) -> Send:
    """Send only the opening and the end, as HEAD asks."""

    async def send_less(message: Message) -> None:
        if not message.get("more_body"):
            await send(message | ({"body": b""} if "body" in message else {}))

    return send_less


async def send_answer(answer: Answer, send: Send) -> None:
    """Send what a page answered; a file block by block, as fast as the other side takes it."""
    await send(answer.opening())
    if answer.file is None:
        await send(_body(answer.body, more=False))
        return
    try:
        while block := await asyncio.to_thread(answer.file.file.read, BLOCK):
            await send(_body(block, more=True))
        await send(_body(b"", more=False))
    finally:
        await asyncio.to_thread(answer.file.close)


def _body(part: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": part, "more_body": more}


async def _send(send: Send, message: Message) -> None:
    await send(message)
