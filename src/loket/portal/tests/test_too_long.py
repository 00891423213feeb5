"""A text that is too long to keep comes back with its question, and takes nothing else with it."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from tests.make import make_draft, make_queue, make_series, make_service

from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE, said
from loket.people.models import Person

LONG = "Ik leg het uit. " * 1_300
SENTENCE = "Uw tekst is te lang om te bewaren"


@pytest.fixture
def draft(sarah: Person) -> Draft:
    """Begin a form that also asks for an address, and for a text beside choices."""
    spec: Any = deepcopy(LEAVE)
    choice = {
        **{"id": "manier", "type": "choice", "multiple": True, "label": said("Hoe?")},
        "options": [{"v": "thuis", **said("Thuis")}],
        "other": said("Anders"),
    }
    address = {"id": "adres", "type": "address", "label": said("Adres")}
    spec["steps"][1]["fields"] += [address, choice]
    make_queue("tijd")
    make_series()
    return make_draft(sarah, make_service(sarah, spec), answers={})


def send(site: Client, draft: Draft, **answers: Any) -> Any:
    return site.post(f"/concept/{draft.key}/periode/", {"begindatum": "1/3/2027", **answers})


def read(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


@pytest.mark.parametrize(
    "name", ["opmerking", "adres.street", "manier.other", "_reasons.field.statuut"]
)
@pytest.mark.parametrize("button", ["volgende", "later", "keep"])
def test_it_stands_on_the_page_again_and_the_others_are_kept(
    site: Client, draft: Draft, name: str, button: str
) -> None:
    answer = send(site, draft, **{name: LONG, button: name.removesuffix(".street")})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert LONG in shown
    assert SENTENCE in shown
    assert read(draft).answers["begindatum"] == "2027-03-01"
    assert name.partition(".")[0] not in read(draft).answers


def test_the_reason_for_a_remark_stands_on_the_page_again(site: Client, draft: Draft) -> None:
    answer = send(site, draft, begindatum="1/3/2020", **{"_reasons.check.terugwerkend": LONG})

    assert answer.status_code == 422
    assert LONG in answer.content.decode()
    assert read(draft).reasons == {}


def test_a_part_of_an_answer_that_is_saved_by_itself_comes_back(site: Client, draft: Draft) -> None:
    sent = {"path": "adres", "value": json.dumps({"street": LONG, "city": "Gent"})}
    answer = site.post(f"/concept/{draft.key}/veld?venster=a", sent)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{LONG}"' in shown
    assert 'value="Gent"' in shown
    assert SENTENCE in shown
