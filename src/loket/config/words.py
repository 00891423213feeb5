"""Keeps the words of a form whose files cannot be taken: they are read, and left out.

With one file come all the answers of a page. When the disk is full, or the files are too large,
the person still gets the page back with everything that was typed, and a sentence about each file.
"""

import io
import re
from collections.abc import Buffer

BOUNDARY = re.compile(rb'boundary="?([^";,]{1,200})"?', re.IGNORECASE)
NAMED = re.compile(rb'filename(\*=|="[^"]|=[^"\s])', re.IGNORECASE)
"""What stands above a file; a field in which nobody chose one has an empty name."""
BLANK = b"\r\n\r\n"
MOST = 4 * 1024 * 1024
"""Bytes of words and names; a form of words alone may have fewer."""
HEADERS = 16 * 1024
"""Bytes before the content of a part."""


class Words(io.BytesIO):
    """Takes the body of a form part by part and keeps everything but the content of its files."""

    def __init__(self, boundary: bytes) -> None:
        """Begin before the first part."""
        super().__init__()
        self.sizes: list[int] = []
        self._line = b"\r\n--" + boundary
        self._rest = b"\r\n"  # before the first line, so that it looks like any other
        self._keeps = False
        self._inside = True
        self._over = False

    def write(self, part: Buffer, /) -> int:
        """Take the next piece; what cannot be a form, or holds too many words, is an error."""
        piece = bytes(part)
        self._rest += piece
        while not self._over and (self._content() if self._inside else self._headers()):
            pass
        return len(piece)

    def _content(self) -> bool:
        """Read what a part holds, up to the line behind it; say whether that line was there."""
        found = self._rest.find(self._line)
        end = found if found >= 0 else max(0, len(self._rest) - len(self._line))
        if self._keeps:
            self._keep(self._rest[:end])
        elif self.sizes:
            self.sizes[-1] += end
        self._rest = self._rest[end:]
        if found < 0:
            return False
        self._keep(self._line if self.tell() else self._line[2:])
        self._rest = self._rest[len(self._line) :]
        self._inside = False
        return True

    def _headers(self) -> bool:
        """Read what stands above a part: whether it is a file; after the last one it is over."""
        if self._rest.startswith(b"--"):
            self._keep(b"--\r\n")
            self._over = True
            return False
        end = self._rest.find(BLANK)
        if end < 0:
            if len(self._rest) > HEADERS:
                raise OSError("This is not the body of a form.")
            return False
        above = self._rest[: end + len(BLANK)]
        self._keep(above)
        self._rest = self._rest[end + len(BLANK) :]
        self._keeps, self._inside = NAMED.search(above) is None, True
        if not self._keeps:
            self.sizes.append(0)
        return True

    def _keep(self, part: bytes) -> None:
        if self.tell() + len(part) > MOST:
            raise OSError("There are too many words in this form to keep them.")
        super().write(part)


def words_of(content_type: bytes) -> Words | None:
    """Give a place for the words of a form with files; None for any other body."""
    found = BOUNDARY.search(content_type)
    if found is None or not content_type.lower().startswith(b"multipart/form-data"):
        return None
    return Words(found[1])
