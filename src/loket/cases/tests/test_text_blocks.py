"""Text blocks in a case: found, filled in, put behind what was typed, and never sent half."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.make import acting, make_block, same
from tests.world import World, client_of, sign_in

from loket.cases.actions import handling
from loket.cases.actions.given import Given
from loket.cases.actions.notes import add_note
from loket.cases.blocks import fill_block, find_blocks
from loket.contacts.models import Message, MessageDraft, TextBlock
from loket.core.errors import RuleError
from loket.core.tenancy import acting_in

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def world(here: World) -> Iterator[World]:
    with acting_in(here.organisation.pk):
        yield here


def browser_of(world: World, role: str = "handler") -> Client:
    return client_of(world, sign_in(world, world.people[role]))


def url(world: World, tail: str) -> str:
    return f"/werk/zaken/{world.things['case'].number}/{tail}"


def insert(world: World, **typed: str) -> Any:
    return browser_of(world).post(url(world, "blok/"), {"verb": "bericht", **typed})


def test_the_code_finds_before_the_title_and_what_is_used_most_before_the_rest(
    world: World,
) -> None:
    for code, used in (("groeten", 9), ("dag", 1), ("hallo", 5)):
        make_block(code, title=same("Groet"), words=f"{code} groet", used=used)

    found = find_blocks(world.people["handler"], "groet")

    assert [block.code for block in found] == ["groet", "groeten", "hallo", "dag"]


def test_only_what_may_be_seen_and_is_in_use_is_found(world: World) -> None:
    make_block("weg", archived_at=acting(None).at)
    make_block("loon", team=world.people["other_handler"].memberships.get().unit)
    make_block("mijn", person=world.people["cleared"])

    assert [one.code for one in find_blocks(world.people["handler"], "")] == ["groet"]
    missed = insert(world, text="Hallo", blok="loon")
    assert "Hallo" in missed.content.decode()
    assert "Dag " not in missed.content.decode().replace("Dag {{name}}", "")


def test_the_text_is_in_the_language_of_the_reader(world: World) -> None:
    party = world.things["case"].requester
    party.language = "fr"
    party.save()
    make_block("welkom", body={"nl": "Dag", "fr": "Bonjour {{name}}"})

    answer = browser_of(world).post(
        url(world, "blok/"), {"verb": "bericht", "blok": "welkom"}, headers=SCRIPT
    )
    note = browser_of(world).post(
        url(world, "blok/"), {"verb": "notitie", "blok": "welkom"}, headers=SCRIPT
    )

    assert json.loads(answer.content)["text"] == "Bonjour Rita Vraagt"
    assert json.loads(note.content)["text"] == "Dag"


def test_what_is_filled_in_is_never_looked_at_again(world: World) -> None:
    case = world.things["case"]
    case.requester.name = "<b>{{number}}</b>"
    block = make_block("naam", body=same("Dag {{name}}: {{number}}"))

    made = fill_block(block, case, "nl", world.organisation, acting(world.people["handler"]))

    assert made.text == f"Dag <b>{{{{number}}}}</b>: {case.number}"
    assert made.unfilled == ()


def test_what_nobody_knows_stays_to_be_filled_in_and_is_told(world: World) -> None:
    make_block("bel", body=same("Bel {{phone}}"))

    answer = insert(world, text="Dag Rita", blok="bel")

    page = answer.content.decode()
    assert "Dag Rita\n\nBel {{phone}}</textarea>" in page
    assert "telefoonnummer van de organisatie" in page


@pytest.mark.parametrize("act", ["send_message", "propose_solution", "note"])
def test_braces_are_never_sent(world: World, act: str) -> None:
    case, by = world.things["case"], acting(world.people["handler"])
    given = Given(text="Bel {{ phone }}")
    before = Message.objects.count()
    doing: Any = add_note if act == "note" else getattr(handling, act)

    with pytest.raises(RuleError) as refusal:
        doing(case, by=by, given=given)

    assert refusal.value.code == "unfilled"
    assert Message.objects.count() == before


def test_everything_that_was_typed_stays_beside_the_block(world: World) -> None:
    typed = {"verb": "vragen", "party": "third", "third_party": "De bank", "text": "Dag"}

    answer = browser_of(world).post(url(world, "blok/"), {**typed, "blok": "groet"})

    page = answer.content.decode()
    assert "Dag\n\nDag Rita Vraagt</textarea>" in page
    assert 'value="De bank"' in page
    assert 'value="third" checked' in page
    with acting_in(world.organisation.pk):
        assert MessageDraft.objects.get().body == "Dag\n\nDag Rita Vraagt"


def test_half_a_name_leads_to_a_page_to_choose_on_with_what_was_typed(world: World) -> None:
    answer = insert(world, text="Wat ik al had", blok="gro", party="manager")

    page = answer.content.decode()
    assert 'name="text" value="Wat ik al had"' in page
    assert 'name="party" value="manager"' in page
    assert world.things["block"].key in page


def test_each_use_is_counted(world: World) -> None:
    insert(world, blok="groet")
    insert(world, blok=world.things["block"].key)

    with acting_in(world.organisation.pk):
        assert TextBlock.objects.get(code="groet").used == 2


def test_the_script_gets_options_and_everybody_else_a_page(world: World) -> None:
    browser, place = browser_of(world), url(world, "blokken/?q=gro")

    options = browser.get(place, headers=SCRIPT).content.decode()
    page = browser.get(place).content.decode()

    assert options.count('role="option"') == 1
    assert "<html" not in options
    assert "<html" in page
    assert "groet" in page


def test_the_list_that_one_came_from_is_still_known_after_a_block(world: World) -> None:
    browser, trail = browser_of(world), "lijst=alle%2Fmine%3Fstatus%3Dopen"
    place, page = url(world, "blok/"), f"http://hier.example{url(world, '')}"

    half = browser.post(place, {"blok": "gro"}, headers={"Referer": f"{page}?{trail}"}).text
    whole = browser.post(f"{place}?{trail}", {"blok": "groet"}).text
    wrong = browser.post(f"{url(world, 'bericht/')}?{trail}", {"text": " "}).text

    assert f'action="{place}?{trail}"' in half
    for shown in (whole, wrong):
        assert f'action="{url(world, "bericht/")}?{trail}"' in shown
        assert "sd-neighbours" in shown
