"""Fetches pages over lines that stay open, as browsers do, at little cost to the machine."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 60.0
"""Seconds after which an answer is counted as none."""
TOKEN = "b" * 32
"""A token against forged requests: what the header says is what the cookie says."""
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        """Where it leads, if it leads on."""
        return header(self.head, b"location").decode()


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser in which somebody is signed in."""

    host: str
    session: str

    def request(
        self,
        path: str,
        typed: Mapping[str, str] | None = None,
        **headers: str,
    ) -> bytes:
        """Write a request; one with typed words sends them as a form."""
        body = b"" if typed is None else urlencode(typed).encode()
        lines = [
            f"{'GET' if typed is None else 'POST'} {path} HTTP/1.1",
            f"Host: {self.host}",
            "Accept-Language: nl-BE,nl;q=0.9",
            f"Cookie: loket={self.session}; loket-csrf={TOKEN}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        if typed is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"X-CSRFToken: {TOKEN}",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + body


def header(head: bytes, name: bytes) -> bytes:
    """A header of an answer; empty when it is not there."""
    for one in head.split(b"\r\n")[1:]:
        found, _, value = one.partition(b":")
        if found.strip().lower() == name:
            return value.strip()
    return b""


class Line(asyncio.Protocol):
    """One connection with at most one question on its way."""

    def __init__(self) -> None:
        """Wait for the first question."""
        self.transport: asyncio.Transport | None = None
        self.came = bytearray()
        self.head = b""
        self.length = -1
        self.answer: asyncio.Future[Answer] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what carries the bytes."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self, request: bytes) -> asyncio.Future[Answer]:
        """Send a question."""
        assert self.transport is not None
        self.answer = asyncio.get_running_loop().create_future()
        self.came.clear()
        self.head, self.length = b"", -1
        self.transport.write(request)
        return self.answer

    def data_received(self, data: bytes) -> None:
        """Take a part of the answer in."""
        self.came += data
        if not self.head:
            at = self.came.find(b"\r\n\r\n")
            if at < 0:
                return
            self.head = bytes(self.came[:at])
            del self.came[: at + 4]
            named = header(self.head, b"content-length")
            self.length = int(named) if named else -1
        if 0 <= self.length <= len(self.came):
            self.say(bytes(self.came[: self.length]))
        elif self.length < 0 and self.came.endswith(b"0\r\n\r\n"):
            self.say(unchunked(bytes(self.came)))

    def say(self, body: bytes) -> None:
        """Give the answer to who asked."""
        if self.answer and not self.answer.done():
            self.answer.set_result(Answer(int(self.head.split(b" ", 2)[1]), self.head, body))

    def connection_lost(self, fault: Exception | None) -> None:
        """Tell who waits that nothing more comes."""
        self.transport = None
        if self.answer and not self.answer.done():
            self.answer.set_exception(fault or ConnectionError("the line was closed"))

    def close(self) -> None:
        """Hang up."""
        if self.transport:
            self.transport.close()

    @property
    def usable(self) -> bool:
        """Whether another question can be asked here."""
        return self.transport is not None and not self.transport.is_closing()


def unchunked(came: bytes) -> bytes:
    """The body of an answer that came in pieces."""
    parts = []
    while came:
        size, _, rest = came.partition(b"\r\n")
        length = int(size, 16)
        if not length:
            break
        parts.append(rest[:length])
        came = rest[length + 2 :]
    return b"".join(parts)


class Lines:
    """The lines to one server: an idle one is used again, and there are as many as are needed."""

    def __init__(self, port: int) -> None:
        """Open the first one at the first question."""
        self.port = port
        self.idle: list[Line] = []

    async def ask(self, request: bytes) -> Answer:
        """Ask and wait; whatever goes wrong is an answer with status 0."""
        try:
            async with asyncio.timeout(PATIENCE):
                line = await self.free_line()
                answer = await line.ask(request)
        except (OSError, TimeoutError) as fault:
            return Answer(NO_ANSWER, b"", repr(fault).encode())
        if header(answer.head, b"connection").lower() == b"close":
            line.close()
        else:
            self.idle.append(line)
        return answer

    async def free_line(self) -> Line:
        """An open line that nobody uses."""
        while self.idle:
            line = self.idle.pop()
            if line.usable:
                return line
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(Line, "127.0.0.1", self.port)
        return line

    def close(self) -> None:
        """Close what is open."""
        for line in self.idle:
            line.close()
        self.idle.clear()
