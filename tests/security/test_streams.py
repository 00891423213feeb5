"""What an open page hears: never of what is hidden, and nothing once a right was withdrawn."""

from collections.abc import Callable
from datetime import date

import pytest

from loket.accounts.actions import change_account, sign_out
from loket.accounts.sessions import SessionStore, hashed
from loket.cases.live import Place, ears_of, law, topic_of
from loket.cases.models import Case, Task
from loket.cases.rules.tasks import TaskKind
from loket.core.clock import now
from loket.core.live.hearing import Ears, Watch
from loket.core.live.hub import PACE, RIGHTS
from loket.core.models import Presence
from loket.core.presence import note_presence
from loket.core.tenancy import acting_in
from loket.people.models import Membership, Person, RoleGrant
from tests.make import acting, make_task
from tests.security.asking import Way, ask, undone
from tests.test_access import Scene, scene
from tests.world import World, sign_in

__all__ = ["scene"]  # a fixture
YESTERDAY = date(2020, 1, 2)


def watch_of(world: World, actor: str, place: Place, thing: int, key: str) -> Watch:
    person = world.people[actor]
    units = tuple(person.memberships.values_list("unit", flat=True))
    ears: Ears | None = ears_of(person.pk, place, thing, units)
    assert ears is not None, "there is no stream to begin with"
    return Watch(world.organisation.pk, person.pk, hashed(key), place, thing, ears, law)


def role_ends(world: World, person: Person) -> None:
    RoleGrant.objects.filter(person=person).update(ends_on=YESTERDAY)


def leaves_the_unit(world: World, person: Person) -> None:
    Membership.objects.filter(person=person).delete()


def case_moves_on(world: World, person: Person) -> None:
    other = world.people["other_handler"].memberships.get().unit.queues.get()
    Case.objects.filter(pk=world.things["case"].pk).update(queue=other)


def task_is_done(world: World, person: Person) -> None:
    Task.objects.filter(person=person).update(done_at=now())


def account_closes(world: World, person: Person) -> None:
    assert person.user is not None
    change_account(person.user, loa="high", active=False, by=acting(person))


def becomes_a_party(world: World, person: Person) -> None:
    Case.objects.filter(pk=world.things["case"].pk).update(subject=person.pk)


WITHDRAWN: list[tuple[str, Place, Callable[[World, Person], None]]] = [
    ("handler", Place.DESK_CASE, role_ends),
    ("handler", Place.LIST, role_ends),
    ("handler", Place.DESK_CASE, case_moves_on),
    ("handler", Place.DESK_CASE, account_closes),
    ("handler", Place.DESK_CASE, becomes_a_party),
    ("other_handler", Place.DESK_CASE, task_is_done),
    ("other_handler", Place.DESK_CASE, role_ends),
    ("personnel", Place.OWN_CASE, leaves_the_unit),
    ("chief", Place.OWN_CASE, task_is_done),
    ("requester", Place.OWN_CASE, account_closes),
]


@pytest.mark.parametrize(
    ("actor", "place", "withdraw"), WITHDRAWN, ids=lambda one: getattr(one, "__name__", str(one))
)
def test_s07_a_stream_ends_when_its_right_is_withdrawn(
    scene: Scene, actor: str, place: Place, withdraw: Callable[[World, Person], None]
) -> None:
    here = scene.here
    case, person = here.things["case"], here.people[actor]

    with acting_in(here.organisation.pk), undone():
        make_task(case, TaskKind.CONSULT, person=here.people["other_handler"], party="handler")
        thing = case.queue_id if place == Place.LIST else case.pk
        watch = watch_of(here, actor, place, thing, sign_in(here, person))
        with acting_in(here.organisation.pk):
            before = law([watch])
            withdraw(here, person)
            after = law([watch])

    assert (before[0] is not None, after[0]) == (True, None)


def test_s07_a_stream_ends_with_its_session(scene: Scene) -> None:
    here = scene.here
    case, person = here.things["case"], here.people["handler"]

    with acting_in(here.organisation.pk), undone():
        key = sign_in(here, person)
        watch = watch_of(here, "handler", Place.DESK_CASE, case.pk, key)
        with acting_in(here.organisation.pk):
            sign_out(SessionStore(key), by=acting(person))
            assert law([watch]) == [None]


def test_s07_rights_are_asked_again_within_five_seconds() -> None:
    assert RIGHTS + 2 * PACE <= 5


@pytest.mark.parametrize("sign", ["%", "_", "*", "%25", "tij%", "____", "tijd,loon", "alle%20tijd"])
def test_s07_no_wildcard_stands_for_a_queue_or_a_case(scene: Scene, sign: str) -> None:
    said = {ask(scene, "other_handler", Way("GET", f"/stroom/{path}/{sign}/")).status
            for path in ("lijst", "werk", "zaak")}  # fmt: skip

    assert said == {404}


@pytest.mark.parametrize("cursor", ["1-1", "0-0", "*", "1-1-ffffffff", "9" * 19 + "-1"])
def test_s07_a_cursor_of_somebody_else_brings_nothing_that_is_hidden(
    scene: Scene, cursor: str
) -> None:
    headers = {"Last-Event-ID": cursor}

    said = ask(scene, "other_handler", Way("GET", "/stroom/lijst/alle/", {}, headers))

    assert said.status == 200
    assert str(scene.here.things["case"].pk) not in said.text.partition('"told"')[2]


def test_s08_whoever_may_not_see_a_case_neither_is_there_nor_hears_who_is(scene: Scene) -> None:
    here = scene.here
    case, handler = here.things["case"], here.people["handler"]
    paths = [f"/stroom/werk/{case.number}/", f"/stroom/werk/{case.number}/wie/"]

    with acting_in(here.organisation.pk), undone():
        note_presence([(topic_of(case.pk), handler.pk)], at=now())
        said = {(actor, path): ask(scene, actor, Way("GET", path))
                for actor in ("other_handler", "requester", "stranger", "admin")
                for path in paths}  # fmt: skip
        typed = ask(scene, "other_handler", Way("POST", f"/werk/zaken/{case.number}/concept/",
                                                {"text": "Ik typ", "verb": "bericht"}))  # fmt: skip
        with acting_in(here.organisation.pk):
            present = list(Presence.objects.values_list("person_id", flat=True))

    assert {(one.status, "Hans Handelaar" in one.text) for one in said.values()} == {(404, False)}
    assert (typed.status, typed.wrote) == (404, {})
    assert present == [handler.pk]


def test_s08_a_page_says_nothing_into_a_stream_and_no_stream_carries_what_is_typed(
    scene: Scene,
) -> None:
    case = scene.here.things["case"]
    streams = ["/stroom/", f"/stroom/werk/{case.number}/", "/stroom/lijst/alle/"]

    said = {ask(scene, "handler", Way("POST", path, {"event": "zaak", "text": "x"})).status
            for path in streams}  # fmt: skip
    typed = ask(scene, "handler", Way("POST", f"/werk/zaken/{case.number}/concept/",
                                      {"text": "Half geschreven", "verb": "bericht"}))  # fmt: skip
    company = ask(scene, "cleared", Way("GET", f"/stroom/werk/{case.number}/wie/"))

    assert said == {405}
    assert typed.status in (200, 204, 302)
    assert "Half geschreven" not in company.text
