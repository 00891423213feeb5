"""Plain texts: check that they are text and not a page or a program with another ending."""

from loket.documents.inspect.sniff import check_signature
from loket.documents.inspect.verdict import Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.types import UTF16_STARTS


def inspect(job: Job) -> Verdict:
    """Check a plain text."""
    check_signature(job.type_code, job.file)
    text = job.file.read()
    if text.startswith(UTF16_STARTS):
        text = text.decode("utf-16").encode()
    if b"\x00" in text:
        raise RefusedError(Code.ENDING_DIFFERS)
    return Verdict()
