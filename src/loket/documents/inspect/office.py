"""Office documents (docx, xlsx, odt, ods): what they say they are, no password, no macros."""

import re
import zipfile
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from loket.documents.inspect.archives import open_guarded
from loket.documents.inspect.ole import SIGNATURE, OleFile
from loket.documents.inspect.sniff import check_signature, read_head
from loket.documents.inspect.verdict import Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.types import BY_CODE

CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"
# Parts that run: VBA, Excel 4 macro sheets, ActiveX controls, scripts of LibreOffice.
MACRO_PARTS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)|^(Basic|Scripts)/", re.IGNORECASE
)
OLE_OBJECT = re.compile(r"(^|/)embeddings/[^/]+\.bin$|^ObjectReplacements/", re.IGNORECASE)
PACKAGED = "\x01Ole10Native"
ENCRYPTED_STREAMS = frozenset({"EncryptedPackage", "EncryptionInfo"})
XML_PART = re.compile(r"\.(xml|rels|rdf|vml)$", re.IGNORECASE)
# A template or picture that is fetched from elsewhere when the document is opened.
FETCHED = re.compile(r"^(https?:|ftp:|file:/*[^/]*\.|\\\\)", re.IGNORECASE)
FETCHING_KINDS = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
PIECE = 64 * 1024


class _RootFoundError(Exception):
    """The first element has come, so no document type can follow any more."""


def inspect(job: Job) -> Verdict:
    """Check an Office document."""
    check_signature(job.type_code, job.file)
    if read_head(job.file).startswith(SIGNATURE):
        locked = ENCRYPTED_STREAMS & OleFile(job.file.read()).names()
        raise RefusedError(Code.ENCRYPTED if locked else Code.ENDING_DIFFERS)
    with open_guarded(job.file) as archive:
        _check_parts(archive)
        if job.type_code in {"docx", "xlsx"}:
            _check_ooxml(archive, job.type_code)
        else:
            _check_odf(archive, job.type_code)
    return Verdict()


def _check_parts(archive: zipfile.ZipFile) -> None:
    for entry in archive.infolist():
        name = entry.filename
        if MACRO_PARTS.search(name):
            raise RefusedError(Code.MACROS)
        if entry.file_size and XML_PART.search(name):
            _refuse_document_type(archive, name)
        if OLE_OBJECT.search(name):
            _refuse_package(archive.read(name))


def _refuse_document_type(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a part with a document type: that is how a small XML file unfolds to gigabytes."""
    with archive.open(name) as part:
        _parse(part, stop_at_root=True)


def _refuse_package(data: bytes) -> None:
    """Refuse an object that is a packed file of any kind, which opens by a double click."""
    if data.startswith(SIGNATURE) and PACKAGED in OleFile(data).names():
        raise RefusedError(Code.ACTIVE)


def _check_ooxml(archive: zipfile.ZipFile, type_code: str) -> None:
    wanted = BY_CODE[type_code].media_type + ".main+xml"
    found: set[str] = set()
    _elements(archive, CONTENT_TYPES, lambda tag, values: found.add(values.get("ContentType", "")))
    if any("macroEnabled" in each or "vbaProject" in each for each in found):
        raise RefusedError(Code.MACROS)
    if wanted not in found:
        raise RefusedError(Code.ENDING_DIFFERS)
    for name in archive.namelist():
        if name.endswith(".rels"):
            _elements(archive, name, _refuse_fetching)


def _refuse_fetching(tag: str, values: dict[str, str]) -> None:
    fetches = values.get("Type", "").endswith(FETCHING_KINDS)
    outside = values.get("TargetMode") == "External" and FETCHED.match(values.get("Target", ""))
    if tag.endswith("Relationship") and fetches and outside:
        raise RefusedError(Code.ACTIVE)


def _check_odf(archive: zipfile.ZipFile, type_code: str) -> None:
    """Source: OpenDocument 1.3, part 2, 3.3 (mimetype) and 4 (manifest, encryption)."""
    names = archive.namelist()
    kind = (
        archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    )
    if kind != BY_CODE[type_code].media_type:
        raise RefusedError(Code.ENDING_DIFFERS)
    tags: set[str] = set()
    _elements(archive, MANIFEST, lambda tag, values: tags.add(tag.rpartition(":")[2]))
    if "encryption-data" in tags:
        raise RefusedError(Code.ENCRYPTED)


def _elements(
    archive: zipfile.ZipFile, name: str, seen: Callable[[str, dict[str, str]], object]
) -> None:
    try:
        part = archive.open(name)
    except KeyError as error:
        raise RefusedError(Code.ENDING_DIFFERS) from error
    with part:
        _parse(part, seen)


def _parse(
    part: IO[bytes],
    seen: Callable[[str, dict[str, str]], object] | None = None,
    *,
    stop_at_root: bool = False,
) -> None:
    def start(tag: str, values: dict[str, str]) -> None:
        if stop_at_root:
            raise _RootFoundError
        if seen is not None:
            seen(tag, values)

    def refuse(*_: object) -> None:
        raise RefusedError(Code.ARCHIVE_BOMB)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        while data := part.read(PIECE):
            parser.Parse(data)
        parser.Parse(b"", True)
    except _RootFoundError:
        return
