"""Two worlds that differ by something hidden only: no list, figure, search or order tells them apart."""

from typing import Any

import pytest

from loket.cases.actions.figures import recount
from loket.cases.rules.tasks import TaskKind
from loket.core.counters import add_to_counters
from loket.core.tenancy import acting_in
from tests.make import (
    attach_to_case,
    make_approval,
    make_block,
    make_case,
    make_message,
    make_note,
    make_notice,
    make_saved_list,
    make_task,
)
from tests.security.asking import Said, Way, ask, undone
from tests.test_access import BUILT, Scene, scene
from tests.world import World

__all__ = ["scene"]  # a fixture
TO_WHOM_IT_IS_HIDDEN = (
    "anonymous", "chief", "other_handler", "form_manager", "stranger",
)  # fmt: skip
FOR_ITS_KEEPERS = {"form_manager": "/werk/formulieren/"}
"""How often a form was used is a figure for those who keep it: it says so, of nobody's case."""
PLACES = tuple(row.path for row in BUILT if not row.args and "GET" in row.methods)
DESK_VIEWS = ("mine", "unassigned", "later", "team", "waiting", "late")
QUERIES = (
    ("/zoeken/", "Rita Vraagt"),
    ("/zoeken/", "{number}"),
    ("/zoeken/", "werkregime"),
    ("/zoeken/suggesties/", "werkregime"),
    ("/zoeken/suggesties/", "{number}"),
    ("/werk/zoeken/", "Rita Vraagt"),
    ("/werk/zoeken/", "{number}"),
    ("/werk/tekstblokken/", "verborgen"),
)


def ways(number: str) -> list[Way]:
    """Every list, figure and search, in each order and on each page."""
    found = [Way("GET", f"/{path}") for path in PLACES]
    found += [
        Way("GET", f"/werk/{queue}/{view}/") for view in DESK_VIEWS for queue in ("alle", "loon")
    ]
    found += [Way("GET", "/werk/alle/team/", {"sort": "-priority"}),
              Way("GET", "/werk/loon/tellers/"), Way("GET", "/stroom/", {"sinds": "1-1"}),
              Way("GET", "/stroom/lijst/alle/", {"sinds": "1-1"})]  # fmt: skip
    found += [Way("GET", path, {"q": words.format(number=number)}) for path, words in QUERIES]
    return found


@pytest.mark.parametrize("actor", TO_WHOM_IT_IS_HIDDEN)
def test_s15_nothing_tells_whether_there_is_a_match_that_one_may_not_see(
    scene: Scene, actor: str
) -> None:
    number = "HRB8888888"

    with acting_in(scene.here.organisation.pk), undone():
        without = {way: ask(scene, actor, way) for way in ways(number)}
        hide_something(scene.here, number)
        having = {way: ask(scene, actor, way) for way in ways(number)}

    apart = [way.address for way, said in having.items() if said != without[way]]
    assert [address for address in apart if address != FOR_ITS_KEEPERS.get(actor)] == []


def test_s15_who_may_see_it_sees_the_difference(scene: Scene) -> None:
    number = "HRB8888888"
    seen = {"handler": "/werk/alle/team/", "lead": "/werk/zoeken/", "requester": "/zaken/"}

    with acting_in(scene.here.organisation.pk), undone():
        without = told(scene, seen)
        hide_something(scene.here, number)
        having = told(scene, seen)

    assert [actor for actor in seen if having[actor].text == without[actor].text] == []


def told(scene: Scene, places: dict[str, str]) -> dict[str, Said]:
    words = {"q": "Rita Vraagt"}
    return {actor: ask(scene, actor, Way("GET", at, words)) for actor, at in places.items()}


def hide_something(world: World, number: str) -> None:
    """Add a case that matches every question, with everything around it, and count anew."""
    people: dict[str, Any] = world.people
    requester, handler = people["requester"], people["handler"]
    case = make_case(requester, world.things["service"], number=number, assignee=handler,
                     status="in_progress", priority=3, waits_on="requester", is_late=True)  # fmt: skip
    for paper in (attach_to_case(case), attach_to_case(case, "attest", privacy="special")):
        paper.save()
    make_message(case, requester, "verborgen")
    make_note(case, handler, "verborgen")
    make_task(case, TaskKind.ANSWER, person=requester)
    make_approval(case, people["subject"])
    make_notice(requester, case)
    make_saved_list(people["cleared"])
    make_block("verborgen", team=case.queue.team)
    add_to_counters(recount())
