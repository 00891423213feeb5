"""Files in a request: streamed to disk while they are hashed, stopped at the limit.

Nothing of a file is kept in memory. One that is too large is thrown away as soon as it passes the
limit, the rest of the request is still read, so that the page can name the file in its sentence.
"""

import io
from collections.abc import Buffer
from io import FileIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from loket.core.errors import LEFT_OUT
from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.names import display_name
from loket.documents.store import Incoming, NotKeptError, Written, discard

CHUNK_BYTES = 128 * 1024

if TYPE_CHECKING:  # the stubs know what kind of file it is, Django itself does not
    UploadBase = UploadedFile[bytes]
else:
    UploadBase = UploadedFile


class LateFile(io.RawIOBase):
    """A file on disk that is opened when somebody reads it; few do, most files are only moved."""

    def __init__(self, path: Path) -> None:
        """Keep where it lies."""
        self._path = path
        self._file: FileIO | None = None

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any place."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read the next piece."""
        return self._opened().readinto(buffer)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        return self._opened().seek(offset, whence)

    def tell(self) -> int:
        """Say where we are."""
        return self._opened().tell()

    def close(self) -> None:
        """Close it, if it was ever opened."""
        if self._file is not None:
            self._file.close()
        super().close()

    def _opened(self) -> FileIO:
        if self._file is None:
            self._file = FileIO(self._path)
        return self._file


class Upload(UploadBase):
    """A file that came in: either written to disk, or refused with its problem."""

    def __init__(self, name: str, written: Written | None, problem: FileProblem | None) -> None:
        """Keep what came in; the size is what was counted, never what was claimed."""
        file = cast("IO[bytes]", LateFile(written.path)) if written else None
        super().__init__(file=file, name=name, size=written.size if written else 0)
        self.shown_name = name
        self.written = written
        self.problem = problem

    def close(self) -> None:
        """Throw the bytes away unless an action gave them a place; Django calls this at the end."""
        if self.file is not None:
            self.file.close()
        if self.written is not None:
            discard(self.written)


class DiskUploadHandler(FileUploadHandler):
    """Django's way to hand over the files of a request, piece by piece."""

    chunk_size = CHUNK_BYTES

    def __init__(self, request: Any = None) -> None:  # noqa: ANN401  as Django declares it
        """Begin with a request of which nothing is read."""
        super().__init__(request)
        self._incoming: Incoming | None = None
        self._problem: FileProblem | None = None
        self._shown = ""
        self._total = 0
        self._left_out: tuple[int, ...] = request.META.get(LEFT_OUT, ()) if request else ()
        self._number = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as Django declares it
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._shown = display_name(self.file_name or "")
        self._incoming, self._problem = None, None
        if self._left_out:
            self._say_why_left_out()
            return
        try:
            self._incoming = Incoming()
        except NotKeptError as error:
            self._refuse(error.code)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, or see that it is too much."""
        self._total += len(raw_data)
        if self._total > settings.LARGEST_REQUEST:
            self._drop()
            raise StopUpload(connection_reset=True)
        if self._incoming is None:
            return
        if self._incoming.size + len(raw_data) > settings.FILE_LIMITS.file_bytes:
            self._refuse(Code.TOO_LARGE, limit=settings.FILE_LIMITS.file_bytes)
            return
        try:
            self._incoming.write(raw_data)
        except NotKeptError as error:
            self._refuse(error.code)

    def file_complete(self, file_size: int) -> Upload:
        """Hand over the file, or why there is none."""
        written = None
        try:
            written = self._incoming.finish() if self._incoming else None
        except NotKeptError as error:
            self._refuse(error.code)
        self._incoming = None
        return Upload(self._shown, written, self._problem)

    def upload_interrupted(self) -> None:
        """Throw away the piece of a file whose end never came."""
        self._drop()

    def _say_why_left_out(self) -> None:
        """Name the limit that a file broke of which only the name came in, or our own fault."""
        size = self._left_out[min(self._number, len(self._left_out) - 1)]
        self._number += 1
        limits = settings.FILE_LIMITS
        if size > limits.file_bytes:
            self._refuse(Code.TOO_LARGE, limit=limits.file_bytes)
        elif sum(self._left_out) > limits.submission_bytes:
            most = limits.submission_bytes
            self._refuse(Code.SUBMISSION_FULL, limit=most, left=most)
        else:
            self._refuse(Code.NO_SPACE)

    def _refuse(self, code: Code, **params: int) -> None:
        self._problem = FileProblem(code, self._shown, params)
        self._drop()

    def _drop(self) -> None:
        if self._incoming is not None:
            self._incoming.discard()
        self._incoming = None
