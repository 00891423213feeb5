"""A mail server on this machine that can be told where to break."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax


def hang_up(server: SMTP) -> None:
    """Break the line without a word."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class Breaking(SMTP):
    """Drops the line when DATA begins, when it was told so."""

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802  as aiosmtpd looks it up
        if self.event_handler.breaks == "at_data":
            hang_up(self)
            return
        await super().smtp_DATA(arg)


class Box:
    """Keeps the mails that it took; `breaks` says what goes wrong next."""

    def __init__(self) -> None:
        self.breaks = ""
        self.knows_utf8 = True
        self.taken: list[bytes] = []
        self.recipients: list[str] = []

    async def handle_EHLO(  # noqa: N802  as aiosmtpd looks it up
        self, server: Any, session: Session, envelope: Envelope, name: str, responses: list[str]
    ) -> list[str]:
        session.host_name = name
        return [said for said in responses if self.knows_utf8 or said != "250-SMTPUTF8"]

    async def handle_MAIL(  # noqa: N802  as aiosmtpd looks it up
        self, server: Any, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.breaks.startswith("from "):
            return self.breaks.removeprefix("from ")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 ok"

    async def handle_RCPT(  # noqa: N802  as aiosmtpd looks it up
        self, server: Any, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.breaks.startswith("rcpt "):
            return self.breaks.removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802  as aiosmtpd looks it up
        self, server: Breaking, session: Session, envelope: Envelope
    ) -> str:
        if self.breaks.startswith("data "):
            return self.breaks.removeprefix("data ")
        self.taken.append(bytes(envelope.original_content or b""))
        self.recipients += envelope.rcpt_tos
        if self.breaks == "drop_after_data":
            hang_up(server)
        if self.breaks == "hang_after_data":
            await asyncio.Event().wait()
        return "250 taken"


class BreakingController(Controller):
    """A controller whose server breaks."""

    def factory(self) -> SMTP:
        return Breaking(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    return number


@contextmanager
def mail_server() -> Iterator[tuple[Box, str]]:
    """Run it on a free port; gives the box and what SMTP_URL is."""
    box = Box()
    port = free_port()
    controller = BreakingController(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop(no_assert=True)
