"""The forms of the packs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loket.catalogue.rules.layout import Layout
from loket.catalogue.rules.reading import LANGUAGES, mapping, mappings, word, words
from loket.catalogue.rules.values import Json
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


def links_in(value: Json) -> Iterator[str]:
    """Every address that a form leads to."""
    if isinstance(value, list):
        for one in value:
            yield from links_in(one)
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "url" and isinstance(one, str):
                yield one
            yield from links_in(one)


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_a_link_within_loket_leads_to_a_page_that_is_there(path: Path) -> None:
    slugs = {read_yaml(one).data.get("slug") for one in path.parent.glob("*.yaml")}
    pages = {"/zaken/", "/taken/", *(f"/formulier/{slug}/" for slug in slugs)}
    within = {url for url in links_in(read_yaml(path).data) if url.startswith("/")}

    assert within <= pages


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_a_form_for_everybody_names_nobody_for_whom_it_does_no_more(path: Path) -> None:
    audience = words(mapping(read_yaml(path).data["access"]).get("for"))

    assert "self" not in audience or audience == ("self",)
