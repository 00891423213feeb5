"""A page is read in the language in which it was shown, whatever its reader chose since."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from tests.make import make_draft, make_queue, make_series, make_service

from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE, said
from loket.people.models import Person
from loket.portal.tests.test_filling_in import page, read, url

SUM = {"id": "bedrag", "type": "money", "label": said("Bedrag")}
WEIGHT = {"id": "gewicht", "type": "decimal", "decimals": 3, "label": said("Gewicht")}
MANY = {"id": "aantal", "type": "integer", "label": said("Aantal")}


@pytest.fixture
def counted(sarah: Person) -> Draft:
    """A draft of which the first step asks for numbers."""
    form: dict[str, Any] = deepcopy(LEAVE)
    form["steps"][0]["fields"] += [SUM, WEIGHT, MANY]
    make_queue("tijd")
    make_series()
    return make_draft(sarah, make_service(sarah, form), answers={})


def choose(site: Client, language: str) -> None:
    """Choose a language, as in another tab."""
    site.post("/profiel/taal/", {"taal": language})


def hidden(site: Client, draft: Draft) -> dict[str, str]:
    """What the page of the first step sends along, beside the questions."""
    shown = page(site.get(url(draft, "soort/")))
    form = shown.partition('id="formulier"')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([\w-]*)">', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def place_to_save(site: Client, draft: Draft) -> str:
    """Where the script of the page saves a field."""
    (found,) = re.findall(r'data-autosave="([^"]+)"', page(site.get(url(draft, "soort/"))))
    return str(found).replace("&amp;", "&")


def typed(**answers: str) -> dict[str, str]:
    return {"verlof": "vierdagenweek", "volgende": "1", **answers}


def test_a_dutch_page_that_is_sent_by_who_chose_english_keeps_its_numbers(
    site: Client, counted: Draft
) -> None:
    choose(site, "nl")
    along = hidden(site, counted)
    choose(site, "en")

    site.post(
        url(counted, "soort/"), along | typed(bedrag="1.250", gewicht="12,345", aantal="1.250")
    )

    answers = read(counted).answers
    assert (answers["bedrag"], answers["gewicht"]) == ("1250.00", "12.345")
    assert answers["aantal"] == 1250


def test_an_english_page_that_is_sent_by_who_chose_dutch_keeps_its_numbers(
    site: Client, counted: Draft
) -> None:
    choose(site, "en")
    along = hidden(site, counted)
    choose(site, "nl")

    site.post(url(counted, "soort/"), along | typed(bedrag="1,250", gewicht="12.345"))

    answers = read(counted).answers
    assert (answers["bedrag"], answers["gewicht"]) == ("1250.00", "12.345")


def test_choosing_a_language_in_the_page_itself_keeps_its_numbers(
    site: Client, counted: Draft
) -> None:
    choose(site, "nl")
    along = hidden(site, counted)

    site.post(
        url(counted, "soort/?taal=en"),
        along | {"verlof": "vierdagenweek", "bedrag": "1.250", "blijf": "taal"},
    )

    assert read(counted).answers["bedrag"] == "1250.00"
    assert hidden(site, counted)["in-taal"] == "en"


def test_a_page_that_says_no_language_is_read_in_that_of_its_reader(
    site: Client, counted: Draft
) -> None:
    choose(site, "en")

    site.post(url(counted, "soort/"), typed(bedrag="1,250"))

    assert read(counted).answers["bedrag"] == "1250.00"


def test_saving_one_field_reads_and_answers_in_the_language_of_the_page(
    site: Client, counted: Draft
) -> None:
    choose(site, "nl")
    there = place_to_save(site, counted)
    site.post(there, {"path": "bedrag", "value": "3,50", "seen": ""})
    choose(site, "en")

    answer = site.post(there, {"path": "bedrag", "value": "1.250", "seen": "3,50"})

    assert answer.status_code == 200
    assert "Bewaard om" in page(answer)
    assert read(counted).answers["bedrag"] == "1250.00"


def test_two_answers_are_shown_as_the_page_writes_them(site: Client, counted: Draft) -> None:
    choose(site, "nl")
    first, second = place_to_save(site, counted), place_to_save(site, counted)
    choose(site, "en")
    site.post(first, {"path": "gewicht", "value": "12,345", "seen": ""})

    answer = site.post(second, {"path": "gewicht", "value": "99,5", "seen": ""})

    assert answer.status_code == 409
    assert "12,345" in page(answer)
    assert "12.345" not in page(answer)


def test_what_was_kept_on_the_device_is_read_as_it_was_typed_and_shown_anew(
    site: Client, counted: Draft
) -> None:
    choose(site, "en")
    there = place_to_save(site, counted)

    answer = site.post(there, {"path": "bedrag", "value": "1.250,5", "seen": "", "in-taal": "nl"})
    same = site.post(
        there, {"path": "bedrag", "value": "1.250", "seen": "1.250,5", "in-taal": "nl"}
    )

    assert (answer.status_code, same.status_code) == (200, 200)
    assert read(counted).answers["bedrag"] == "1250.00"
    assert 'value="1250.50"' in page(answer)


def test_a_language_that_nobody_speaks_breaks_no_page(site: Client, counted: Draft) -> None:
    choose(site, "nl")
    odd = {"path": "bedrag", "value": "1.250", "seen": "", "in-taal": "x" * 5000}

    answer = site.post(f"/concept/{counted.key}/veld?venster=a&in-taal=%00zz", odd)

    assert answer.status_code == 200
    assert read(counted).answers["bedrag"] == "1250.00"


def test_a_number_that_could_not_be_read_stays_wrong_in_another_language(
    site: Client, counted: Draft
) -> None:
    choose(site, "nl")
    along = hidden(site, counted)
    refused = site.post(url(counted, "soort/"), along | typed(bedrag="1,234,567"))
    choose(site, "en")

    answer = page(site.get(url(counted, "soort/?fouten=1")))

    assert refused.status_code == 422
    assert 'href="#f-bedrag"' in answer


def test_a_number_that_is_kept_in_another_notation_is_not_called_unsent(
    site: Client, counted: Draft
) -> None:
    along = {**hidden(site, counted), "csrfmiddlewaretoken": "een"}
    sent = along | typed(bedrag="1 500") | {"verlof": ""}

    refused = site.post(url(counted, "soort/"), sent, headers={"origin": "http://dienst.localhost"})

    assert refused.status_code == 422
    assert read(counted).answers["bedrag"] == "1500.00"
    assert "Dit schreef u. Het is niet verstuurd:" not in page(refused)
