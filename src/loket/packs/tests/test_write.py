"""A form that is written as YAML and read again is the same form."""

from pathlib import Path

import pytest

from loket.catalogue.rules.reading import Source
from loket.packs.read import parse_yaml, read_yaml
from loket.packs.tests.forms import form_files
from loket.packs.write import yaml_of


@pytest.mark.parametrize("path", form_files(), ids=lambda path: str(path.stem))
def test_every_form_comes_back_as_it_went(path: Path) -> None:
    form = read_yaml(path).data

    assert parse_yaml(yaml_of(form), Path("form.yaml")).data == form


@pytest.mark.parametrize(
    "text",
    ["no", "9:30", "010", "~", "", " a ", "a: b", "# c", "é\nè", "1.5", "2026-01-01", "=", "<<"],
)
def test_a_text_stays_the_text_that_it_was(text: str) -> None:
    form: Source = {"key": "x.y", "title": {"nl": text}}

    assert parse_yaml(yaml_of(form), Path("form.yaml")).data == form


def test_the_words_stand_in_the_order_of_the_specification() -> None:
    written = yaml_of(
        {"steps": [], "title": {"fr": "b", "nl": "a"}, "key": "x.y", "spec": "desk.form/1"}
    )

    assert written.splitlines() == [
        "spec: desk.form/1",
        "key: x.y",
        "title:",
        "  nl: a",
        "  fr: b",
        "steps: []",
    ]
