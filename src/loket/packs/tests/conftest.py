"""A pack in a folder of its own, which a test may change line by line."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

type Change = Callable[[str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The pack `test`, copied."""
    return Path(shutil.copytree(settings.PACKS / "test", tmp_path / "test"))


@pytest.fixture
def change(folder: Path) -> Change:
    """Change words in the file of the pack; the words must be there."""

    def replace(before: str, after: str) -> None:
        path = folder / "test.yaml"
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after, 1))

    return replace
