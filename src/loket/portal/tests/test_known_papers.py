"""The page offers what already lies with us, and one button puts it in its place."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from tests.make import attach_to_case, make_case, make_draft, make_queue, make_series, make_service

from loket.cases.models import CaseFile
from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE
from loket.people.models import Person


@pytest.fixture
def known(sarah: Person) -> CaseFile:
    """A schedule of an earlier request, of a form that lets it be used again."""
    make_queue("tijd")
    make_series()
    spec: Any = deepcopy(LEAVE)
    slot = next(one for one in spec["documents"] if one["id"] == "rooster")
    slot |= {"reuse": True, "valid_for": "P30Y"}
    return attach_to_case(make_case(sarah, make_service(sarah, spec)))


@pytest.fixture
def begun(sarah: Person, known: CaseFile) -> Draft:
    return make_draft(sarah, known.case.version.form.service)


def test_the_slot_says_what_lies_with_us_since_when_and_until_when(
    site: Client, begun: Draft, known: CaseFile
) -> None:
    page = site.get(f"/concept/{begun.key}/periode/").content.decode()

    assert "Ligt al bij ons" in page
    assert f"bij {known.case.number}" in page
    assert "geldig tot en met" in page
    assert f"/zaken/{known.case.number}/bijlagen/{known.file.key}" in page


def test_the_button_uses_it_and_loses_nothing_that_was_typed(
    site: Client, begun: Draft, known: CaseFile
) -> None:
    url = f"/concept/{begun.key}/periode/"

    answer = site.post(url, {"opmerking": "Liefst snel", "hergebruik": f"rooster {known.file.key}"})

    page = site.get(url).content.decode()
    assert answer.headers["Location"].endswith("/periode/#f-document-rooster")
    assert Draft.objects.get().answers["opmerking"] == "Liefst snel"
    assert begun.files.get().file == known.file
    assert "Ligt al bij ons" not in page


def test_a_document_that_was_not_offered_is_refused_with_a_sentence(
    site: Client, begun: Draft
) -> None:
    answer = site.post(f"/concept/{begun.key}/periode/", {"hergebruik": "rooster onbekend"})

    assert answer.status_code == 422
    assert "kan hier niet opnieuw gebruikt worden" in answer.content.decode()
    assert not begun.files.exists()
