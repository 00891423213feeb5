"""Somebody who fetches pages as a browser does, through all that the server runs but its sockets."""

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections

from loket.config.bridge import Bridge, Message
from loket.people.models import Person

HOST = "bench.localhost"
TOKEN = "b" * 32
"""A token against forged requests: what the page says is what the cookie says."""


class Site:
    """The web server's application with one thread for pages, so that one database serves them."""

    def __init__(self) -> None:
        """Load the pages as the server does."""
        self.bridge = Bridge(get_wsgi_application(), 1, settings.LARGEST_REQUEST)
        self.loop = asyncio.new_event_loop()

    def database_process(self) -> int:
        """The process of the database that serves the pages."""
        asked: Future[int] = self.bridge.threads.submit(backend)
        return asked.result()

    def ask(self, scope: Message, body: bytes) -> tuple[int, bytes]:
        """Send a request; give the status and the body of the answer."""
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        self.loop.run_until_complete(self.bridge(scope, receive, send))
        return said[0]["status"], b"".join(one.get("body", b"") for one in said)

    def close(self) -> None:
        """Let the thread end, and its connection with it."""
        self.bridge.threads.submit(connections.close_all).result()
        self.bridge.threads.shutdown()
        self.loop.close()


def backend() -> int:
    """The number of the database process behind the connection of this thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone() or (0,)
    return int(number)


@dataclass(frozen=True)
class Visitor:
    """A person with an open session."""

    site: Site
    person: Person
    session_key: str

    def get(self, path: str) -> bytes:
        """Fetch a page; it must be there."""
        status, body = self.site.ask(self.scope("GET", path), b"")
        assert status == 200, (path, status)
        return body

    def post(self, path: str, typed: dict[str, str], **headers: str) -> int:
        """Send a form; give the status."""
        body = urlencode(typed).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        status, said = self.site.ask(self.scope("POST", path, **form | headers), body)
        assert status < 400, (path, status, said[:400])
        return status

    def scope(self, method: str, path: str, **headers: str) -> dict[str, Any]:
        """A request as the server describes it."""
        cookies = {settings.SESSION_COOKIE_NAME: self.session_key, settings.CSRF_COOKIE_NAME: TOKEN}
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        sent = {"Host": HOST, "Accept-Language": "nl-BE,nl;q=0.9", "Cookie": cookie} | headers
        return {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path.partition("?")[0],
            "query_string": path.partition("?")[2].encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 50_000),
        }
