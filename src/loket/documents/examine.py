"""Look at a stored file: scan it for viruses, then inspect it in a child process.

Nothing is written to the database here; the copies lie among the incoming files until an action
gives them a place.
"""

from dataclasses import dataclass

from loket.documents import store
from loket.documents.inspect.run import run_child
from loket.documents.models import StoredFile
from loket.documents.rules.findings import Code
from loket.documents.rules.types import BY_MEDIA_TYPE
from loket.documents.scanners import Scanner
from loket.documents.store import Written


class BytesGoneError(Exception):
    """The row is there, its bytes are not."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: a problem, or the copies of a file that is fine."""

    problem: Code | None = None
    cleaned: Written | None = None
    """The same file without its hidden data; it takes the place of what was handed in."""
    copy: Written | None = None
    copy_type: str = ""
    """A copy of another type that everybody can open, such as the jpg of a heic photo."""

    def discard(self) -> None:
        """Throw the copies away."""
        for written in (self.cleaned, self.copy):
            if written is not None:
                store.discard(written)


def examine(file: StoredFile, scanner: Scanner) -> Findings:
    """Scan and inspect a file.

    Raises ScannerAwayError, ChildError, NotKeptError and BytesGoneError.
    """
    path = store.full_path(file.path)
    if not path.is_file():
        raise BytesGoneError
    kind = BY_MEDIA_TYPE[file.type]
    if scanner.is_infected(path, kind.code):
        return Findings(problem=Code.INFECTED)
    with store.scratch() as cleaned, store.scratch() as copy:
        with cleaned.open("wb") as first, copy.open("wb") as second:
            verdict = run_child(kind.family.value, kind.code, path, first, second)
        if verdict.code:
            return Findings(problem=Code(verdict.code))
        return Findings(
            cleaned=store.take(cleaned) if verdict.cleaned else None,
            copy=store.take(copy) if verdict.copy_type else None,
            copy_type=verdict.copy_type,
        )
