"""What is asked of others than the requester: the requester reads it, and everybody is told so."""

import re

import pytest
from django.test import Client
from tests.make import make_case
from tests.world import World, client_of, sign_in

from loket.cases.models import Case, Task
from loket.core.tenancy import acting_in

READS = "De aanvrager leest elke vraag en elk antwoord, ook als u iemand anders iets vraagt."
QUESTION, ANSWER = "Klopt het rooster?", "Ja, dat klopt."


@pytest.fixture
def case(world: World) -> Case:
    requester, handler = world.people["requester"], world.people["handler"]
    service = world.things["service"]
    return make_case(requester, service, status="in_progress", assignee=handler)


def of(world: World, role: str) -> Client:
    return client_of(world, sign_in(world, world.people[role]))


def ask(world: World, desk: Client, case: Case, party: str, name: str = "") -> Task:
    page = desk.get(f"/werk/zaken/{case.number}/?doe=vragen").text
    seen = re.search(r'name="seen" value="(\d+)"', page.partition('id="schrijf"')[2])
    assert seen is not None
    sent = {"text": QUESTION, "party": party, "third_party": name, "seen": seen[1]}
    assert desk.post(f"/werk/zaken/{case.number}/vragen/", sent).status_code == 302
    with acting_in(world.organisation.pk):
        return Task.objects.get(case=case, kind="answer", party=party, done_at=None)


def test_who_asks_reads_that_the_requester_reads_it_too(desk: Client, case: Case) -> None:
    page = desk.get(f"/werk/zaken/{case.number}/?doe=vragen").text

    assert READS in page


def test_the_chief_is_told_that_the_requester_reads_the_answer(
    world: World, desk: Client, case: Case
) -> None:
    ask(world, desk, case, "manager")

    page = of(world, "chief").get(f"/zaken/{case.number}/").text

    assert "De aanvrager leest deze vraag en uw antwoord." in page


def test_the_requester_is_not_told_so_of_their_own_answer(
    world: World, desk: Client, case: Case
) -> None:
    ask(world, desk, case, "requester")

    page = of(world, "requester").get(f"/zaken/{case.number}/").text

    assert QUESTION in page
    assert "leest deze vraag" not in page


def test_the_talk_names_who_was_asked_and_who_answered(
    world: World, desk: Client, case: Case
) -> None:
    task = ask(world, desk, case, "manager")
    of(world, "chief").post(f"/zaken/{case.number}/antwoord/{task.key}/", {"text": ANSWER})

    page = of(world, "requester").get(f"/zaken/{case.number}/").text

    assert "Vraag aan: de leidinggevende, Karel Chef" in page
    assert "Antwoord van: de leidinggevende, Karel Chef" in page


def test_what_somebody_else_answered_is_noted_with_their_name(
    world: World, desk: Client, case: Case
) -> None:
    task = ask(world, desk, case, "third", "Dienst X")
    assert "De aanvrager leest ook dit antwoord." in desk.get(f"/werk/zaken/{case.number}/").text
    sent = {"text": ANSWER, "task": str(task.pk)}
    desk.post(f"/werk/zaken/{case.number}/antwoord/", sent)

    for page in (
        of(world, "requester").get(f"/zaken/{case.number}/").text,
        desk.get(f"/werk/zaken/{case.number}/").text,
    ):
        assert "Vraag aan: Dienst X" in page
        assert "Antwoord van: Dienst X" in page


def test_a_question_to_the_requester_needs_no_name(world: World, desk: Client, case: Case) -> None:
    task = ask(world, desk, case, "requester")
    requester = of(world, "requester")
    requester.post(f"/zaken/{case.number}/antwoord/{task.key}/", {"text": ANSWER})

    page = requester.get(f"/zaken/{case.number}/").text

    assert ANSWER in page
    assert "Vraag aan:" not in page
    assert "Antwoord van:" not in page


def test_the_way_of_the_case_says_for_whom_we_wait(world: World, desk: Client, case: Case) -> None:
    ask(world, desk, case, "manager")
    ask(world, desk, case, "third", "Dienst X")

    page = of(world, "requester").get(f"/zaken/{case.number}/").text

    assert "Wij hebben eerst informatie nodig. Wij wachten op: de leidinggevende, Dienst X." in page
