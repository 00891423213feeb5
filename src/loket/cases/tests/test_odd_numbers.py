"""Numbers that no page sends are refused with a page, and what a third party said is not lost."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.make import NOW, acting, make_letters
from tests.world import World, client_of, sign_in

from loket.cases.actions.given import Asked, Given
from loket.cases.actions.handling import ask
from loket.cases.models import Case, Task
from loket.contacts.actions.drafts import draft_of, keep_message_draft
from loket.core.tenancy import acting_in

HUGE = ("9" * 30, "9" * 5000)


@pytest.fixture
def world(here: World) -> Iterator[World]:
    with acting_in(here.organisation.pk):
        make_letters()
        yield here


@pytest.fixture
def desk(world: World) -> Client:
    return client_of(world, sign_in(world, world.people["handler"]))


@pytest.mark.parametrize("huge", HUGE)
def test_a_number_that_is_no_number_of_ours_breaks_no_page(
    world: World, desk: Client, huge: str
) -> None:
    place = f"/werk/zaken/{world.things['case'].number}/"
    typed = {"seen": huge, "task": huge, "colleague": huge, "text": "Dag", "priority": huge}

    answers = [
        desk.get(f"{place}?voor={huge}"),
        desk.post(f"{place}concept/", {**typed, "verb": "bericht"}),
        desk.post(f"{place}blok/", typed),
        desk.post(f"{place}splitsen/", {"stuk": huge, "bericht": huge}),
        desk.post("/werk/afwezigheid/", {"person": huge, "stand_in": huge}),
        *(
            desk.post(f"{place}{verb}/", typed)
            for verb in ("toewijzen", "prioriteit", "adviseren", "antwoord")
        ),
    ]

    assert all(one.status_code < 500 for one in answers)


def test_an_answer_that_a_colleague_noted_first_is_shown_and_is_no_message(
    world: World, desk: Client
) -> None:
    case, by = world.things["case"], acting(world.people["handler"])
    asked = Asked(party=Task.Party.THIRD, person_id=by.person_id, name="De loondienst")
    ask(Case.objects.get(pk=case.pk), asked, by=by, given=Given(text="Klopt dit?"))
    task = Task.objects.get(case=case, third_party="De loondienst")
    keep_message_draft(case, "message", "Beste Sarah", base_version=1, by=by)
    typed = {"task": task.pk, "text": "Zij zeggen ja"}
    place = f"/werk/zaken/{case.number}/antwoord/"

    empty = desk.post(place, {**typed, "text": ""})
    with acting_in(world.organisation.pk):
        Task.objects.filter(pk=task.pk).update(done_at=NOW)
    late = desk.post(place, typed)

    assert (empty.status_code, late.status_code) == (422, 422)
    assert "<li>Zij zeggen ja</li>" in late.content.decode()
    with acting_in(world.organisation.pk):
        kept = draft_of(case, "message", by=by)
        assert kept is not None
        assert kept.body == "Beste Sarah"
