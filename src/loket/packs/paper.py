"""Papers for the stories of a demo: one page that says what it stands for."""

TITLE_SIZE, TEXT_SIZE, LEADING = 16, 11, 18
TOP, LEFT = 760, 72  # points on A4
HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


def paper(title: str, lines: list[str]) -> bytes:
    """Make a PDF of one page."""
    words = _written(title, lines)
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def _pdf(*objects: bytes) -> bytes:
    """A file of these objects, with the table of where each begins."""
    made = bytearray(HEADER)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, begin = len(objects) + 1, len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, begin)
    return bytes(made)


def _written(title: str, lines: list[str]) -> bytes:
    parts = [_line(title, TITLE_SIZE, TOP)]
    first = TOP - 2 * LEADING
    parts += [_line(line, TEXT_SIZE, first - row * LEADING) for row, line in enumerate(lines)]
    return b"\n".join(parts)


def _line(text: str, size: int, height: int) -> bytes:
    words = text.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        words = words.replace(sign, b"\\" + sign)
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET" % (size, LEFT, height, words)
