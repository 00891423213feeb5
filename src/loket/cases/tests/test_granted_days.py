"""A role counts from its first day to its last, wherever somebody asks for it."""

from datetime import date, timedelta

import pytest
from tests.make import LONG_AGO, acting, employ, make_case

from loket.cases.actions.situation import look_at, roles_in
from loket.cases.models import Case
from loket.cases.tests.conftest import World
from loket.cases.views.side import colleagues_of
from loket.catalogue.audience import may_use
from loket.core.acting import Acting
from loket.core.clock import now
from loket.people.access import rights_of
from loket.people.models import Employment, Person, RoleGrant
from loket.routing.models import Queue

FEW_DAYS = timedelta(days=3)
DAYS = pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        (-FEW_DAYS, None, True),
        (-FEW_DAYS, FEW_DAYS, True),
        (-2 * FEW_DAYS, -FEW_DAYS, False),
        (FEW_DAYS, None, False),
    ],
    ids=["began", "ends later", "ended", "begins later"],
)


def let_hold(
    person: Person, role: RoleGrant.Role, begins: timedelta, ends: timedelta | None
) -> Acting:
    """Give a person the role in the days around today; say how they act now."""
    by = acting(person, now())
    person.grants.all().delete()
    RoleGrant.objects.create(
        person=person,
        role=role,
        unit=None if role == RoleGrant.Role.PERSONNEL else Queue.objects.get().team,
        starts_on=by.today + begins,
        ends_on=None if ends is None else by.today + ends,
    )
    return by


@DAYS
def test_the_days_of_a_handler_hold_on_every_way_to_a_case(
    world: World, begins: timedelta, ends: timedelta | None, counts: bool
) -> None:
    case = make_case(world.sarah, world.service)
    by = let_hold(world.nele, RoleGrant.Role.HANDLER, begins, ends)
    team = world.queue.team_id

    assert Queue.objects.worked_by(world.nele).exists() is counts
    assert Case.objects.visible_to(world.nele).exists() is counts
    assert Case.objects.handled_by(world.nele).exists() is counts
    assert bool(roles_in(look_at(case.pk), by)) is counts
    assert rights_of(world.nele, by.today).has("handler", team) is counts
    assert (world.nele in colleagues_of(team, by.today)) is counts


@DAYS
def test_the_days_of_a_personnel_department_hold_for_its_forms(
    world: World, begins: timedelta, ends: timedelta | None, counts: bool
) -> None:
    by = let_hold(world.pia, RoleGrant.Role.PERSONNEL, begins, ends)

    assert may_use(["employer_hr"], world.pia.pk, by.today) is counts


def test_the_first_and_the_last_day_count(world: World) -> None:
    first, last = date(2026, 11, 2), date(2026, 11, 20)
    RoleGrant.objects.filter(person=world.nele).update(starts_on=first, ends_on=last)
    held = RoleGrant.objects.filter(person=world.nele)
    a_day = timedelta(days=1)

    days = [first - a_day, first, last, last + a_day]

    assert [held.on(day).exists() for day in days] == [False, True, True, False]


def test_who_was_a_chief_is_offered_no_form_for_chiefs_any_more(world: World) -> None:
    today = acting(world.tom, now()).today
    Employment.objects.filter(manager=world.tom).update(ends_on=today - FEW_DAYS)
    assert not may_use(["manager"], world.tom.pk, today)

    employ(world.kim, Employment.objects.get(person=world.tom).unit, chief=world.tom)

    assert Employment.objects.get(person=world.kim).starts_on == LONG_AGO
    assert may_use(["manager"], world.tom.pk, today)
