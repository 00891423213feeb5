"""Make the files of the tests: good ones, broken ones and hostile ones, all small."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from PIL import Image

from loket.documents.inspect import eicar

DATA = Path(__file__).parent / "data"
OOXML = "application/vnd.openxmlformats-officedocument."
PLACE = "Voorbeeldstraat, 50.8465 N 4.3525 E"


def make_pdf(*, password: str = "", owner_only: bool = False) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if password or owner_only:
            lock = pikepdf.Encryption(user=password, owner="beheer", R=6)
            pdf.save(target, encryption=lock)
        else:
            pdf.save(target)
    return target.getvalue()


def make_pdf_with(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[name] = content
        pdf.save(target)
    return target.getvalue()


def make_pdf_that_launches() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="start.exe")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action, Rect=[0, 0, 9, 9])
        pdf.pages[0].Annots = pikepdf.Array([link])
        pdf.save(target)
    return target.getvalue()


def make_pdf_with_script() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(target)
    return target.getvalue()


def make_picture(kind: str, *, orientation: int = 1, hidden: bool = False) -> bytes:
    picture = Image.new("RGB", (40, 20), "#1f6f54")
    picture.putpixel((0, 0), (255, 255, 255))
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if hidden:
        exif[0x010E] = PLACE
    target = io.BytesIO()
    picture.save(target, kind, exif=exif.tobytes() if exif else b"")
    return target.getvalue()


def make_png_of(width: int, height: int) -> bytes:
    """A png that only claims its size: its pixels are not there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + body + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def make_heic() -> bytes:
    """A photo of a phone: lying on its side, with camera, time and place in it."""
    return (DATA / "photo.heic").read_bytes()


def make_zip(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def make_docx(more: Mapping[str, bytes] | None = None, kind: str = "") -> bytes:
    main = kind or OOXML + "wordprocessingml.document.main+xml"
    return make_zip(_ooxml("word/document.xml", main) | dict(more or {}))


def make_xlsx(more: Mapping[str, bytes] | None = None) -> bytes:
    main = OOXML + "spreadsheetml.sheet.main+xml"
    return make_zip(_ooxml("xl/workbook.xml", main) | dict(more or {}))


def _ooxml(part: str, kind: str) -> dict[str, bytes]:
    types = f'<Types><Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return {"[Content_Types].xml": types.encode(), part: b"<body>Beste collega</body>"}


def make_odf(
    kind: str, *, encrypted: bool = False, more: Mapping[str, bytes] | None = None
) -> bytes:
    lock = "<manifest:encryption-data/>" if encrypted else ""
    manifest = f'<manifest:manifest xmlns:manifest="m">{lock}</manifest:manifest>'
    return make_zip(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": b"<content/>",
        }
        | dict(more or {})
    )


def make_ole(*names: str, content: bytes = b"") -> bytes:
    """An OLE file with these streams, all with the same content (up to one large sector)."""
    entries = [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    size = len(content) and max(len(content), 4096)
    entries += [_ole_entry(name, 2, 2 if content else 0xFFFFFFFE, size) for name in names]
    while len(entries) % 32:
        entries.append(bytes(128))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header = header[:512].ljust(4096, b"\xff")
    fat = struct.pack("<III", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE).ljust(4096, b"\xff")
    return header + fat + b"".join(entries) + content.ljust(4096, b"\x00")


def _ole_entry(name: str, kind: int, start: int, size: int) -> bytes:
    label = (name + "\x00").encode("utf-16-le")
    entry = label.ljust(64, b"\x00") + struct.pack("<HBB", len(label), kind, 1)
    return entry.ljust(116, b"\xff") + struct.pack("<II", start, size) + bytes(4)


def make_mail(*, attachment: str = "", content: bytes = b"Beste") -> bytes:
    lines = ["From: sarah@voorbeeld.be", "Subject: Attest", "MIME-Version: 1.0"]
    if not attachment:
        return ("\r\n".join([*lines, "", "Beste"])).encode()
    lines += ['Content-Type: multipart/mixed; boundary="x"', "", "--x"]
    lines += [f'Content-Disposition: attachment; filename="{attachment}"', "", ""]
    return "\r\n".join(lines).encode() + content + b"\r\n--x--\r\n"


def make_virus() -> bytes:
    return eicar.SIGNATURE


def make_bomb(megabytes: int = 30) -> bytes:
    return make_docx({"word/media/image1.png": bytes(megabytes * 1024 * 1024)})


def make_nested(depth: int) -> bytes:
    inner = make_zip({"inner.txt": b"x"})
    for level in range(depth):
        inner = make_zip({f"level{level}.zip": inner}, zipfile.ZIP_STORED)
    return make_docx({"word/embeddings/a.zip": inner})
