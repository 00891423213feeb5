"""Come to an address as somebody, and keep what was said and what was written meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus

from django.db import connection, transaction
from django.http import StreamingHttpResponse

from tests.test_access import Scene

OF_THE_MOMENT = re.compile(
    r'name="(csrfmiddlewaretoken|key|venster)" value="[^"]*"'
    r'|<strong class="sd-num">[0-9A-F]{8}</strong>'
    r'|data-since="[^"]*"|"id": "[^"]*"|venster=[0-9a-f]{8}'
    r"|(?<=/concept/)[\w-]{22}/|(?<=/reeksen/)[\w-]{22}/"
)
"""What differs between two answers that say the same: keys that are made anew, the number of an error."""
BESIDE = frozenset({"Expires", "Content-Length"})
SESSIONS = frozenset({"accounts_session"})
"""Where it stands when somebody was last seen, and what keeps them signed in."""
WRITTEN = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass(frozen=True)
class Said:
    """An answer, as whoever asked reads it; equal answers tell nothing apart."""

    status: int
    text: str
    headers: tuple[tuple[str, str], ...]
    wrote: dict[str, int] = field(compare=False)

    @property
    def place(self) -> str:
        return dict(self.headers).get("Location", "")


@dataclass(frozen=True)
class Way:
    """How to come to an address: by which method, with what."""

    method: str
    address: str
    fields: dict[str, Any] = field(default_factory=dict, hash=False)
    headers: dict[str, str] = field(default_factory=dict, hash=False)


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever happens in here."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(scene: Scene, actor: str, way: Way, *hidden: str) -> Said:
    """Come there and undo what came of it; `hidden` words are left out of what was said."""
    with undone():
        before = rows_written()
        answer = send(scene, actor, way)
        after = {name: n - before.get(name, 0) for name, n in rows_written().items()}
    wrote = {name: n for name, n in after.items() if n}
    told = ((name, masked(said, hidden)) for name, said in answer.items() if name not in BESIDE)
    headers = tuple(sorted(told))
    return Said(answer.status_code, masked(body_of(answer), hidden), headers, wrote)


def send(scene: Scene, actor: str, way: Way) -> Any:
    browser = scene.browser(actor)
    if way.method == "POST":
        return browser.post(way.address, way.fields, headers=way.headers)
    if way.method == "HEAD":
        return browser.head(way.address, way.fields, headers=way.headers)
    return browser.get(way.address, way.fields, headers=way.headers)


def body_of(answer: Any) -> str:
    """What an answer says; of a stream, what it says before it waits."""
    return bytes_of(answer).decode(errors="replace")


def bytes_of(answer: Any) -> bytes:
    """The same before it is read."""
    if isinstance(answer, StreamingHttpResponse):
        parts: Any = answer.streaming_content
        return b"".join(parts)
    content: bytes = answer.content
    return content


def masked(text: str, hidden: tuple[str, ...]) -> str:
    text = OF_THE_MOMENT.sub("", text)
    for word in sorted(hidden, key=len, reverse=True):
        for written in (word, quote(word, safe=""), quote_plus(word)):
            text = text.replace(written, "…")
    return text


def rows_written() -> dict[str, int]:
    """How many rows of each table this transaction wrote, also where that was undone since."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        found = dict(cursor.fetchall())
    return {name: int(n) for name, n in found.items() if name not in SESSIONS}
