"""Mail that was caught instead of sent: reading it, and ordering how the next is treated."""

import contextlib
import fcntl
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class CaughtMail:
    """A mail as it came in: to whom the line said it goes, and the letter itself."""

    name: str
    message: EmailMessage

    @property
    def to(self) -> str:
        """The address that the SMTP line named, which need not be the one in the letter."""
        return str(self.message["X-Caught-To"])

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"] or "")

    @property
    def text(self) -> str:
        """The plain words."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The laid out letter, empty when there is none."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


def read_mails(folder: Path) -> list[CaughtMail]:
    """Read what was caught, the oldest first."""
    return [
        CaughtMail(path.stem, message_from_bytes(path.read_bytes(), policy=policy.default))
        for path in sorted(folder.glob("*.eml"))
    ]


def order(folder: Path, *words: str) -> None:
    """Tell the catcher how to misbehave at the next mails."""
    with waiting_orders(folder) as waiting:
        waiting.extend(words)


@contextlib.contextmanager
def waiting_orders(folder: Path) -> Iterator[list[str]]:
    """Open the orders that wait, alone; what the block takes out is gone."""
    with (folder / "orders").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        words = file.read().split()
        before = list(words)
        yield words
        if words != before:
            file.seek(0)
            file.truncate()
            file.write("\n".join(words))
