"""Make files that want to break whoever opens them: bombs, two kinds in one, halves and lies."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from PIL import Image

from loket.documents.tests import makefiles

MANY = 40_000_000
type Files = dict[str, Callable[[], bytes]]


def picture(kind: str, size: tuple[int, int], mode: str = "L", **how: object) -> bytes:
    """A picture of one colour, which packs to almost nothing."""
    target = io.BytesIO()
    Image.new(mode, size).save(target, kind, **how)
    return target.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a png."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with_packed_text() -> bytes:
    """A tiny png whose texts and colour profile unfold to very much."""
    plain = picture("PNG", (10, 10))
    packed = zlib.compress(bytes(MANY))
    more = png_chunk(b"iCCP", b"a\0\0" + packed) + png_chunk(b"zTXt", b"a\0\0" + packed)
    return plain[:33] + more + plain[33:]


def flat_png(width: int, height: int) -> bytes:
    """A grey png without a picture of it in memory."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = png_chunk(b"IDAT", zlib.compress(bytes((width + 1) * height), 1))
    return b"\x89PNG\r\n\x1a\n" + header + rows + png_chunk(b"IEND", b"")


def animated_png() -> bytes:
    """A png of several pictures, each rather large."""
    frames = [Image.new("1", (3000, 3000), number % 2) for number in range(6)]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    return target.getvalue()


def jpg_with_many_scans() -> bytes:
    """A jpg in layers whose layers come over and over."""
    whole = picture("JPEG", (2500, 2500), "L", progressive=True)
    start = whole.rfind(b"\xff\xda")
    return whole[:start] + whole[start:-2] * 400 + whole[-2:]


def pdf(make: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF of one page, and what is done to it."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        make(made)
        made.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def many_pages(made: pikepdf.Pdf) -> None:
    """A hundred thousand pages."""
    page = made.pages[0].obj
    made.Root.Pages.Kids = pikepdf.Array([page] * 100_000)
    made.Root.Pages.Count = 100_000


def deep(made: pikepdf.Pdf) -> None:
    """Arrays in arrays in arrays."""
    inner = pikepdf.Array([1])
    for _one in range(5_000):
        inner = pikepdf.Array([made.make_indirect(inner)])
    made.Root.Diep = inner


def wide(made: pikepdf.Pdf) -> None:
    """Very many things."""
    made.Root.Breed = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, N=n)) for n in range(200_000)])  # fmt: skip


def packed_twice(made: pikepdf.Pdf) -> None:
    """A page whose content unfolds to a thousand times a thousand."""
    once = zlib.compress(zlib.compress(bytes(5 * MANY)))
    stream = pikepdf.Stream(made, b"")
    stream.write(once, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
    made.pages[0].Contents = made.make_indirect(stream)


def attached_bomb(made: pikepdf.Pdf) -> None:
    """An attachment that unfolds to very much."""
    made.attachments["factuur.xml"] = bytes(4 * MANY)


def scripted(made: pikepdf.Pdf) -> None:
    """A script that runs when it is opened."""
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="while(1){}")


def looping_pages() -> bytes:
    """Pages that are their own chapter."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def deep_brackets() -> bytes:
    """A PDF that opens brackets and never closes them."""
    return b"%PDF-1.4\n1 0 obj" + b"[" * 2_000_000 + b"\n%%EOF"


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip."""
    return makefiles.make_zip(entries)


