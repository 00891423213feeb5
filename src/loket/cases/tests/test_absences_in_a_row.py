"""Absences in chains and rings, and a stand-in who is away too: all work comes home after all."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from itertools import permutations

import pytest
from django.db import OperationalError, connection
from tests.make import (
    NOW,
    acting,
    make_case,
    make_consult,
    make_handler,
    make_letters,
    make_queue,
)
from tests.world import World, client_of, make_world, sign_in

from loket.cases.absences import left_of
from loket.cases.actions.absences import (
    Days,
    give_work_away,
    move_row,
    move_waiting,
    set_absence,
    take_work_back,
)
from loket.cases.actions.handling import assign_case, release_case
from loket.cases.models import Absence, Case, HandedOver, Task
from loket.cases.tests.test_absences import day
from loket.contacts.actions.drafts import draft_of, keep_message_draft
from loket.core.errors import RuleError
from loket.core.models import Event
from loket.core.tenancy import acting_in
from loket.people.models import Person

RunJobs = Callable[..., list[str]]
TRIES = 20
DAYS = Days(NOW.date(), NOW.date() + timedelta(days=13))


@pytest.fixture
def world(db: None) -> Iterator[World]:
    made = make_world("hier")
    with acting_in(made.organisation.pk):
        make_letters()
        Absence.objects.all().delete()
        Case.objects.update(assignee=None, status="open")
        yield made


@pytest.fixture
def trio(world: World) -> tuple[Person, Person, Person]:
    queue = world.things["queue"]
    return world.people["handler"], world.people["cleared"], make_handler("Dora Derde", queue)


def case_of(world: World, person: Person | None, status: str = "in_progress") -> Case:
    requester, service = world.people["requester"], world.things["service"]
    return make_case(requester, service, assignee=person, status=status)


def away(person: Person, stand_in: Person) -> Absence:
    return set_absence(person, stand_in, DAYS, by=acting(person), anyway=True)


def give(absence: Absence, run_jobs: RunJobs) -> None:
    give_work_away(absence, by=acting(absence.person))
    run_jobs()


def end(absence: Absence, run_jobs: RunJobs) -> None:
    take_work_back(absence, by=acting(absence.person))
    run_jobs()


def owners(*cases: Case) -> list[Person | None]:
    return [Case.objects.get(pk=case.pk).assignee for case in cases]


RING_OF_TWO = ((0, 1), (1, 0))
CHAIN = ((0, 1), (1, 2))
RING = ((0, 1), (1, 2), (2, 0))
ORDERS = [
    (shape, order)
    for shape in (RING_OF_TWO, CHAIN, RING)
    for order in permutations(range(len(shape)))
]


@pytest.mark.parametrize(("shape", "order"), ORDERS)
def test_all_work_comes_back_to_its_owner_whichever_absence_ends_first(
    world: World,
    run_jobs: RunJobs,
    trio: tuple[Person, ...],
    shape: tuple[tuple[int, int], ...],
    order: tuple[int, ...],
) -> None:
    cases = [case_of(world, person) for person in trio]
    absences = [away(trio[person], trio[stand_in]) for person, stand_in in shape]
    for absence in absences:
        give(absence, run_jobs)

    for which in order:
        end(absences[which], run_jobs)

    assert owners(*cases) == list(trio)
    assert set(HandedOver.objects.values_list("state", flat=True)) == {"back"}


def test_who_comes_back_first_gets_their_own_work_and_what_they_stand_in_for(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...]
) -> None:
    anna, bob, dora = trio
    hers, his = case_of(world, anna), case_of(world, bob)
    first, second = away(anna, bob), away(bob, dora)
    for absence in (first, second):
        give(absence, run_jobs)
    gone = owners(hers, his)

    end(second, run_jobs)

    assert gone == [dora, dora]
    assert owners(hers, his) == [bob, bob]


def test_a_case_that_moved_twice_comes_straight_back_with_what_was_half_written(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...]
) -> None:
    anna, bob, dora = trio
    case = case_of(world, anna)
    first, second = away(anna, bob), away(bob, dora)
    for absence in (first, second):
        give(absence, run_jobs)
    keep_message_draft(case, "message", "Half", base_version=1, by=acting(dora))

    end(first, run_jobs)
    kept = draft_of(case, "message", by=acting(anna))
    end(second, run_jobs)

    assert kept is not None
    assert owners(case) == [anna]
    assert Event.objects.about(case).filter(kind="case.handed_over").count() == 3


def test_what_came_round_is_given_away_again_and_still_comes_home(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...]
) -> None:
    anna, bob, _ = trio
    hers, his = case_of(world, anna), case_of(world, bob)
    first, second = away(anna, bob), away(bob, anna)
    for absence in (first, second, first):
        give(absence, run_jobs)
    with_bob = owners(hers, his)

    end(second, run_jobs)
    between = owners(hers, his)
    end(first, run_jobs)

    assert (with_bob, between) == ([bob, bob], [bob, bob])
    assert owners(hers, his) == [anna, bob]


@pytest.mark.parametrize("first", [0, 1])
def test_what_a_colleague_gave_to_another_stays_there_and_says_so(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...], first: int
) -> None:
    anna, bob, dora = trio
    case, released = case_of(world, anna), case_of(world, anna, "assigned")
    absences = [away(anna, bob), away(bob, anna)]
    give(absences[0], run_jobs)
    assign_case(case, dora, by=acting(bob))
    release_case(released, by=acting(bob))
    give(absences[1], run_jobs)

    end(absences[first], run_jobs)
    end(absences[1 - first], run_jobs)

    assert owners(case, released) == [dora, None]
    why = [str(one.why) for one in left_of(absences[0], world.people["lead"])]
    assert why == ["Iemand anders behandelt de zaak nu.", "De zaak ligt weer in de wachtrij."]


def test_what_she_got_back_by_hand_is_back_and_nobody_else_has_it(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...]
) -> None:
    anna, bob, _ = trio
    case = case_of(world, anna)
    absence = away(anna, bob)
    give(absence, run_jobs)
    assign_case(case, anna, by=acting(bob))

    end(absence, run_jobs)

    assert owners(case) == [anna]
    assert list(absence.rows.values_list("state", "reason")) == [("back", "")]


def test_an_absence_that_ends_while_its_work_still_moves_takes_back_what_moved(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...]
) -> None:
    anna, bob, _ = trio
    cases = [case_of(world, anna) for _ in range(3)]
    absence = away(anna, bob)
    give_work_away(absence, by=acting(anna))
    rows = list(absence.rows.order_by("pk").values_list("pk", flat=True))
    move_row(rows[0], by=acting(anna))

    take_work_back(absence, by=acting(anna))
    for row in rows[1:]:
        move_row(row, by=acting(anna))
    run_jobs()

    assert owners(*cases) == [anna] * 3
    assert list(absence.rows.values_list("state", flat=True)) == ["back"]


def test_two_absences_that_end_before_any_of_their_work_moved_back_bring_it_home(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...]
) -> None:
    anna, bob, _ = trio
    hers, his = case_of(world, anna), case_of(world, bob)
    first, second = away(anna, bob), away(bob, anna)
    for absence in (first, second):
        give(absence, run_jobs)

    for absence in (second, first):
        take_work_back(absence, by=acting(absence.person))
    for absence in (first, second):
        move_waiting(absence, by=acting(absence.person))
    run_jobs()

    assert owners(hers, his) == [anna, bob]


def test_what_was_given_away_before_the_way_was_kept_comes_back_in_the_order_it_went(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...]
) -> None:
    anna, bob, dora = trio
    case, untouched = case_of(world, anna), case_of(world, bob)
    absences = [away(anna, bob), away(bob, dora)]
    for absence in absences:
        give(absence, run_jobs)
    HandedOver.objects.update(place=0)
    absences[0].rows.create(case=untouched, state="refused", reason="no_colleague")

    migration = import_module("loket.cases.migrations.0018_way_along_absences")
    with connection.cursor() as cursor:
        cursor.execute(migration.NUMBER_THE_STEPS)
    places = absences[0].rows.order_by("pk").values_list("place", flat=True)
    kept = list(places)
    for absence in absences:
        end(absence, run_jobs)

    assert kept == [1, 0]
    assert owners(case, untouched) == [anna, bob]


@pytest.mark.parametrize("first", [0, 1])
def test_a_question_for_an_opinion_that_moved_twice_comes_back_too(
    world: World, run_jobs: RunJobs, trio: tuple[Person, ...], first: int
) -> None:
    anna, bob, dora = trio
    far = case_of(world, None, "open")
    Case.objects.filter(pk=far.pk).update(queue=make_queue("ver"))
    task = make_consult(far, world.people["other_handler"], anna)
    absences = [away(anna, bob), away(bob, dora)]
    for absence in absences:
        give(absence, run_jobs)
    asked = Task.objects.get(pk=task.pk).person

    end(absences[first], run_jobs)
    end(absences[1 - first], run_jobs)

    assert asked == dora
    assert Task.objects.get(pk=task.pk).person == anna


def test_a_stand_in_who_is_away_too_on_one_of_those_days_is_asked_twice(
    world: World, trio: tuple[Person, ...]
) -> None:
    anna, bob, _ = trio
    by = acting(bob)
    long_after = Days(DAYS.last + timedelta(days=1), DAYS.last + timedelta(days=9))
    away(anna, bob)

    with pytest.raises(RuleError) as refused:
        set_absence(bob, anna, Days(DAYS.last, long_after.last), by=by)
    later = set_absence(bob, anna, long_after, by=by)

    assert refused.value.code == "stand_in_absent"
    assert later.stand_in == anna


def test_the_page_asks_twice_keeps_what_was_typed_and_goes_on_anyway(
    world: World, trio: tuple[Person, ...]
) -> None:
    anna, bob, _ = trio
    Absence.objects.create(
        person=anna,
        stand_in=bob,
        set_by=anna,
        starts_on=day(20),
        ends_on=day(30),
        created_at=NOW,
    )
    browser = client_of(world, sign_in(world, bob))
    typed = {
        "person": bob.pk,
        "stand_in": anna.pk,
        "starts_on": day(30),
        "ends_on": day(41),
    }

    shown = browser.get("/werk/afwezigheid/")
    first = browser.post("/werk/afwezigheid/", typed)
    second = browser.post("/werk/afwezigheid/", typed | {"toch": "1"})

    assert 'name="toch"' not in shown.text
    assert (first.status_code, second.status_code) == (422, 302)
    assert 'name="toch"' in first.text
    assert "zelf afwezig" in first.text
    assert f'value="{day(41)}"' in first.text


def on_a_connection_of_its_own(
    organisation: int, doing: Callable[..., object], absence: Absence
) -> None:
    """Do it as another process would; who is told to try again, does."""
    try:
        with acting_in(organisation):
            for _try in range(TRIES):
                with suppress(OperationalError):  # a busy machine, and a lock waits two seconds
                    with suppress(RuleError):  # the absence was ended in between
                        doing(absence, by=acting(absence.person))
                    return
        raise AssertionError("it could not be done")
    finally:
        connection.close()


def test_giving_away_and_taking_back_at_the_same_moment_brings_all_work_home(
    own_database: str,
) -> None:
    world = make_world("hier")
    here = world.organisation.pk
    with acting_in(here):
        Absence.objects.all().delete()
        anna, bob = world.people["handler"], world.people["cleared"]
        cases = [case_of(world, person) for person in (anna, bob) * 8]
        absences = [away(anna, bob), away(bob, anna)]
        for absence in absences:
            give_work_away(absence, by=acting(absence.person))
    doings = (move_waiting, give_work_away, move_waiting, take_work_back, move_waiting)

    with ThreadPoolExecutor(2 * len(doings)) as pool:
        everything = [(doing, absence) for doing in doings for absence in absences]
        list(pool.map(lambda one: on_a_connection_of_its_own(here, *one), everything))

    with acting_in(here):
        for absence in absences:
            move_waiting(absence, by=acting(absence.person))
        assert owners(*cases) == [anna, bob] * 8
