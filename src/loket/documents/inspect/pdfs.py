"""PDF: check that it opens without a password, and what is attached to it.

JavaScript is left alone: official forms reckon with it, a change would break an electronic
signature, and readers keep it in a cage. What starts a program or carries one is refused.
"""

import io
import re
import zlib

import pikepdf

from loket.documents.inspect.archives import LARGEST_NESTED, PIECE
from loket.documents.inspect.sniff import check_signature, refuse_hidden_zip
from loket.documents.inspect.verdict import Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.types import PROGRAM_STARTS, is_harmless_inside

# Source: ISO 32000-2, 12.6.4.6 (launch), 7.11.4 (embedded files).
LAUNCH = "/Launch"
# An object is looked into only when it mentions one of these; the library writes names plainly,
# also those that a file hides behind codes such as /#4caunch.
MENTIONS = re.compile(rb"/Launch\b|/EF\b")
NAME_KEYS = ("/UF", "/F", "/DOS", "/Mac", "/Unix")
DEEPEST = 50


def _open_random() -> None:
    """Let the library open the system's source of chance while it still can: locked files ask it."""
    with pikepdf.new() as pdf:
        pdf.save(io.BytesIO(), encryption=pikepdf.Encryption(owner="x", user="x", R=6))


_open_random()


def inspect(job: Job) -> Verdict:
    """Check a PDF."""
    check_signature(job.type_code, job.file)
    refuse_hidden_zip(job.file)
    try:
        with pikepdf.open(job.file, suppress_warnings=True) as pdf:
            if len(pdf.pages) == 0:
                raise RefusedError(Code.UNREADABLE)
            for each in pdf.objects:
                if MENTIONS.search(_written(each)):
                    _check(each)
    except pikepdf.PasswordError as error:
        raise RefusedError(Code.ENCRYPTED) from error
    return Verdict()


def _written(each: object) -> bytes:
    if isinstance(each, pikepdf.Dictionary | pikepdf.Array):
        return each.unparse(resolved=True)
    return b""


def _check(each: object, depth: int = 0) -> None:
    """Look at an object and at what stands inside it; what it only points to comes by itself."""
    if depth > DEEPEST:
        raise RefusedError(Code.TOO_HEAVY)
    if isinstance(each, pikepdf.Dictionary):
        _check_dictionary(each)
        inside = [value for _, value in each.items()]
    elif isinstance(each, pikepdf.Array):
        inside = list(each)
    else:
        return
    for item in inside:
        if isinstance(item, pikepdf.Object) and not item.is_indirect:
            _check(item, depth + 1)


def _check_dictionary(each: pikepdf.Dictionary) -> None:
    if each.get("/S") == LAUNCH:
        raise RefusedError(Code.ACTIVE)
    embedded = each.get("/EF")
    if not isinstance(embedded, pikepdf.Dictionary):
        return
    if not all(is_harmless_inside(str(each[key])) for key in NAME_KEYS if key in each):
        raise RefusedError(Code.ACTIVE)
    for key in NAME_KEYS:
        _refuse_program(embedded.get(key))


def _refuse_program(stream: object) -> None:
    if isinstance(stream, pikepdf.Stream) and _beginning(stream).startswith(PROGRAM_STARTS):
        raise RefusedError(Code.ACTIVE)


def _beginning(stream: pikepdf.Stream) -> bytes:
    """Return the beginning of an attachment, after all of it has been unpacked in pieces."""
    if stream.get("/Filter") != "/FlateDecode" or "/DecodeParms" in stream:
        return stream.read_bytes()
    unpacker = zlib.decompressobj()
    first = piece = unpacker.decompress(stream.read_raw_bytes(), PIECE)
    unpacked = len(first)
    while piece:
        piece = unpacker.decompress(unpacker.unconsumed_tail, PIECE)
        unpacked += len(piece)
        if unpacked > LARGEST_NESTED:
            raise RefusedError(Code.ARCHIVE_BOMB)
    return first
