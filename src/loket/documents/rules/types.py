"""The types of files we take: which endings, which first bytes, which media type."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from loket.documents.rules.findings import Code, FileProblem
from loket.documents.rules.names import ending_of

HEAD_BYTES = 8192
"""How much of the beginning of a file is looked at while it comes in."""


class Family(StrEnum):
    """Which inspection a type gets."""

    PDF = "pdf"
    PICTURE = "picture"
    OFFICE = "office"
    TEXT = "text"
    MAIL = "mail"
    OUTLOOK = "outlook"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that we take.

    `starts` are the first bytes that fit it (empty: text, checked for control characters);
    `sniffed` are the endings by which the library of signatures may name such a file.
    """

    code: str
    endings: tuple[str, ...]
    media_type: str
    family: Family
    starts: tuple[bytes, ...] = ()
    sniffed: frozenset[str] = frozenset()


ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

# An Office file with a password is an OLE file around the encrypted zip: it may start so, and
# the inspection says that it has a password.
TYPES = (
    FileType("pdf", ("pdf",), "application/pdf", Family.PDF, (b"%PDF-",), frozenset({".pdf"})),
    FileType(
        "jpg",
        ("jpg", "jpeg"),
        "image/jpeg",
        Family.PICTURE,
        (b"\xff\xd8\xff",),
        frozenset({".jpg", ".jpeg"}),
    ),
    FileType(
        "png",
        ("png",),
        "image/png",
        Family.PICTURE,
        (b"\x89PNG\r\n\x1a\n",),
        frozenset({".png"}),
    ),
    FileType("heic", ("heic", "heif"), "image/heic", Family.PICTURE, (b"ftyp",)),
    FileType(
        "docx",
        ("docx",),
        OOXML + "wordprocessingml.document",
        Family.OFFICE,
        (ZIP_START, OLE_START),
    ),
    FileType(
        "xlsx", ("xlsx",), OOXML + "spreadsheetml.sheet", Family.OFFICE, (ZIP_START, OLE_START)
    ),
    FileType("odt", ("odt",), ODF + "text", Family.OFFICE, (ZIP_START,)),
    FileType("ods", ("ods",), ODF + "spreadsheet", Family.OFFICE, (ZIP_START,)),
    FileType("txt", ("txt",), "text/plain", Family.TEXT),
    FileType("eml", ("eml",), "message/rfc822", Family.MAIL),
    FileType("msg", ("msg",), "application/vnd.ms-outlook", Family.OUTLOOK, (OLE_START,)),
)
BY_CODE = {kind.code: kind for kind in TYPES}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in TYPES}
BY_ENDING = {ending: kind for kind in TYPES for ending in kind.endings}
DEFAULT_CODES = tuple(BY_CODE)

UNKNOWN_TYPE = "application/octet-stream"

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})

UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff")

# What may lie inside a pdf or a mail besides our own types: data that no program runs.
HARMLESS_INSIDE = frozenset(
    {
        "xml",
        "csv",
        "json",
        "p7s",
        "p7m",
        "asc",
        "ics",
        "vcf",
        "gif",
        "tif",
        "tiff",
        "doc",
        "xls",
        "rtf",
    }
)
# First bytes of programs and of archives that hide what they hold.
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def type_of_name(name: str) -> FileType | None:
    """Return the type that belongs to the ending of a name, or None when we do not take it."""
    return BY_ENDING.get(ending_of(name))


def endings_of(codes: Collection[str]) -> tuple[str, ...]:
    """Return the endings of these types, in the order of the table."""
    return tuple(ending for kind in TYPES if kind.code in codes for ending in kind.endings)


def head_fits(kind: FileType, head: bytes) -> bool:
    """Tell whether the first bytes of a file can belong to this type."""
    if kind.code == "heic":
        return head[4:8] == b"ftyp" and bool(brands_of(head) & HEIF_BRANDS)
    if kind.starts:
        return head.lstrip().startswith(kind.starts)
    return not looks_binary(head)


def brands_of(head: bytes) -> frozenset[bytes]:
    """Return the brands that an ISO media file names in its first box (source: ISO 14496-12)."""
    size = min(int.from_bytes(head[:4]), len(head))
    rest = (head[at : at + 4] for at in range(16, size - 3, 4))
    return frozenset({head[8:12], *rest})


def looks_binary(head: bytes) -> bool:
    """Tell whether bytes cannot be plain text: a NUL, unless it is marked as UTF-16."""
    return b"\x00" in head and not head.startswith(UTF16_STARTS)


def is_harmless_inside(name: str) -> bool:
    """Tell whether a file of this name may lie inside another document."""
    ending = ending_of(name)
    return ending in BY_ENDING or ending in HARMLESS_INSIDE


def first_problem(
    name: str, size: int, head: bytes, accepted: Collection[str] = DEFAULT_CODES
) -> FileProblem | None:
    """Return what can be said against a file by its name, size and first bytes alone."""
    kind = type_of_name(name)
    if kind is None or kind.code not in accepted:
        return FileProblem(Code.WRONG_TYPE, name, {"endings": endings_of(accepted)})
    if size == 0:
        return FileProblem(Code.EMPTY, name)
    if not head_fits(kind, head):
        return FileProblem(Code.ENDING_DIFFERS, name, {"ending": ending_of(name)})
    return None
