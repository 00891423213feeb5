"""The world of these tests: an organisation, a person in it, a folder for its files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.make import make_organisation, make_person

from loket.core.acting import Acting


@pytest.fixture
def files_folder(settings: Settings, tmp_path: Path) -> Path:
    """Give an empty folder for files."""
    settings.MEDIA_ROOT = str(tmp_path / "files of this test")
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def sarah(db: None, files_folder: Path) -> Acting:
    """Let Sarah act in an organisation of her own."""
    organisation = make_organisation()
    person = make_person("Sarah")
    return Acting(person.pk, organisation.pk, datetime(2026, 11, 21, 10, tzinfo=UTC))
