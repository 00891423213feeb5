"""Of a form whose files cannot be taken the words are kept, however it is cut into pieces."""

import io
from itertools import batched

import pytest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from loket.config.words import MOST, Words, words_of
from loket.core.errors import LEFT_OUT

TYPE = MULTIPART_CONTENT.encode()


class NamedBytes(io.BytesIO):
    """Bytes with a name, as the test client wants them."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


LOOKS_LIKE_A_LINE = b"x\r\n--BoUnDaRy\r\n\r\n--\r\n" * 20
FORM = encode_multipart(
    BOUNDARY,
    {
        "opmerking": "Graag op woensdag.\r\n\r\n--\r\nfilename=niets",
        "rooster": NamedBytes("rooster.pdf", LOOKS_LIKE_A_LINE),
        "leeg": "",
        "foto": NamedBytes("zoë.jpg", b""),
        "naam": "Zoë",
    },
)


def kept(body: bytes, size: int) -> Words:
    words = words_of(TYPE)
    assert words is not None
    for piece in batched(body, size, strict=False):
        words.write(bytes(piece))
    words.seek(0)
    return words


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, 10_000])
def test_the_words_come_through_whole_and_of_the_files_the_names(size: int) -> None:
    words = kept(FORM, size)

    request = RequestFactory().generic("POST", "/", words.read(), MULTIPART_CONTENT)
    request.META[LEFT_OUT] = tuple(words.sizes)
    assert request.POST.dict() == {
        "opmerking": "Graag op woensdag.\r\n\r\n--\r\nfilename=niets",
        "leeg": "",
        "naam": "Zoë",
    }
    assert {name: getattr(file, "name", "") for name, file in request.FILES.items()} == {
        "rooster": "rooster.pdf",
        "foto": "zoë.jpg",
    }
    assert words.sizes == [len(LOOKS_LIKE_A_LINE), 0]


def test_a_field_in_which_nobody_chose_a_file_is_none() -> None:
    field = b'Content-Disposition: form-data; name="foto"; filename=""\r\n\r\n\r\n'

    words = kept(b"--BoUnDaRyStRiNg\r\n" + field + FORM, 100)

    assert words.sizes == [len(LOOKS_LIKE_A_LINE), 0]


def test_what_no_form_is_and_too_many_words_are_errors() -> None:
    with pytest.raises(OSError, match="not the body"):
        kept(b"--BoUnDaRyStRiNg\r\n" + b"x" * 20_000, 5000)
    with pytest.raises(OSError, match="too many words"):
        kept(encode_multipart(BOUNDARY, {"opmerking": "x" * (MOST + 1)}), 100_000)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_a_form_with_files_has_words_to_keep(kind: str) -> None:
    assert words_of(kind.encode()) is None
