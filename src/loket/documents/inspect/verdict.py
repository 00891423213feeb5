"""What the inspection of one file says: refused with a code, or fine with its copies."""

from dataclasses import dataclass
from typing import BinaryIO

from loket.documents.rules.findings import Code

WITHOUT_ROOM = 75
"""How the child ends when our disk is full: that says nothing about the file."""


class RefusedError(Exception):
    """The file is not taken, for this reason."""

    def __init__(self, code: Code) -> None:
        """Keep the reason."""
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Job:
    """One file to inspect, and where its copies go.

    `cleaned` takes the place of the file (the same picture without its hidden data);
    `copy` stands beside it (a jpg of a heic photo). Both start empty.
    """

    type_code: str
    file: BinaryIO
    cleaned: BinaryIO
    copy: BinaryIO


@dataclass(slots=True)
class Verdict:
    """What the child tells its parent, as JSON."""

    code: str = ""
    cleaned: bool = False
    copy_type: str = ""
    fenced: bool = False
    detail: str = ""
    """The kind of error behind the code, for the log; never a word out of the file."""
