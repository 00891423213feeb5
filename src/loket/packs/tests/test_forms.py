"""The forms of the packs."""

from pathlib import Path

import pytest

from loket.catalogue.rules.layout import Layout
from loket.catalogue.rules.reading import LANGUAGES, mappings, word
from loket.packs.read import read_yaml
from loket.packs.tests.forms import form_files


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_a_file_has_the_name_of_its_form(path: Path) -> None:
    assert str(read_yaml(path).data["key"]).endswith(path.stem)


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_the_choices_of_a_question_have_names_that_differ(path: Path) -> None:
    for place in Layout(read_yaml(path).data).places:
        options = mappings(place.source.get("options"))
        for language in LANGUAGES:
            names = [word(one, language) for one in options]
            assert len(set(names)) == len(names)
