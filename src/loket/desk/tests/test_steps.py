"""From case to case along a list, whatever became of each, and back to where one was."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client
from tests.make import NOW, make_case
from tests.world import World, client_of, sign_in

from loket.cases.models import Case
from loket.core.tenancy import acting_in, enter_organisation

LIST = "/werk/alle/mine/?schrijftaal=fr&volgorde=oudste"


@pytest.fixture
def world(here: World) -> World:
    enter_organisation(here.organisation.pk)
    for _ in range(30):
        handler = here.people["handler"]
        service = here.things["service"]
        make_case(
            here.people["requester"],
            service,
            assignee=handler,
            status="assigned",
            language="fr",
            created_at=NOW,
        )
    return here


@pytest.fixture
def desk(world: World) -> Client:
    return client_of(world, sign_in(world, world.people["handler"]))


@pytest.fixture
def numbers(world: World) -> list[str]:
    with acting_in(world.organisation.pk):
        french = Case.objects.filter(language="fr").order_by("created_at", "pk")
        return list(french.values_list("number", flat=True))


def read(desk: Client, address: str) -> str:
    answer = desk.get(address, follow=True)
    assert answer.status_code == 200
    return unescape(answer.text)


def link(shown: str, key: str) -> str:
    found = re.search(rf'href="([^"]*)"(?: rel="\w+")? data-hotkey="{key}"', shown)
    assert found is not None
    return found[1]


def opened(desk: Client, number: str, address: str = LIST) -> str:
    """Open a case from its row."""
    found = re.search(rf'href="([^"]*)" data-row>{number}<', read(desk, address))
    assert found is not None
    return read(desk, found[1])


def title(shown: str) -> str:
    found = re.search(r"<title>\s*(\w+):", shown)
    return found[1] if found else ""


def test_the_next_and_the_previous_case_are_those_of_the_list(
    desk: Client, numbers: list[str]
) -> None:
    first = opened(desk, numbers[0])

    second = read(desk, link(first, "j"))
    again = read(desk, link(second, "k"))

    assert [title(first), title(second), title(again)] == [numbers[0], numbers[1], numbers[0]]


def test_the_next_one_is_found_though_this_one_left_the_list(
    world: World, desk: Client, numbers: list[str]
) -> None:
    shown = opened(desk, numbers[3])
    with acting_in(world.organisation.pk):
        Case.objects.filter(number=numbers[3]).update(assignee=world.people["cleared"])

    assert title(read(desk, link(shown, "j"))) == numbers[4]


def test_after_the_last_case_comes_the_list(desk: Client, numbers: list[str]) -> None:
    shown = opened(desk, numbers[0])

    answer = desk.get(link(shown, "k"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{LIST}#rij-{numbers[0]}"


def test_the_way_back_leads_to_the_page_and_the_row(desk: Client, numbers: list[str]) -> None:
    last_of_page = opened(desk, numbers[24])
    next_page = read(desk, link(last_of_page, "j"))

    near = desk.get(link(last_of_page, "u")).headers["Location"]
    far = desk.get(link(next_page, "u")).headers["Location"]

    assert near == f"{LIST}#rij-{numbers[24]}"
    assert far.endswith(f"#rij-{numbers[25]}")
    assert f'id="rij-{numbers[25]}"' in read(desk, far)


@pytest.mark.parametrize("way", ["gegevens", "bijlagen", "?doe=notitie"])
def test_the_list_goes_along_to_every_part_of_the_case(
    desk: Client, numbers: list[str], way: str
) -> None:
    shown = opened(desk, numbers[0])

    there = next(one for one in re.findall(r'href="([^"]*)"', shown) if way in one)
    base = f"/werk/zaken/{numbers[0]}/" if there.startswith("?") else ""

    assert link(read(desk, base + there), "j") == link(shown, "j")


def test_the_list_goes_along_when_something_was_done(desk: Client, numbers: list[str]) -> None:
    row = re.search(rf'href="([^"]*)" data-row>{numbers[0]}<', read(desk, LIST))
    assert row is not None
    page = f"http://hier.localhost{row[1]}"

    done = desk.post(f"/werk/zaken/{numbers[0]}/starten/", headers={"Referer": page})

    assert done.status_code == 302
    assert "schrijftaal=fr" in unquote(unquote(done.headers["Location"]))


@pytest.mark.parametrize("list_", ["onzin", "//elders.example/x", "a/b/c", "x" * 1600])
def test_a_broken_list_is_none(desk: Client, numbers: list[str], list_: str) -> None:
    shown = read(desk, f"/werk/zaken/{numbers[0]}/?lijst={list_}")

    assert 'data-hotkey="j"' not in shown
    assert "Werkbak" in shown
