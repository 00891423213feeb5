"""In a list, on its page, found, ordered, fetched and heard of: all or nothing, for everybody."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from loket.cases.live import Place, ears_of
from loket.cases.models import Case
from loket.cases.rules.tasks import TaskKind
from loket.core.live.hearing import Happening, told
from loket.core.tenancy import acting_in
from tests.make import NOW, attach_to_case, make_case, make_task
from tests.security.asking import Way, ask, undone
from tests.test_access import Scene, scene
from tests.world import ACTORS, World

__all__ = ["scene"]  # a fixture
PEOPLE = tuple(one for one in ACTORS if one not in ("anonymous", "outsider", "smuggler"))
NUMBER = "HRB7777777"
FOUND = (200, 302)


@dataclass(frozen=True)
class Shape:
    """A case: whose it is, where it lies, and for whom it waits."""

    queue: str
    requester: str
    subject: str
    assignee: str
    closed: bool
    asked: str


SHAPES = st.builds(
    Shape,
    queue=st.sampled_from(("tijd", "loon")),
    requester=st.sampled_from(PEOPLE),
    subject=st.sampled_from(PEOPLE),
    assignee=st.sampled_from(("", "handler", "other_handler")),
    closed=st.booleans(),
    asked=st.sampled_from(("", *PEOPLE)),
)


@settings(max_examples=20)
@given(person=st.sampled_from(PEOPLE), shape=SHAPES)
def test_s21_in_a_list_on_its_page_found_fetched_and_heard_of_is_one(
    scene: Scene, person: str, shape: Shape
) -> None:
    with acting_in(scene.here.organisation.pk), undone():
        case, paper = made(scene.here, shape)
        desk = at_the_desk(scene, person, case, paper)
        portal = in_the_portal(scene, person, case, shape)
        found = "/zaken/" in ask(scene, person, Way("GET", "/zoeken/", {"q": NUMBER})).place

    assert len(set(desk.values())) == 1, f"at the desk: {desk}"
    assert len(set(portal.values())) == 1, f"in the portal: {portal}"
    assert found == (desk["page"] or portal["page"])


def at_the_desk(scene: Scene, person: str, case: Case, paper: str) -> dict[str, bool]:
    """Each way in which whoever handles a case comes to it; what is closed is in no list."""
    me = scene.here.people[person]
    page = f"/werk/zaken/{NUMBER}/"
    ways = {
        "page": Way("GET", page),
        "answers": Way("GET", f"{page}gegevens/"),
        "file": Way("GET", f"{page}bijlagen/{paper}"),
        "beside": Way("GET", f"/werk/naast-elkaar/?zaak={NUMBER}"),
        "stream": Way("GET", f"/stroom/werk/{NUMBER}/"),
        "company": Way("GET", f"/stroom/werk/{NUMBER}/wie/"),
    }
    said = {name: ask(scene, person, way).status == 200 for name, way in ways.items()}
    said["search"] = NUMBER in ask(scene, person, Way("GET", "/werk/zoeken/", {"q": NUMBER})).place
    said["batch"] = NUMBER in chosen(scene, person)
    said["heard"] = hears(me.pk, Place.LIST, 0, case)
    if case.closed_at is None:
        lists = [ask(scene, person, Way("GET", f"/werk/alle/{view}/")).text
                 for view in ("team", "unassigned")]  # fmt: skip
        said["list"] = f"/werk/zaken/{NUMBER}/" in "".join(lists)
    return said


def chosen(scene: Scene, person: str) -> str:
    """What a choice of this case for a batch takes along."""
    key, browser = "k" * 22, scene.browser(person)
    with undone():
        browser.post("/werk/reeksen/", {"zaak": NUMBER, "key": key})
        page = browser.get(f"/werk/reeksen/{key}/")
    return str(page.text) if page.status_code == 200 else ""


def in_the_portal(scene: Scene, person: str, case: Case, shape: Shape) -> dict[str, bool]:
    """Each way in which whoever a case concerns comes to it."""
    me = scene.here.people[person]
    ways = {
        "page": Way("GET", f"/zaken/{NUMBER}/"),
        "stream": Way("GET", f"/stroom/zaak/{NUMBER}/"),
    }
    said = {name: ask(scene, person, way).status == 200 for name, way in ways.items()}
    lists = [ask(scene, person, Way("GET", path)).text
             for path in ("/zaken/", "/zaken/afgerond/", "/taken/")]  # fmt: skip
    said["list"] = f"/zaken/{NUMBER}/" in "".join(lists)
    units = me.memberships.values_list("unit", flat=True)
    said["heard"] = ears_of(me.pk, Place.OWN_CASE, case.pk, units) is not None
    return said


def hears(person_id: int, place: Place, thing: int, case: Case) -> bool:
    """Whether a list of this person is told that something happened in the case."""
    parties = {f"party:{case.requester_id}", f"party:{case.subject_id}"}
    topics = frozenset({f"cases.case:{case.pk}", f"queue:{case.queue_id}", *parties})
    event = Happening(case.organisation_id, 1, 1, "case.x", "internal", case.pk, topics, NOW)
    ears = ears_of(person_id, place, thing, ()) or frozenset()
    return "lijst" in [one.word for one in told(ears, event, "")]


def made(world: World, shape: Shape) -> tuple[Case, str]:
    people, service = world.people, world.things["service"]
    queue = (
        people["handler" if shape.queue == "tijd" else "other_handler"]
        .memberships.get()
        .unit.queues.get()
    )
    closed = {"status": "closed_complete"} if shape.closed else {"status": "open"}
    assignee = people.get(shape.assignee)
    if assignee and not shape.closed:
        closed = {"status": "in_progress"}
    case = make_case(people[shape.requester], service, subject=people[shape.subject].party,
                     queue=queue, assignee=assignee, number=NUMBER, **closed)  # fmt: skip
    if shape.asked and not shape.closed:
        make_task(case, TaskKind.ANSWER, person=people[shape.asked])
    return case, attach_to_case(case).file.key
