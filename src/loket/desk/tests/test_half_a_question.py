"""A half-written question comes back for whom it was written, and never for somebody else."""

import re
from typing import Any

from django.test import Client
from tests.make import acting, grant
from tests.world import World

from loket.cases.actions.handling import assign_case
from loket.cases.models import Case
from loket.contacts.models import MessageDraft
from loket.core.tenancy import acting_in

WORDS = "Is hij vaak ziek? Onder ons."
NOBODY = "Wij weten niet meer voor wie deze vraag was. Kies opnieuw."


def url(world: World, tail: str = "") -> str:
    return f"/werk/zaken/{world.things['case'].number}/{tail}"


def field(page: Any) -> str:
    return str(page.text).partition('id="schrijf"')[2].partition("</section>")[0]


def chosen(page: Any) -> list[str]:
    return re.findall(r'name="party" value="(\w+)" checked', field(page))


def keep(world: World, desk: Client, *, script: bool = False, **more: str) -> Any:
    sent = {"text": WORDS, "verb": "vragen", **more}
    headers = {"HX-Request": "true"} if script else {}
    return desk.post(url(world, "concept/"), sent, headers=headers)


def test_a_question_that_was_kept_for_later_comes_back_for_the_same(
    world: World, desk: Client
) -> None:
    keep(world, desk, party="third", third_party="Dienst X")

    page = desk.get(url(world, "?doe=vragen"))

    assert chosen(page) == ["third"]
    assert 'value="Dienst X"' in field(page)
    assert WORDS in field(page)
    assert NOBODY not in field(page)


def test_where_nobody_said_for_whom_a_question_is_nobody_is_chosen(
    world: World, desk: Client
) -> None:
    keep(world, desk, script=True)

    page = desk.get(url(world, "?doe=vragen"))

    assert chosen(page) == []
    assert NOBODY in field(page)
    assert WORDS in field(page)


def test_a_question_for_another_stands_in_no_message_to_the_requester(
    world: World, desk: Client
) -> None:
    keep(world, desk, party="manager")

    for verb in ("bericht", "terugsturen", "sluiten"):
        assert WORDS not in field(desk.get(url(world, f"?doe={verb}")))
    opened = desk.get(url(world))
    assert (WORDS in field(opened), chosen(opened)) == (True, ["manager"])


def test_a_new_question_is_for_the_requester_until_somebody_else_is_chosen(
    world: World, desk: Client
) -> None:
    page = desk.get(url(world, "?doe=vragen"))

    assert chosen(page) == ["requester"]
    assert NOBODY not in field(page)


def test_a_message_to_the_requester_may_become_a_question_to_them(
    world: World, desk: Client
) -> None:
    keep(world, desk, verb="bericht")

    page = desk.get(url(world, "?doe=vragen"))

    assert (WORDS in field(page), chosen(page)) == (True, ["requester"])
    seen = re.search(r'name="seen" value="(\d+)"', field(page))
    assert seen is not None
    sent = {"text": WORDS, "party": "requester", "seen": seen[1]}
    assert desk.post(url(world, "vragen/"), sent).status_code == 302
    with acting_in(world.organisation.pk):
        assert not MessageDraft.objects.exists()


def test_a_text_block_chosen_without_a_script_keeps_for_whom_the_question_is(
    world: World, desk: Client
) -> None:
    sent = {"text": WORDS, "verb": "vragen", "party": "third", "third_party": "Dienst X"}
    desk.post(url(world, "blok/"), sent)

    page = desk.get(url(world, "?doe=vragen"))

    assert (chosen(page), 'value="Dienst X"' in field(page)) == (["third"], True)


def test_a_question_that_was_refused_keeps_for_whom_it_is(world: World, desk: Client) -> None:
    refused = desk.post(
        url(world, "vragen/"), {"text": WORDS, "party": "third", "third_party": "", "seen": "0"}
    )

    assert refused.status_code in (409, 422)
    assert chosen(refused) == ["third"]
    assert chosen(desk.get(url(world, "?doe=vragen"))) == ["third"]


def test_two_halves_for_different_people_are_for_nobody_when_they_come_together(
    world: World, desk: Client
) -> None:
    keep(world, desk, party="manager")
    mine, other = world.people["handler"], world.people["cleared"]
    with acting_in(world.organisation.pk):
        case = Case.objects.get(pk=world.things["case"].pk)
        MessageDraft.objects.create(
            owner=other,
            about_kind="cases.case",
            about_id=case.pk,
            purpose="question",
            body="Nog iets.",
            beside={"party": "requester"},
            saved_at=case.created_at,
        )
        grant(mine, "lead", case.queue.team)

        assign_case(case, other, by=acting(mine))

        kept = MessageDraft.objects.get()
        assert (kept.owner, kept.beside) == (other, {})
        assert WORDS in kept.body
