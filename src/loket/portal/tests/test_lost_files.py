"""Files that were chosen for words that are refused are named, to be chosen again."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.make import NOW, make_case, make_handler, make_task

from loket.cases.models import Case, Task
from loket.cases.rules.tasks import TaskKind
from loket.catalogue.models import Service
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_filling_in import PDF, page
from loket.routing.models import Queue

LOST = "Niet verstuurd: bewijs.pdf, foto.pdf. Kies opnieuw wat u wilt meesturen."
FOCUS = re.compile(r"<[^<>]*\bdata-focus\b[^<>]*>")


@pytest.fixture
def case(sarah: Person, service: Service) -> Case:
    return make_case(sarah, service)


@pytest.fixture
def asked(case: Case, sarah: Person) -> Task:
    return make_task(case, TaskKind.ANSWER, person=sarah)


@pytest.fixture
def desk(case: Case) -> Client:
    handler = make_handler("Hans Handelaar", Queue.objects.get(), login="hans")
    Case.objects.filter(pk=case.pk).update(assignee=handler, status="in_progress")
    return browser_of(handler)


def two() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, PDF) for name in ("bewijs.pdf", "foto.pdf")]


def in_focus(answer: Any) -> str:
    """What the page puts the focus on."""
    (tag,) = FOCUS.findall(page(answer))
    return str(tag)


def test_a_message_that_is_refused_names_its_files_and_waits_at_their_field(
    site: Client, case: Case
) -> None:
    sent = {"text": "x" * 20_001, "files": two()}

    answer = site.post(f"/zaken/{case.number}/bericht/", sent)

    assert answer.status_code == 422
    assert page(answer).count(LOST) == 1
    assert 'type="file"' in in_focus(answer)
    assert 'aria-describedby="bijlage-fout"' in in_focus(answer)


def test_a_message_without_files_waits_at_its_words(site: Client, case: Case) -> None:
    answer = site.post(f"/zaken/{case.number}/bericht/", {"text": "x" * 20_001})

    assert "Niet verstuurd" not in page(answer)
    assert "<textarea" in in_focus(answer)


def test_an_answer_that_is_refused_names_its_files_at_the_question(
    site: Client, case: Case, asked: Task
) -> None:
    sent = {"text": "", "files": [*two(), SimpleUploadedFile("spel.exe", b"MZ")]}

    answer = site.post(f"/zaken/{case.number}/antwoord/{asked.key}/", sent)

    assert answer.status_code == 422
    assert page(answer).count("Niet verstuurd: bewijs.pdf, foto.pdf, spel.exe.") == 1
    assert f'id="bestand-{asked.key}"' in in_focus(answer)
    assert "uitleg bijlage-fout" in in_focus(answer)


def test_of_an_answer_for_which_there_is_no_field_left_the_files_are_named_too(
    site: Client, case: Case, asked: Task
) -> None:
    Task.objects.filter(pk=asked.pk).update(done_at=NOW)

    late = site.post(
        f"/zaken/{case.number}/antwoord/{asked.key}/", {"text": "Te laat.", "files": two()}
    )

    assert late.status_code == 422
    assert "Te laat." in page(late)
    assert "Niet verstuurd: bewijs.pdf, foto.pdf." in page(late)


@pytest.mark.parametrize("verb", ["bericht", "oplossing", "vragen"])
def test_what_a_colleague_was_quicker_with_names_the_files_at_the_desk(
    desk: Client, case: Case, verb: str
) -> None:
    Case.objects.filter(pk=case.pk).update(version_lock=9)
    sent = {"text": "Zie bijlage.", "seen": "1", "party": "requester", "files": two()}

    answer = desk.post(f"/werk/zaken/{case.number}/{verb}/", sent)

    assert answer.status_code == 409
    assert "Zie bijlage." in page(answer)
    assert page(answer).count(LOST) == 1
    assert 'type="file"' in in_focus(answer)


def test_a_field_without_files_names_those_that_came_all_the_same(desk: Client, case: Case) -> None:
    sent = {"text": "x" * 20_001, "files": two()}

    answer = desk.post(f"/werk/zaken/{case.number}/notitie/", sent)

    assert answer.status_code == 422
    assert "Niet verstuurd: bewijs.pdf, foto.pdf." in page(answer)
    assert "<textarea" in in_focus(answer)


def test_who_keeps_words_for_later_hears_that_files_are_not_kept(desk: Client, case: Case) -> None:
    sent = {"text": "Half geschreven.", "verb": "oplossing", "files": two()}

    answer = desk.post(f"/werk/zaken/{case.number}/concept/", sent)

    assert "Half geschreven." in page(answer)
    assert page(answer).count(LOST) == 1
    assert 'type="file"' in in_focus(answer)
    again = page(desk.get(f"/werk/zaken/{case.number}/?doe=oplossing"))
    assert "Half geschreven." in again
    assert "Niet verstuurd" not in again
