"""Photos of one document of a case come with one PDF, for whoever may see each of them."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.http import Http404
from tests.make import make_file

from loket.cases.actions.given import Given
from loket.cases.actions.papers import add_document, refuse_document
from loket.cases.actions.submit import submit_case
from loket.cases.downloads import send_file
from loket.cases.models import Case, CaseFile
from loket.cases.papers import PaperView, Reader, paper_views
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.models import DraftFile
from loket.catalogue.specs import spec_of
from loket.documents.actions import finish_photo_pdf
from loket.documents.models import PhotoPdf, StoredFile

JPG = "image/jpeg"


def photos_of(world: World, names: Sequence[str]) -> list[StoredFile]:
    return [make_file(world.sarah, name, type=JPG) for name in names]


def case_with(world: World, *names: str, slot: str = "rooster") -> Case:
    draft = world.draft()
    for position, file in enumerate(photos_of(world, names)):
        DraftFile.objects.create(draft=draft, file=file, slot=slot, position=position)
    return submit_case(draft, by=by(world.sarah))


def shown(case: Case, *, cleared: bool = True, person: int | None = None) -> list[PaperView]:
    case = Case.objects.get(pk=case.pk)
    reader = Reader("nl", "cases:file", cleared, person)
    views = paper_views(case, spec_of(case.version), (), reader)
    return [view for view in views if view.photos]


def make_pdf(world: World) -> str:
    paper = PhotoPdf.objects.get(state="making")
    finish_photo_pdf(paper.pk, b"%PDF-1.7\n", by=by(world.nele).as_system())
    return str(StoredFile.objects.get(photo_pdf=paper).key)


def test_two_photos_of_one_document_are_asked_as_a_pdf(world: World) -> None:
    case = case_with(world, "een.jpg", "twee.jpg")

    (view,) = shown(case)

    assert view.label == "Rooster: 2 foto’s in één PDF"
    assert (view.photos, view.file) == ("making", None)


def test_one_photo_needs_no_pdf(world: World) -> None:
    case = case_with(world, "een.jpg")

    assert shown(case) == []
    assert not PhotoPdf.objects.exists()


def test_requester_and_handler_open_the_pdf_and_the_photos(world: World) -> None:
    case = case_with(world, "een.jpg", "twee.jpg")
    key = make_pdf(world)

    for person in (world.sarah, world.nele):
        answer: Any = send_file(case, key, by=by(person), cleared=False)
        answer.file_to_stream.close()
        assert "rooster_2.pdf" in answer.headers["Content-Disposition"]
    assert CaseFile.objects.filter(case=case).count() == 2
    assert [view.file.url for view in shown(case) if view.file] == [
        f"/werk/zaken/{case.number}/bijlagen/{key}"
    ]


def test_the_pdf_of_another_case_is_not_there(world: World) -> None:
    case_with(world, "een.jpg", "twee.jpg")
    key = make_pdf(world)
    other = case_with(world, "drie.jpg", "vier.jpg")

    with pytest.raises(Http404):
        send_file(other, key, by=by(world.nele), cleared=True)


def test_who_may_not_see_the_photos_does_not_see_their_pdf(world: World) -> None:
    case = case_with(world, "een.jpg", "twee.jpg")
    key = make_pdf(world)
    CaseFile.objects.update(privacy="special")

    assert shown(case, cleared=False, person=world.nele.pk) == []
    assert len(shown(case, cleared=False, person=world.sarah.pk)) == 1
    with pytest.raises(Http404):
        send_file(case, key, by=by(world.nele), cleared=False)


def test_a_refused_photo_is_left_out_of_the_next_pdf(world: World) -> None:
    case = case_with(world, "een.jpg", "twee.jpg", "drie.jpg")
    key = make_pdf(world)

    first = CaseFile.objects.filter(case=case).order_by("pk")[0]
    refuse_document(first, by=by(world.nele, later(1)), given=Given(text="Onleesbaar"))

    (view,) = shown(case)
    assert view.label == "Rooster: 2 foto’s in één PDF"
    assert view.photos == "making"
    with pytest.raises(Http404):
        send_file(case, key, by=by(world.nele), cleared=True)


def test_a_photo_that_is_added_later_joins(world: World) -> None:
    case = case_with(world, "een.jpg")
    late = photos_of(world, ["twee.jpg"])[0]

    add_document(
        case, by=by(world.sarah, later(1)), given=Given(files=(late.pk,), slot="rooster", key="k")
    )

    assert [view.photos for view in shown(case)] == ["making"]
