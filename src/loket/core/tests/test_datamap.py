"""Every field of every table has a purpose, a ground, a class and a time to be kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.core.management import CommandError, call_command

from loket.core import datamap
from loket.core.register import write_register

ROOT = Path(__file__).resolve().parents[4]
Write = Callable[[str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Give the module of queues another map than its own."""
    config = apps.get_app_config("routing")
    read = datamap.read_map

    def read_other(asked: AppConfig) -> dict[str, datamap.TableMap]:
        if asked.label != "routing":
            return read(asked)
        monkeypatch.setattr(config, "path", str(tmp_path))
        return read(config)

    def write(text: str) -> None:
        (tmp_path / datamap.FILE).write_text(text)
        monkeypatch.setattr(datamap, "read_map", read_other)

    return write


FIELDS = [
    field.name
    for field in apps.get_model("routing", "Queue")._meta.local_fields
    if field.name not in ("id", "organisation")
]
WHOLE = f"""
[Queue]
purpose = "bring work to a team"
basis = "none"
retention = "for ever"
none = {json.dumps(FIELDS)}
"""


def test_the_map_is_whole() -> None:
    assert datamap.faults() == []


def test_the_page_shows_the_map_as_it_is() -> None:
    page = ROOT / "docs/admin/data-map.md"

    assert page.read_text() == write_register(), "manage.py datamap > docs/admin/data-map.md"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"slug", ', "", "Queue: the field slug is missing."),
        ('"slug"', '"slug", "colour"', "Queue: there is no field colour."),
        ("[Queue]", "[Row]", "the table Queue is missing."),
        ("[Queue]", "[Row]", "there is no table Row."),
        ('purpose = "bring work to a team"\n', "", "Queue: slug has no purpose."),
        ('retention = "for ever"\n', "", "Queue: slug has no retention."),
        ('basis = "none"', 'basis = "6"', "Queue: slug has no legal basis"),
        ("none = [", "personal = [", "Queue: slug is about a person and needs a legal basis."),
        ("none = [", 'special = ["slug"]\nnone = [', "Queue: the field slug stands in two classes"),
        ("none = [", 'special = ["slug"]\nnone = [', "Queue: special data needs a special_ground"),
        ("none = [", 'removed_by = "nobody"\nnone = [', "Queue: removed_by is one of"),
    ],
)
def test_a_fault_is_named(write: Write, old: str, new: str, fault: str) -> None:
    write(WHOLE.replace(old, new))

    with pytest.raises(CommandError) as problem:
        call_command("datamap", "--check")

    assert fault in str(problem.value)


def test_one_field_may_have_a_purpose_of_its_own(write: Write) -> None:
    write(WHOLE + '[Queue.fields.slug]\npurpose = "stand in addresses"\n')

    table = datamap.read_map(apps.get_app_config("routing"))["Queue"]

    assert datamap.faults() == []
    assert table.fields["slug"].purpose == "stand in addresses"
    assert list(table.exceptions()) == ["slug"]
