"""Several photos become one PDF: upright, light, each on its page; the photos stay."""

import io
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from loket.core.acting import Acting
from loket.core.keys import new_key
from loket.documents import store
from loket.documents.actions import ask_photo_pdf, delete_file
from loket.documents.models import PhotoPdf, StoredFile
from loket.documents.rules.types import BY_CODE
from loket.documents.tasks import check_file, make_photo_pdf
from loket.documents.tests import makefiles as make
from loket.documents.tests.pdftext import tags_of, text_of
from loket.documents.tests.test_inspection import Inspected

A4 = {595, 842}


def photo(sarah: Acting, kind: str, content: bytes, state: str = "clean") -> StoredFile:
    written = store.write_all([content])
    return StoredFile.objects.create(
        key=new_key(),
        path=store.place(written, sarah.organisation_id),
        name=f"foto.{kind}",
        size=len(content),
        sha256=sha256(content).digest(),
        type=BY_CODE[kind].media_type,
        state=state,
        uploaded_by_id=sarah.person_id,
        uploaded_at=sarah.at,
    )


@pytest.fixture
def photos(sarah: Acting) -> list[StoredFile]:
    return [
        photo(sarah, "jpg", make.make_picture("JPEG", orientation=6)),
        photo(sarah, "png", make.make_picture("PNG")),
        photo(sarah, "heic", make.make_heic()),
    ]


def asked(photos: Sequence[StoredFile], by: Acting) -> PhotoPdf:
    return ask_photo_pdf([one.pk for one in photos], "Geboorteakte", "nl", by=by)


def made(photos: Sequence[StoredFile], by: Acting) -> PhotoPdf:
    paper = asked(photos, by)
    make_photo_pdf(paper.pk)
    return PhotoPdf.objects.get(pk=paper.pk)


def content_of(paper: PhotoPdf) -> bytes:
    assert paper.file is not None
    return store.full_path(paper.file.path).read_bytes()


def test_photos_become_a_pdf_with_a_page_for_each(sarah: Acting, photos: list[StoredFile]) -> None:
    content = content_of(made(photos, sarah))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        sizes = [
            {round(float(page.mediabox[2])), round(float(page.mediabox[3]))} for page in pdf.pages
        ]
        assert sizes == [A4, A4, A4]
        assert str(pdf.docinfo["/Title"]) == "Geboorteakte"
    assert "Foto 2 van 3" in text_of(content)
    assert "/Figure" in tags_of(content)


def test_the_photos_stay_as_they_were(sarah: Acting, photos: list[StoredFile]) -> None:
    before = [store.full_path(one.path).read_bytes() for one in photos]

    made(photos, sarah)

    assert [store.full_path(one.path).read_bytes() for one in photos] == before


def test_a_photo_that_lies_on_its_side_stands_up(tmp_path: Path) -> None:
    content = make.make_picture("JPEG", orientation=6, hidden=True)

    page = Inspected(tmp_path, "jpg", content, work="page")

    with Image.open(io.BytesIO(page.copy)) as picture:
        assert picture.size == (20, 40)
    assert make.PLACE.encode() not in page.copy
    assert b"Exif" not in page.copy


def test_a_large_photo_is_made_as_light_as_a_page_needs(tmp_path: Path) -> None:
    target = io.BytesIO()
    Image.effect_noise((4000, 3000), 90).convert("RGB").save(target, "JPEG", quality=95)

    page = Inspected(tmp_path, "jpg", target.getvalue(), work="page")

    with Image.open(io.BytesIO(page.copy)) as picture:
        assert max(picture.size) <= 2200
    assert len(page.copy) < len(target.getvalue()) / 3


def test_what_one_can_look_through_lies_on_white(tmp_path: Path) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(target, "PNG")

    page = Inspected(tmp_path, "png", target.getvalue(), work="page")

    with Image.open(io.BytesIO(page.copy)) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_the_same_photos_are_made_once(sarah: Acting, photos: list[StoredFile]) -> None:
    first = made(photos, sarah)
    again = made(photos, sarah)

    assert (again.pk, again.file_id) == (first.pk, first.file_id)


def test_while_a_photo_is_being_checked_the_pdf_waits_and_then_it_is_made(
    sarah: Acting, photos: list[StoredFile]
) -> None:
    late = photo(sarah, "png", make.make_picture("PNG"), state="uploaded")
    waiting = made([*photos, late], sarah)
    assert waiting.state == "making"

    check_file(late.pk)
    make_photo_pdf(waiting.pk)

    assert PhotoPdf.objects.get().state == "made"


def test_a_photo_that_is_refused_leaves_no_pdf(sarah: Acting, photos: list[StoredFile]) -> None:
    bad = photo(sarah, "jpg", b"\xff\xd8\xff geen foto", state="uploaded")
    asked([*photos, bad], sarah)

    check_file(bad.pk)

    assert PhotoPdf.objects.get().state == "failed"


def test_a_photo_that_cannot_be_made_into_a_page_leaves_no_pdf(
    sarah: Acting, photos: list[StoredFile]
) -> None:
    store.full_path(photos[1].path).write_bytes(b"kapot")

    assert made(photos, sarah).state == "failed"


def test_the_pdf_goes_when_one_of_its_photos_goes(sarah: Acting, photos: list[StoredFile]) -> None:
    made(photos, sarah)

    delete_file(photos[0])

    assert not PhotoPdf.objects.exists()
    assert set(StoredFile.objects.all()) == set(photos[1:])
