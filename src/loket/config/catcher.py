"""Catches every mail instead of sending it: a real SMTP server that keeps letters in a folder.

Tests tell it to misbehave by a word in the file `orders` of its folder, one for each next mail:
`drop` keeps the mail and cuts the line instead of answering, `lose` cuts without keeping, `451` and
`550` refuse it for now and for ever, `hang` keeps it and never answers.
"""

import argparse
import asyncio
import contextlib
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from loket.config.catcher_page import make_page
from loket.config.caught_mail import read_mails, waiting_orders
from loket.config.ports import LOCAL, any_free

ANSWERS = {
    "451": "451 4.3.0 Try again later",
    "550": "550 5.1.1 No such person here",
}
KEPT = frozenset({"", "drop", "hang"})
CUT = frozenset({"drop", "lose"})
LARGEST = 40 * 1024 * 1024


@contextlib.contextmanager
def catching(folder: Path, smtp_port: int, page_port: int) -> Iterator[tuple[int, int]]:
    """Catch mail as long as the block runs; port 0 takes a free one. The ports come back."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(
        Catcher(folder), hostname=LOCAL, port=smtp_port or any_free(), data_size_limit=LARGEST
    )
    with ThreadingHTTPServer((LOCAL, page_port), make_page(lambda: read_mails(folder))) as web:
        controller.start()
        threading.Thread(target=web.serve_forever, daemon=True).start()
        try:
            yield controller.port, web.server_port
        finally:
            web.shutdown()
            controller.stop()


class Catcher:
    """What the SMTP server does with a mail."""

    def __init__(self, folder: Path) -> None:
        """Count on from where an earlier catcher stopped: names sort by time."""
        self.folder = folder
        self.numbers = count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd calls it so
        """Keep the mail and answer, unless an order says otherwise."""
        del session
        with waiting_orders(self.folder) as waiting:
            word = waiting.pop(0) if waiting else ""
        if word in KEPT:
            self.keep(envelope)
        if word in CUT:
            cast("asyncio.Transport", server.transport).abort()
        if word == "hang":
            await asyncio.sleep(3600)
        return ANSWERS.get(word, "250 2.0.0 Caught")

    def keep(self, envelope: Envelope) -> None:
        """Write the mail whole, so that nobody reads half of it."""
        at = datetime.now(UTC)  # noqa: TID251  the catcher is no part of the application
        head = (
            f"X-Caught-At: {format_datetime(at)}\r\n"
            f"X-Caught-From: {envelope.mail_from}\r\n"
            f"X-Caught-To: {', '.join(envelope.rcpt_tos)}\r\n"
        )
        name = f"{at:%Y%m%d-%H%M%S-%f}-{next(self.numbers):04}"
        half = self.folder / f"{name}.half"
        content = envelope.content or b""
        half.write_bytes(
            head.encode() + (content if isinstance(content, bytes) else content.encode())
        )
        half.rename(self.folder / f"{name}.eml")


def main() -> None:
    """Catch mail until told to stop."""
    parser = argparse.ArgumentParser(description="Catches mail and shows it on a page.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--smtp-port", type=int, default=8025)
    parser.add_argument("--page-port", type=int, default=8026)
    chosen = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with catching(chosen.folder, chosen.smtp_port, chosen.page_port):
        stopped.wait()


if __name__ == "__main__":
    main()
