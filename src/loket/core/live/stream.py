"""A stream on its way to a browser: a page answers with it, and the loop keeps it open."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from django.http import StreamingHttpResponse

from loket.core.live.hearing import Told, Watch
from loket.core.live.hub import ANEW, WHO, Hub
from loket.core.live.reading import Missed

type Message = dict[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

PATIENCE = 20.0  # seconds in which a reader must take what is sent
LAST = 1.0  # seconds in which it must take the end
REFUSAL: Message = {"status": 503, "headers": [(b"retry-after", b"60"), (b"content-length", b"0")]}
"""There are too many streams: the page asks by itself, and tries again later."""
HELLO = "hallo"
"""The stream came through; from here on the page is live."""


class StreamResponse(StreamingHttpResponse):
    """Says what happened since the page was made, and then stays open for what happens."""

    def __init__(self, watch: Watch, missed: Missed) -> None:
        """Take who listens and what they missed."""
        first = [Told(ANEW, missed.until)] if missed.anew else [*missed.said]
        if watch.company:
            first.append(Told(WHO, missed.until))
        parts = [one.wire() for one in (*first, Told(HELLO, missed.until))]
        super().__init__(
            parts,
            content_type="text/event-stream; charset=utf-8",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
        self.watch = watch


class Streams(Hub):
    """The streams of this process, on their lines."""

    async def keep(
        self, watch: Watch, opening: Message, first: bytes, line: tuple[Receive, Send]
    ) -> None:
        """Keep a stream open until its reader goes, may not go on, or the server stops."""
        receive, send = line
        listener = self.join(watch)
        if listener is None:
            await send(opening | REFUSAL)
            await send(_part(b"", more=False))
            return
        going = asyncio.ensure_future(_end_when_gone(receive, listener.end))
        try:
            await send(opening)
            part: bytes | None = first
            while part is not None:
                await asyncio.wait_for(send(_part(part, more=True)), PATIENCE)
                part = await listener.next()
            await asyncio.wait_for(send(_part(b"", more=False)), LAST)
        except TimeoutError:
            listener.slow = True
        finally:
            self.leave(listener)
            going.cancel()
            with suppress(asyncio.CancelledError):
                await going


async def _end_when_gone(receive: Receive, end: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    end()


def _part(part: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": part, "more_body": more}
