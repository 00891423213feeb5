"""Every form of every pack can be published."""

from pathlib import Path

import pytest

from loket.catalogue.rules.layout import Layout
from loket.catalogue.rules.lint import lint
from loket.catalogue.rules.reading import LANGUAGES, mappings, word
from loket.catalogue.rules.reasons import Known
from loket.catalogue.sources import APPROVERS, PROFILE_SOURCES
from loket.packs.read import read_yaml
from loket.packs.tests.forms import form_files, tables


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_a_form_of_a_pack_has_nothing_against_it(path: Path) -> None:
    source = read_yaml(path)
    rows = tables(path.parents[1].name)
    known = Known(
        tables={
            name: frozenset(key for row in some.values() for key in row)
            for name, some in rows.items()
        },
        profile=frozenset(PROFILE_SOURCES),
        approvers=APPROVERS,
    )

    assert [f"{source.where(one.path)} {one}" for one in lint(source.data, known)] == []


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
