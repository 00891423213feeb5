"""One predicate stands in every way to an object: blind it, and no page shows or counts a thing."""

from typing import Any

import pytest
from django.db import transaction

from loket.cases.models import Case
from loket.core.prepared import forget_questions
from loket.core.tenancy import acting_in
from loket.desk.worklist import numbers_of_mine
from loket.people.models import RoleGrant
from loket.portal.context import number_of_cases, tasks_by_kind
from tests.make import NOW
from tests.test_access import BUILT, Row, Scene, predicates, scene
from tests.world import World

__all__ = ["scene"]  # a fixture
PEOPLE = ("requester", "subject", "chief", "personnel", "handler", "cleared", "lead", "admin")
READ = [row for row in BUILT if "GET" in row.methods]


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every predicate say that nobody may see anything."""
    for predicate in predicates():
        monkeypatch.setattr(predicate, "visible_to", lambda rows, person: rows.filter(pk=-1))
    forget_questions()


@pytest.mark.parametrize("row", READ, ids=str)
def test_no_page_shows_what_the_predicate_does_not_let_through(
    scene: Scene, blind: None, row: Row
) -> None:
    address, words = row.address(scene.here), traces(scene.here)

    pages = {person: shown(scene, person, address) for person in PEOPLE}

    found = {person: [word for word in words if word in page] for person, page in pages.items()}
    assert found == {person: [] for person in PEOPLE}


@pytest.mark.parametrize("path", ["/zoeken/", "/zoeken/suggesties/", "/werk/zoeken/"])
@pytest.mark.parametrize("words", ["{case.number}", "{case.title[nl]}", "{case.requester.name}"])
def test_no_search_finds_what_the_predicate_does_not_let_through(
    scene: Scene, blind: None, path: str, words: str
) -> None:
    case = scene.here.things["case"]

    for person in PEOPLE:
        answer = fetch(scene, person, path, q=words.format(case=case))
        assert "/zaken/" + case.number not in answer.text + answer.headers.get("Location", "")


def test_no_figure_counts_what_the_predicate_does_not_let_through(
    scene: Scene, blind: None
) -> None:
    people = scene.here.people
    with acting_in(scene.here.organisation.pk), transaction.atomic():
        units = people["personnel"].memberships.values_list("unit", flat=True)

        assert number_of_cases(people["requester"].pk) == [0]
        assert dict(tasks_by_kind(people["personnel"].pk, *units)) == {}


def test_no_figure_counts_the_work_of_a_queue_that_is_somebody_elses_now(scene: Scene) -> None:
    handler, case = scene.here.people["handler"], scene.here.things["case"]
    with acting_in(scene.here.organisation.pk), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(assignee=handler)
        before = numbers_of_mine(handler.pk, NOW.date())
        RoleGrant.objects.filter(person=handler).delete()

        assert before == [(case.queue_id, 1, 0)]
        assert numbers_of_mine(handler.pk, NOW.date()) == []
        transaction.set_rollback(True)


def test_with_open_eyes_the_same_pages_show_it(scene: Scene) -> None:
    case, draft = scene.here.things["case"], scene.here.things["draft"]

    assert case.number in shown(scene, "requester", "/zaken/")
    assert draft.key in shown(scene, "requester", "/concepten/")
    assert case.number in shown(scene, "handler", "/werk/tijd/team/")
    assert "Welk rooster?" in shown(scene, "personnel", "/taken/")


def traces(world: World) -> list[str]:
    """What gives a case, a draft, a message, a note, a notice or a file away."""
    things = world.things
    return [
        things["case"].number,
        things["draft"].key,
        things["notice"].key,
        things["task"].key,
        things["approval"].task.key,
        "rooster.pdf",
        "Welk rooster?",
        "Alleen voor ons",
    ]


def shown(scene: Scene, person: str, address: str) -> str:
    """What a page shows, but for its own address."""
    answer = fetch(scene, person, address)
    text = "" if answer.streaming else str(answer.text)
    return text.replace(address, "")


def fetch(scene: Scene, person: str, address: str, **query: str) -> Any:
    with transaction.atomic():
        answer = scene.browser(person).get(address, query)
        transaction.set_rollback(True)
    return answer
