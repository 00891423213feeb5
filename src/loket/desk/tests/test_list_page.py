"""The page of a list: filters in the address, chips that say so, and a way out of an empty list."""

import re
from html import unescape

from django.test import Client
from tests.make import grant, make_case, make_queue
from tests.world import World

from loket.cases.models import Case
from loket.core.tenancy import acting_in

TEAM = "/werk/tijd/team/"


def page(desk: Client, address: str) -> str:
    answer = desk.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(answer.text))


def rows(shown: str) -> list[str]:
    return re.findall(r'id="rij-(\w+)"', shown)


def links(shown: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', shown)


def test_what_is_on_stands_above_the_list_and_one_click_takes_it_away(
    world: World, desk: Client
) -> None:
    shown = page(desk, f"{TEAM}?status=assigned&schrijftaal=nl")

    assert rows(shown) == [world.things["case"].number]
    assert "Status: Toegewezen<svg" in shown
    assert "?schrijftaal=nl" in links(shown)
    assert "?status=assigned" in links(shown)


def test_an_empty_list_says_why_and_leads_out_of_it(desk: Client) -> None:
    shown = page(desk, f"{TEAM}?schrijftaal=fr&dienst=griffie&volgorde=oudste")

    assert rows(shown) == []
    assert "Geen zaak past bij deze filters" in shown
    assert "<strong>Dienst van de aanvrager: Griffie</strong>" in shown
    assert "<strong>Taal van de aanvrager: Frans</strong>" in shown
    assert "?volgorde=oudste" in links(shown)


def test_everything_can_be_chosen_without_script(world: World, desk: Client) -> None:
    shown = page(desk, f"{TEAM}?status=assigned&van=2020-01-01&filter")

    form = re.search(r'<form class="sd-card sd-filterpanel".*?</form>', shown)
    assert form is not None
    names = set(re.findall(r' name="(\w+)"', form.group()))
    assert names == {
        "status",
        "wacht",
        "formulier",
        "behandelaar",
        "prioriteit",
        "termijn",
        "dienst",
        "schrijftaal",
        "van",
        "tot",
        "volgorde",
        "kolom",
        "toon",
    }
    assert re.search(r'value="assigned" checked', form.group())
    assert 'name="van" value="2020-01-01"' in form.group()
    assert f'<option value="{world.people["handler"].pk}">Hans Handelaar</option>' in form.group()


def test_filters_go_along_to_other_views_and_pages(world: World, desk: Client) -> None:
    with acting_in(world.organisation.pk):
        for _ in range(26):
            make_case(world.people["requester"], world.things["service"])
    shown = page(desk, f"{TEAM}?schrijftaal=nl&volgorde=nieuwste")

    (further,) = [one for one in links(shown) if "na=" in one]
    assert "../late/?schrijftaal=nl&volgorde=nieuwste" in links(shown)
    assert further.startswith("?schrijftaal=nl&volgorde=nieuwste&na=")
    assert set(rows(page(desk, f"{TEAM}{further}"))).isdisjoint(rows(shown))


def test_the_columns_are_those_that_were_chosen(world: World, desk: Client) -> None:
    shown = page(desk, f"{TEAM}?kolom=prioriteit&kolom=schrijftaal")

    heads = re.findall(r'scope="col">([^<]+)<', shown)
    assert heads[2:4] == ["Prioriteit", "Taal"]
    assert "Aanvrager" not in heads
    assert re.findall(r'data-label="(\w+)">([^<]*)<', shown) == [
        ("Prioriteit", "gewoon"),
        ("Taal", "Nederlands"),
    ]


def test_who_has_one_queue_is_not_asked_for_its_column(world: World, desk: Client) -> None:
    tick = 'type="checkbox" name="kolom" value="wachtrij"'
    one_queue = page(desk, f"{TEAM}?filter")
    with acting_in(world.organisation.pk):
        grant(world.people["handler"], "handler", make_queue("reizen").team)

    assert tick not in one_queue
    assert 'type="hidden" name="kolom" value="wachtrij"' in one_queue
    assert tick in page(desk, f"{TEAM}?filter")


def test_what_was_chosen_gets_the_address_that_says_it_in_short(desk: Client) -> None:
    chosen = "status=open&wacht=&formulier=&van=&volgorde=termijn&kolom=aanvrager&toon=ja"

    answer = desk.get(f"{TEAM}?{chosen}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{TEAM}?status=open&kolom=aanvrager"


def test_of_the_cases_that_a_list_heard_of_it_says_which_are_in_it_now(
    world: World, desk: Client
) -> None:
    people, service = world.people, world.things["service"]
    with acting_in(world.organisation.pk):
        mine, theirs, french = (make_case(people["requester"], service) for _ in range(3))
        elsewhere = make_case(people["requester"], service, queue=make_queue("reizen"))
        own = make_case(people["handler"], service)
        Case.objects.filter(pk=mine.pk).update(assignee=people["handler"])
        Case.objects.filter(pk=french.pk).update(language="fr")
    heard = ",".join(str(one.pk) for one in (mine, theirs, french, elsewhere, own))

    def there(asked: str) -> set[int]:
        shown = desk.get(f"/werk/alle/tellers/?{asked}&gehoord={heard},x,9999999999999999999").text
        found = re.search(r'data-cases="([\d ]*)"', shown)
        assert found is not None
        return {int(one) for one in found[1].split()}

    assert there("beeld=team") == {mine.pk, theirs.pk, french.pk}
    assert there("beeld=team&schrijftaal=fr") == {french.pk}
    assert there("beeld=mine") == {mine.pk}
    assert there("beeld=late") == set()


def test_an_open_list_says_by_which_events_a_case_may_come_into_it(desk: Client) -> None:
    shown = page(desk, "/werk/alle/mine/?schrijftaal=nl")

    assert 'data-takes="case.assigned ' in shown
    assert "data-narrowed" in shown
    assert 'data-figures="/werk/alle/tellers/?beeld=mine&schrijftaal=nl"' in shown