def quine_of_zips(depth: int = 6) -> bytes:
    """Zips in zips, each with ten times the one inside."""
    inside = zipped({"nul": bytes(MANY // 6)})
    for _one in range(depth):
        inside = zipped({f"{n}.zip": inside for n in range(10)})
    return inside


def overlapping_zip() -> bytes:
    """A zip whose list names the same bytes thousands of times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(5_000_000))
        archive.filelist *= 900
    return target.getvalue()


def xml_of_laughs() -> bytes:
    """Names that stand for names that stand for names."""
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{names}]><x>&a11;</x>'.encode()


def mail_of_parts() -> bytes:
    """A mail of a hundred thousand parts."""
    return b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 100_000 + b"--b--"


def mail_in_mail() -> bytes:
    """Mails in mails in mails."""
    return b"Content-Type: message/rfc822\n\n" * 5_000 + b"Subject: x\n\nx"


def heads() -> Iterator[tuple[str, bytes]]:
    """Files of every kind of which only the first bytes are there."""
    yield from (
        ("kop.pdf", b"%PDF-1.7\n"),
        ("kop.jpg", b"\xff\xd8\xff\xe0"),
        ("kop.docx", b"PK\x03\x04"),
    )
    yield from (("kop.png", b"\x89PNG\r\n\x1a\n"), ("kop.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    yield "kop.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def pictures() -> Files:
    """Pictures that are small until they are unpacked."""
    return {
        "leeg.pdf": lambda: b"",
        "vlak.png": lambda: picture("PNG", (8_000, 8_000), "1"),
        "dun.png": lambda: flat_png(1, 49_000_000),
        "zestien.png": lambda: picture("PNG", (6_000, 6_000), "I;16"),
        "doorzichtig.png": lambda: picture("PNG", (6_000, 6_000), "RGBA"),
        "beweegt.png": animated_png,
        "tekst.png": png_with_packed_text,
        "beweert.png": lambda: makefiles.make_png_of(2**31 - 1, 2**31 - 1),
        "beweert-minder.png": lambda: makefiles.make_png_of(7_000, 7_000),
        "vlak.jpg": lambda: picture("JPEG", (7_000, 7_000)),
        "lagen.jpg": lambda: picture("JPEG", (5_200, 5_200), progressive=True),
        "veel-lagen.jpg": jpg_with_many_scans,
        "vlak.tiff": lambda: picture("TIFF", (9_000, 9_000), "1", compression="group4"),
        "vlak.gif": lambda: picture("GIF", (9_000, 9_000)),
        "beweert.heic": lambda: makefiles.make_heic().replace(
            b"ispe", b"ispe\0\0\0\0" + struct.pack(">II", 60_000, 60_000)
        ),
    }


def papers() -> Files:
    """PDFs that are large, deep, locked or cut."""
    small = makefiles.make_pdf()
    return {
        "paginas.pdf": lambda: pdf(many_pages),
        "diep.pdf": lambda: pdf(deep),
        "breed.pdf": lambda: pdf(wide),
        "tweemaal.pdf": lambda: pdf(packed_twice),
        "bijlage.pdf": lambda: pdf(attached_bomb),
        "script.pdf": lambda: pdf(scripted),
        "lus.pdf": looping_pages,
        "haken.pdf": deep_brackets,
        "slot.pdf": lambda: makefiles.make_pdf(password="geheim"),
        "half.pdf": lambda: small[: len(small) // 2],
    }


def two_in_one() -> Files:
    """Files that are something else than their name says, or two things at once."""
    script = b"<script>fetch('//voorbeeld.example')</script>"
    jpg, small = picture("JPEG", (20, 20)), makefiles.make_pdf()
    return {
        "en-zip.pdf": lambda: small + zipped({"a.html": script}),
        "en-html.jpg": lambda: jpg[:2] + b"\xff\xfe\x00\x40" + script.ljust(62) + jpg[2:],
        "en-script.gif": lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        "en-script.jpg": lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        "eigenlijk-html.txt": lambda: b"<!doctype html>" + script,
        "eigenlijk-html.pdf": lambda: script,
        "eigenlijk-svg.png": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "programma.pdf": lambda: b"MZ" + bytes(500),
    }


def boxes() -> Files:
    """Zips, mails and texts that unfold, nest or never end."""
    doc = makefiles.make_docx
    return {
        "bom.docx": lambda: doc({"word/media/nul.bin": bytes(4 * MANY)}),
        "bommen.xlsx": lambda: makefiles.make_xlsx({"xl/media/a.zip": quine_of_zips()}),
        "overlapt.docx": overlapping_zip,
        "gelach.docx": lambda: doc({"word/a.xml": xml_of_laughs()}),
        "uit-de-map.docx": lambda: doc({"../../../../tmp/kwaad": b"x", "/etc/kwaad": b"x"}),
        "veel.docx": lambda: doc({f"word/{n}.xml": b"<a/>" for n in range(5_000)}),
        "kapot.docx": lambda: doc()[:-30],
        "delen.eml": mail_of_parts,
        "mails.eml": mail_in_mail,
        "koppen.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx",
        "nul.txt": lambda: b"tekst\x00",
        "regel.txt": lambda: b"a" * 20_000_000,
        "half.msg": lambda: makefiles.make_ole("a", content=b"x")[:3_000],
    }


def bad_files() -> Files:
    """Every file by its name; each is made when it is its turn."""
    made = pictures() | papers() | two_in_one() | boxes()
    return made | {name: lambda content=content: content for name, content in heads()}
