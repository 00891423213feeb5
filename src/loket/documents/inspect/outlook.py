"""Outlook mails (.msg): check that they are one, and what is attached to them."""

from loket.documents.inspect.ole import OleFile
from loket.documents.inspect.sniff import check_signature
from loket.documents.inspect.verdict import Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.names import ending_of
from loket.documents.rules.types import is_harmless_inside

# Source: [MS-OXMSG] 2.2 and 2.4; property 3707 is the long name of an attachment, 3704 the short.
PROPERTIES = "__properties_version1.0"
NAME_STREAMS = {
    "__substg1.0_3707001F": "utf-16-le",
    "__substg1.0_3704001F": "utf-16-le",
    "__substg1.0_3707001E": "cp1252",
    "__substg1.0_3704001E": "cp1252",
}
MACRO_STORAGES = frozenset({"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"})


def inspect(job: Job) -> Verdict:
    """Check a mail that Outlook saved."""
    check_signature(job.type_code, job.file)
    ole = OleFile(job.file.read())
    if PROPERTIES not in ole.names():
        raise RefusedError(Code.ENDING_DIFFERS)
    if MACRO_STORAGES & ole.names():
        raise RefusedError(Code.MACROS)
    for entry in ole.entries:
        encoding = NAME_STREAMS.get(entry.name)
        if encoding is not None:
            name = ole.read(entry).decode(encoding, "replace").strip("\x00 ")
            if ending_of(name) and not is_harmless_inside(name):
                raise RefusedError(Code.ACTIVE)
    return Verdict()
