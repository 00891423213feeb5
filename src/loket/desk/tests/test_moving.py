"""Bring a case to another queue by the page: choose it, say why, and read where it went."""

import re
from typing import Any

from django.test import Client
from tests.world import World, client_of, sign_in

from loket.cases.models import Case
from loket.core.tenancy import acting_in
from loket.routing.models import Queue

WHY = "Dit gaat over loon."


def other_queue(world: World) -> Queue:
    with acting_in(world.organisation.pk):
        return Queue.objects.get(slug="loon")


def send(world: World, desk: Client, **more: str) -> Any:
    case = world.things["case"]
    page = desk.get(f"/werk/zaken/{case.number}/?doe=verplaatsen").text
    field = page.partition('id="schrijf"')[2]
    said = dict(re.findall(r'name="(seen|key)" value="([^"]*)"', field))
    return desk.post(f"/werk/zaken/{case.number}/verplaatsen/", {"text": WHY, **said, **more})


def test_who_moves_a_case_reads_in_the_list_where_it_went(world: World, desk: Client) -> None:
    case, queue = world.things["case"], other_queue(world)

    done = send(world, desk, queue=str(queue.pk))

    words = f"Zaak {case.number} ging naar de wachtrij ‘Loon’. U behandelt die wachtrij niet."
    assert words in desk.get(done["Location"]).text
    with acting_in(world.organisation.pk):
        now = Case.objects.get(pk=case.pk)
    assert (now.queue_id, now.assignee_id, now.status) == (queue.pk, None, "open")
    other = client_of(world, sign_in(world, world.people["other_handler"]))
    assert WHY in other.get(f"/werk/zaken/{case.number}/").text
    assert (
        WHY
        not in client_of(world, sign_in(world, world.people["requester"]))
        .get(f"/zaken/{case.number}/")
        .text
    )


def test_the_field_offers_the_queues_of_others_and_not_its_own(world: World, desk: Client) -> None:
    page = desk.get(f"/werk/zaken/{world.things['case'].number}/?doe=verplaatsen").text

    offered = page.partition('name="queue"')[2].partition("</select>")[0]
    assert "Loon" in offered
    assert "Tijd" not in offered


def test_without_a_queue_nothing_moves_and_the_reason_stays(world: World, desk: Client) -> None:
    refused = send(world, desk)

    assert refused.status_code == 422
    assert "Kies een andere wachtrij." in refused.text
    assert WHY in refused.text


def test_pressed_twice_it_leads_to_the_list_and_a_stranger_finds_no_page(
    world: World, desk: Client
) -> None:
    case, queue = world.things["case"], other_queue(world)
    done = send(world, desk, queue=str(queue.pk))

    url = f"/werk/zaken/{case.number}/verplaatsen/"
    again = desk.post(url, {"text": WHY, "queue": str(queue.pk)})

    assert again["Location"] == done["Location"]
    cleared = client_of(world, sign_in(world, world.people["cleared"]))
    assert cleared.post(url, {"text": WHY, "queue": str(queue.pk)}).status_code == 404


def test_words_half_written_in_a_case_that_went_away_are_still_there_to_read(
    world: World, desk: Client
) -> None:
    case, queue = world.things["case"], other_queue(world)
    desk.post(f"/werk/zaken/{case.number}/concept/", {"text": "Half een zin", "verb": "notitie"})
    assert "Half een zin" not in desk.get("/werk/adviezen/").text

    done = send(world, desk, queue=str(queue.pk))

    assert "staat bij Adviezen." in desk.get(done["Location"]).text
    shown = desk.get("/werk/adviezen/").text
    assert "Dit schreef u in een zaak die u niet meer behandelt." in shown
    assert "Half een zin" in shown
    assert case.number not in shown.partition("Half een zin")[0].partition("<main")[2]
    names = dict(re.findall(r'name="(tekst|kept)" value="([^"]*)"', shown))
    desk.post("/werk/adviezen/weg/", names)
    assert "Half een zin" not in desk.get("/werk/adviezen/").text
