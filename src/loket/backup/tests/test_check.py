"""An installation is verified: files, photos, what was sealed, numbers."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from pytest_django.fixtures import Settings
from tests.make import (
    acting,
    make_case,
    make_file,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
)

from loket.backup.check import SEALED, faults_of_installation
from loket.core.models import NumberSeries, Organisation
from loket.core.tenancy import enter_organisation
from loket.documents.models import StoredFile
from loket.documents.store import full_path
from loket.people.actions.parties import add_identifier
from loket.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(settings: Settings, tmp_path: Path) -> Person:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")
    make_organisation("dienst")
    return make_person("Noor")


def good_file(owner: Person) -> StoredFile:
    return make_file(owner, sha256=sha256(b"%PDF-1.7\n").digest())


def faults() -> list[str]:
    found = list(faults_of_installation())
    enter_organisation(Organisation.objects.get().pk)
    return found


def test_an_installation_in_order_has_no_faults(noor: Person) -> None:
    good_file(noor)
    add_identifier(noor.party, "bsn", "111222333", by=acting(noor))

    assert faults() == []


def test_a_row_without_its_file_is_found(noor: Person) -> None:
    file = good_file(noor)
    full_path(file.path).unlink()

    assert faults() == [f"dienst: a row names the file {file.path} and it is not there"]


@pytest.mark.parametrize("content", [b"%PDF-1.8\n", b"%PDF"])
def test_a_file_that_was_changed_is_found(noor: Person, content: bytes) -> None:
    file = good_file(noor)
    full_path(file.path).write_bytes(content)

    assert faults() == [f"dienst: the file {file.path} is not what its row says"]


def test_a_photo_that_is_not_there_is_found(noor: Person) -> None:
    noor.avatar_key = "weg"
    noor.save()

    assert faults() == ["dienst: a person's photo photos/weg.jpg is not there"]


def test_another_key_is_found(noor: Person, settings: Settings, tmp_path: Path) -> None:
    add_identifier(noor.party, "bsn", "111222333", by=acting(noor))
    settings.SEAL_KEY_FILE = str(tmp_path / "other.key")

    (said,) = faults()

    assert said.startswith("dienst: what is sealed in people_identifier does not open")
    assert not (tmp_path / "other.key").exists()


def test_a_series_that_would_give_a_number_twice_is_found(noor: Person) -> None:
    make_queue()
    make_series(first=9)
    make_case(noor, make_service(noor))
    assert faults() == []
    NumberSeries.objects.update(next=9)

    assert faults() == ["dienst: the series HRB would give out HRB0000009 again"]


def test_every_column_of_bytes_is_sealed_or_a_hash() -> None:
    columns = {
        field.name
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.BinaryField)
    }

    assert {name for name in columns if "hash" not in name and "hmac" not in name} == {
        *SEALED,
        "sha256",
        "mark",  # of a try that is over: a keyed hash
    }
