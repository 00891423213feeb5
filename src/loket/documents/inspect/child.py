"""The child process: reads one file from standard input and prints a verdict as JSON.

Called as `python -m loket.documents.inspect.child WORK TYPE CLEANED COPY`: the work is the family
of the file, the search for the test virus or the making of a page; the last two are the numbers of open files for the
copies. It knows no path, no database and no Django.
"""

import dataclasses
import errno
import importlib
import json
import os
import sys
from collections.abc import Callable

from loket.documents.inspect import fence
from loket.documents.inspect.verdict import WITHOUT_ROOM, Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.types import Family

TEST_VIRUS = "eicar"
PAGE = "page"
# Only the libraries for this work are loaded: each is code that a hostile file could reach.
INSPECTIONS: dict[str, str] = {
    TEST_VIRUS: "loket.documents.inspect.eicar",
    PAGE: "loket.documents.inspect.pages",
    Family.PDF: "loket.documents.inspect.pdfs",
    Family.PICTURE: "loket.documents.inspect.pictures",
    Family.OFFICE: "loket.documents.inspect.office",
    Family.TEXT: "loket.documents.inspect.texts",
    Family.MAIL: "loket.documents.inspect.mails",
    Family.OUTLOOK: "loket.documents.inspect.outlook",
}


def main() -> int:
    """Inspect the file on standard input."""
    fence.set_limits()
    work, type_code, cleaned, copy = sys.argv[1:]
    inspection = importlib.import_module(INSPECTIONS[work])
    fenced = fence.close_fence()
    with os.fdopen(int(cleaned), "wb") as cleaned_file, os.fdopen(int(copy), "wb") as copy_file:
        job = Job(type_code, sys.stdin.buffer, cleaned_file, copy_file)
        verdict = _verdict(job, inspection.inspect)
    verdict.fenced = fenced
    sys.stdout.write(json.dumps(dataclasses.asdict(verdict)))
    return 0


def _verdict(job: Job, inspect: Callable[[Job], Verdict]) -> Verdict:
    try:
        return inspect(job)
    except RefusedError as refusal:
        return Verdict(code=refusal.code)
    except (MemoryError, RecursionError) as error:
        return Verdict(code=Code.TOO_HEAVY, detail=type(error).__name__)
    except Exception as error:  # every library has errors of its own; all mean: not readable
        if is_without_room(error):
            raise
        return Verdict(code=Code.UNREADABLE, detail=type(error).__name__)


def is_without_room(error: BaseException | None) -> bool:
    """Say whether our disk was full, which says nothing about the file."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as fault:
        sys.exit(WITHOUT_ROOM if is_without_room(fault) else 1)
