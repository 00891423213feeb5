"""Files that come with words to a case: all or none, and the words stay when they are refused."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.make import (
    attach_to_case,
    make_case,
    make_draft,
    make_queue,
    make_series,
    make_service,
    make_task,
)

from loket.cases.models import Case, CaseFile, CaseMessage, Task
from loket.cases.rules.tasks import TaskKind
from loket.catalogue.models import Draft, DraftFile, Service
from loket.catalogue.tests.forms import LEAVE
from loket.documents.models import StoredFile
from loket.documents.store import full_path
from loket.people.models import Person
from loket.portal.tests.conftest import browser_of
from loket.portal.tests.test_filling_in import PDF, page, read, url


@pytest.fixture
def case(sarah: Person, service: Service) -> Case:
    return make_case(sarah, service)


@pytest.fixture
def broken_folder(settings: Settings, tmp_path: Path) -> None:
    """Let a file lie where the folder of files should be: nobody can write there, root neither."""
    settings.MEDIA_ROOT = str(tmp_path / "geen-map")
    (tmp_path / "geen-map").touch()


def pdf(name: str = "brief.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def test_a_folder_that_takes_nothing_is_told_and_the_words_stay(
    site: Client, case: Case, broken_folder: None
) -> None:
    sent = {"text": "Dag, hier is mijn brief.", "files": [pdf()]}

    answer = site.post(f"/zaken/{case.number}/bericht/", sent)

    assert answer.status_code == 422
    assert "Wij konden het bestand ‘brief.pdf’ niet bewaren. Dat ligt aan ons." in page(answer)
    assert "Dag, hier is mijn brief." in page(answer)
    assert not CaseMessage.objects.exists()


def test_a_folder_that_takes_nothing_keeps_no_answer_of_a_form_away(
    site: Client, sarah: Person, service: Service, broken_folder: None
) -> None:
    draft: Draft = make_draft(sarah, service)
    sent = {"begindatum": "1/3/2027", "document.rooster": pdf("rooster.pdf"), "volgende": "1"}

    answer = site.post(url(draft, "periode/"), sent)

    assert answer.status_code == 422
    assert "Wij konden het bestand ‘rooster.pdf’ niet bewaren." in page(answer)
    assert read(draft).answers["begindatum"] == "2027-03-01"
    assert not DraftFile.objects.exists()


def test_of_two_files_one_of_which_is_bad_none_is_kept(site: Client, case: Case) -> None:
    sent = {"text": "Dag", "files": [pdf(), SimpleUploadedFile("spel.exe", b"MZ")]}

    answer = site.post(f"/zaken/{case.number}/bericht/", sent)

    assert answer.status_code == 422
    assert "spel.exe" in page(answer)
    assert not StoredFile.objects.exists()
    assert not CaseMessage.objects.exists()


def test_a_file_that_comes_with_refused_words_is_not_kept(site: Client, case: Case) -> None:
    answer = site.post(f"/zaken/{case.number}/bericht/", {"text": "x" * 20_001, "files": [pdf()]})

    assert answer.status_code == 422
    assert not StoredFile.objects.exists()


def test_a_file_and_its_words_arrive_together(site: Client, case: Case) -> None:
    answer = site.post(f"/zaken/{case.number}/bericht/", {"text": "Dag", "files": [pdf()]})

    assert answer.status_code == 302
    assert CaseFile.objects.get(case=case).file.name == "brief.pdf"


def test_a_file_that_comes_twice_with_one_click_is_kept_once(
    site: Client, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    address = f"/zaken/{case.number}/bericht/"
    for _click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = site.post(address, {"text": "Dag", "files": [pdf()], "key": "k" * 20})
            assert answer.status_code == 302

    kept = StoredFile.objects.get()
    assert CaseFile.objects.get(case=case).file == kept
    assert full_path(kept.path).read_bytes() == PDF


@pytest.mark.parametrize(
    ("asked", "name", "content", "sentence"),
    [
        ({"accept": ["pdf"]}, "rooster.txt", b"maandag vrij", "U kunt kiezen uit: pdf."),
        ({"max_mb": 1}, "rooster.pdf", PDF + b" " * 1024 * 1024, "hoogstens 1 MB"),
    ],
)
def test_a_document_that_follows_obeys_what_the_form_says_of_it(
    sarah: Person, asked: dict[str, Any], name: str, content: bytes, sentence: str
) -> None:
    form: dict[str, Any] = deepcopy(LEAVE)
    form["documents"][1] |= asked
    make_queue("tijd")
    make_series()
    case = make_case(sarah, make_service(sarah, form))
    task = make_task(case, TaskKind.DELIVER, person=sarah, slot="rooster")
    site, address = browser_of(sarah), f"/zaken/{case.number}/antwoord/{task.key}/"

    shown = page(site.get(f"/zaken/{case.number}/"))
    answer = site.post(address, {"files": [SimpleUploadedFile(name, content)]})

    assert "Wij nemen aan:" in shown
    assert answer.status_code == 422
    assert sentence in page(answer)
    assert not StoredFile.objects.exists()
    assert Task.objects.open().filter(pk=task.pk).exists()


def test_a_download_is_called_after_its_case_and_what_it_is(site: Client, case: Case) -> None:
    asked = [attach_to_case(case), attach_to_case(case)]
    own = attach_to_case(case, slot="")
    StoredFile.objects.filter(pk=own.file_id).update(name="Foto van Zoë.pdf")

    names = [name_of_download(site, case, row.file) for row in (*asked, own)]

    assert names == [
        f'"{case.number}_rooster_1.pdf"',
        f'"{case.number}_rooster_2.pdf"',
        f'"{case.number}_foto-van-zoe_1.pdf"',
    ]


def name_of_download(site: Client, case: Case, file: StoredFile) -> str:
    """What a browser would call the file."""
    answer = site.get(f"/zaken/{case.number}/bijlagen/{file.key}")
    assert b"".join(answer).startswith(b"%PDF")
    return answer.headers["Content-Disposition"].partition("filename=")[2]
