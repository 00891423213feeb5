"""Look for the EICAR test file: in a file, and in what a zip-based file holds.

It is the virus that is none, made to try out scanners (source: eicar.org, Anti-Malware Testfile).
"""

from collections.abc import Iterable, Iterator

from loket.documents.inspect.archives import PIECE, Tally, pieces
from loket.documents.inspect.verdict import Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.types import ZIP_START

# In two halves, so that no scanner takes this file for the virus.
SIGNATURE = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def inspect(job: Job) -> Verdict:
    """Refuse a file that holds the test virus; what cannot be unpacked the inspection refuses."""
    infected = _holds(_plain(job))
    job.file.seek(0)
    if not infected and job.file.read(len(ZIP_START)) == ZIP_START:
        infected = _holds(_unpacked(job))
    return Verdict(code=Code.INFECTED if infected else "")


def _plain(job: Job) -> Iterator[bytes]:
    while data := job.file.read(PIECE):
        yield data


def _unpacked(job: Job) -> Iterator[bytes]:
    try:
        for piece in pieces(job.file, Tally(packed=job.file.seek(0, 2))):
            yield piece.data
    except RefusedError:
        return


def _holds(parts: Iterable[bytes]) -> bool:
    kept = b""
    for part in parts:
        seen = kept + part
        if SIGNATURE in seen:
            return True
        kept = seen[-len(SIGNATURE) :]
    return False
