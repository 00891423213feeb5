"""A handler merges a case into another one, by its number, and splits one."""

import re

import pytest
from django.test import Client
from tests.make import make_case
from tests.world import World, client_of, sign_in

from loket.cases.models import Case, CaseFile
from loket.core.http import BY_ITSELF
from loket.core.tenancy import acting_in, enter_organisation


@pytest.fixture
def world(here: World) -> World:
    enter_organisation(here.organisation.pk)
    return here


def desk(world: World) -> Client:
    return client_of(world, sign_in(world, world.people["handler"]))


def make_other(world: World) -> Case:
    things, people = world.things, world.people
    return make_case(people["requester"], things["service"], subject=people["subject"].party)


def test_the_case_closes_and_says_by_which_it_was_replaced(world: World) -> None:
    case, other, browser = world.things["case"], make_other(world), desk(world)

    answer = browser.post(f"/werk/zaken/{case.number}/vervangen/", {"text": f" {other.number} "})
    shown = re.sub(r"\s+", " ", browser.get(f"/werk/zaken/{case.number}/?zelf=1").text)

    assert answer.status_code == 302
    named = f'<a href="/werk/zaken/{other.number}/">{other.number}</a>'
    assert f"heeft deze zaak vervangen door {named}." in shown


def test_the_number_is_asked_in_one_line(world: World) -> None:
    case = world.things["case"]

    shown = desk(world).post(f"/werk/zaken/{case.number}/vervangen/", {"text": "HRB1"}).text

    field = re.search(r'<[^>]*id="text"[^>]*>', shown)
    assert field is not None
    assert field.group().startswith("<input")
    assert 'type="text"' in field.group()
    assert 'value="HRB1"' in field.group()
    assert "Bewaar voor later" not in shown


@pytest.mark.parametrize("number", ["", "HRB9999999"])
def test_a_number_that_is_no_case_is_refused_with_a_sentence(world: World, number: str) -> None:
    case = world.things["case"]

    answer = desk(world).post(f"/werk/zaken/{case.number}/vervangen/", {"text": number})

    assert answer.status_code == 422
    assert "Vul het nummer in van een zaak die u behandelt." in answer.text


def test_the_old_number_leads_on_and_its_own_page_undoes_it(world: World) -> None:
    case, other, browser = world.things["case"], make_other(world), desk(world)
    old, new = f"/werk/zaken/{case.number}/", f"/werk/zaken/{other.number}/"
    browser.post(f"{old}vervangen/", {"text": other.number})

    assert browser.get(old).headers["Location"] == new
    assert f'href="{old}?zelf=1"' in browser.get(new).text
    assert "Waarom draait u het samenvoegen terug?" in browser.get(f"{old}?doe=losweken").text
    refused = browser.post(f"{old}losweken/", {"text": " "})
    assert refused.status_code == 422
    browser.post(f"{old}losweken/", {"text": "Het zijn er twee."})

    assert "Het zijn er twee." in browser.get(old).text


def test_a_case_is_split_on_a_page_that_keeps_what_was_chosen(world: World) -> None:
    case, browser = world.things["case"], desk(world)
    address = f"/werk/zaken/{case.number}/splitsen/"
    assert f'href="{address}"' in browser.get(f"/werk/zaken/{case.number}/").text
    paper = world.things["file"].pk
    chosen = {"stuk": str(paper), "antwoorden": "ja", "key": "k" * 20}

    refused = browser.post(address, {**chosen, "text": " "})
    assert refused.status_code == 422
    assert re.search(rf'name="stuk" value="{paper}" checked', refused.text)
    made = browser.post(address, {**chosen, "text": "Dit gaat apart verder."})

    shown = browser.get(made["Location"]).text
    assert "Dit gaat apart verder." in shown
    assert f'href="/werk/zaken/{case.number}/">{case.number}</a>' in shown


def test_a_document_that_a_handler_may_not_see_is_not_offered_nor_taken_along(
    world: World,
) -> None:
    case, browser = world.things["case"], desk(world)
    address, special = f"/werk/zaken/{case.number}/splitsen/", world.things["special"]

    offered = browser.get(address).text
    made = browser.post(address, {"stuk": str(special.pk), "text": "Apart."})

    assert f'name="stuk" value="{special.pk}"' not in offered
    number = made["Location"].split("/")[3]
    with acting_in(world.organisation.pk):
        assert not CaseFile.objects.filter(case__number=number).exists()


def test_a_page_that_is_open_follows_the_case_to_its_own_end(world: World) -> None:
    case, other, browser = world.things["case"], make_other(world), desk(world)
    address = f"/werk/zaken/{case.number}/"
    browser.post(f"{address}vervangen/", {"text": other.number})

    answer = browser.get(address, headers={BY_ITSELF: "1"})

    assert answer.status_code == 200
    assert f'href="/werk/zaken/{other.number}/"' in answer.text
