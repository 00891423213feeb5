"""Half-written words at the desk: what was sent does not come back, what another window kept stays."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.world import World

from loket.cases.models import Case
from loket.contacts.models import MessageDraft
from loket.core.arrived import COOKIE, SIGN
from loket.core.clock import now
from loket.core.likeness import digest
from loket.core.tenancy import acting_in

ONE = "0123456789abcdef"
ELSEWHERE = "Dit schreef u in een ander venster."
SHORT, LONG = "Beste Rita", "Beste Rita, wij vonden uw attest terug."


def url(world: World, tail: str = "") -> str:
    return f"/werk/zaken/{world.things['case'].number}/{tail}"


def keep(world: World, desk: Client, text: str, knew: str = "", **more: Any) -> Any:
    sent = {"text": text, "verb": "bericht", "kept": digest(knew), **more}
    return desk.post(url(world, "concept/"), sent, headers={"HX-Request": "true"})


def words_kept(world: World) -> list[str]:
    with acting_in(world.organisation.pk):
        return list(MessageDraft.objects.values_list("body", flat=True))


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.partition('id="schrijf"')[2])
    assert found is not None
    return found[1]


def send(world: World, desk: Client, text: str, verb: str = "bericht", **more: Any) -> Any:
    seen = field(desk.get(url(world)).text, "seen")
    return desk.post(url(world, f"{verb}/"), {"text": text, "seen": seen, **more})


@pytest.mark.parametrize("verb", ["bericht", "notitie"])
def test_words_that_are_kept_after_they_were_sent_do_not_come_back(
    world: World, desk: Client, verb: str
) -> None:
    key = field(desk.get(url(world) + f"?doe={verb}").text, "key")
    assert send(world, desk, LONG, verb, key=key).status_code == 302

    late = keep(world, desk, LONG, SHORT, verb=verb, key=key)

    assert (late.status_code, late.text) == (200, "")
    assert words_kept(world) == []


def test_words_that_go_on_after_what_was_sent_are_kept(world: World, desk: Client) -> None:
    send(world, desk, SHORT, key="een-sleutel")

    answer = keep(world, desk, LONG, SHORT, key="een-sleutel")

    assert answer.text == "Bewaard"
    assert words_kept(world) == [LONG]


def test_sending_from_an_older_window_leaves_the_longer_words_of_the_other(
    world: World, desk: Client
) -> None:
    keep(world, desk, SHORT)
    keep(world, desk, LONG, SHORT)

    answer = send(world, desk, SHORT, kept=digest(SHORT))

    page = desk.get(answer["Location"]).text
    assert ELSEWHERE in page
    assert LONG in page
    assert words_kept(world) == [LONG]


def test_words_of_another_window_are_shown_where_the_case_has_no_field_for_them(
    world: World, desk: Client
) -> None:
    keep(world, desk, SHORT)
    keep(world, desk, LONG, SHORT)

    answer = send(world, desk, SHORT, "annuleren", kept=digest(SHORT))

    page = desk.get(answer["Location"]).text
    assert ELSEWHERE in page
    assert LONG in page


def test_what_a_window_kept_itself_is_forgotten_however_it_was_changed_since(
    world: World, desk: Client
) -> None:
    keep(world, desk, LONG)
    page = desk.get(url(world)).text
    assert field(page, "kept") == digest(LONG)

    answer = send(world, desk, "Dag Rita", kept=field(page, "kept"))

    assert ELSEWHERE not in desk.get(answer["Location"]).text
    assert words_kept(world) == []


def test_keeping_for_later_does_not_write_over_another_window(world: World, desk: Client) -> None:
    keep(world, desk, LONG)

    answer = desk.post(
        url(world, "concept/"), {"text": "Iets anders", "verb": "bericht", "kept": digest(SHORT)}
    )

    assert answer.status_code == 409
    assert "U schrijft hier ook in een ander venster." in answer.text
    assert "Iets anders</textarea>" in answer.text
    assert words_kept(world) == [LONG]


def test_a_refused_message_does_not_write_over_another_window(world: World, desk: Client) -> None:
    keep(world, desk, LONG)

    answer = send(world, desk, "Bel {{ phone }}", kept=digest(SHORT))

    assert answer.status_code == 422
    assert "Bel {{ phone }}</textarea>" in answer.text
    assert words_kept(world) == [LONG]


def test_the_browser_hears_which_sending_was_taken(world: World, desk: Client) -> None:
    refused = send(world, desk, "Bel {{ phone }}", **{SIGN: ONE})
    taken = send(world, desk, SHORT, **{SIGN: ONE})

    assert COOKIE + ONE not in refused.cookies
    assert COOKIE + ONE in taken.cookies


UNSENT = "Dit schreef u hier, en u verstuurde het niet. Dat kan nu niet meer."
AWAY = re.compile(r'name="verb" value="(\w+)"><input type="hidden" name="kept" value="([^"]+)"')


def close(world: World) -> None:
    with acting_in(world.organisation.pk):
        Case.objects.filter(pk=world.things["case"].pk).update(
            status="closed_incomplete", outcome="incomplete", closed_at=now()
        )


@pytest.mark.parametrize("verb", ["bericht", "vragen", "raadplegen"])
def test_words_of_a_case_that_closed_are_shown_until_they_are_thrown_away(
    world: World, desk: Client, verb: str
) -> None:
    keep(world, desk, LONG, verb=verb)
    assert UNSENT not in desk.get(url(world)).text
    close(world)

    page = desk.get(url(world)).text
    found = AWAY.search(page)

    assert found is not None
    assert UNSENT in page
    assert LONG in page
    thrown = {"verb": found[1], "kept": found[2], "text": ""}
    assert [desk.post(url(world, "concept/"), thrown).status_code for _press in range(2)] == [
        302
    ] * 2
    assert words_kept(world) == []
    assert UNSENT not in desk.get(url(world)).text


def test_words_that_are_refused_in_their_field_stand_there_once(world: World, desk: Client) -> None:
    keep(world, desk, LONG)
    close(world)

    refused = desk.post(url(world, "bericht/"), {"text": LONG, "kept": digest(LONG)})

    assert refused.status_code == 422
    assert refused.text.count(LONG) == 1


def test_words_that_went_on_in_another_window_are_not_thrown_away_unseen(
    world: World, desk: Client
) -> None:
    keep(world, desk, SHORT)
    keep(world, desk, LONG, SHORT)
    close(world)

    desk.post(url(world, "concept/"), {"verb": "bericht", "kept": digest(SHORT), "text": ""})

    assert words_kept(world) == [LONG]
