"""Absences: all open work goes over in one step, row by row by law, and comes back in one step."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests.make import (
    NOW,
    acting,
    grant,
    make_case,
    make_consult,
    make_handler,
    make_letters,
    make_queue,
    make_task,
)
from tests.world import World, client_of, sign_in

from loket.cases.actions.absences import (
    Days,
    give_work_away,
    move_row,
    set_absence,
    take_work_back,
)
from loket.cases.actions.given import Given
from loket.cases.actions.handling import assign_case, close_case
from loket.cases.models import Absence, Assignment, Case, HandedOver, Task
from loket.cases.rules.tasks import TaskKind
from loket.contacts.actions.drafts import draft_of, keep_message_draft
from loket.contacts.models import MessageDraft, Notification
from loket.core.clock import now
from loket.core.errors import RuleError
from loket.core.models import Event
from loket.core.tenancy import acting_in
from loket.people.models import Person, RoleGrant

RunJobs = Callable[..., list[str]]
DAYS = Days(NOW.date(), NOW.date() + timedelta(days=13))


@pytest.fixture
def world(here: World) -> Iterator[World]:
    with acting_in(here.organisation.pk):
        make_letters()
        Absence.objects.all().delete()
        yield here


def away(world: World, role: str = "lead", days: Days = DAYS) -> Absence:
    """Let the handler be away, with the cleared colleague in their place."""
    people = world.people
    return set_absence(people["handler"], people["cleared"], days, by=acting(people[role]))


def another(world: World, **values: Any) -> Case:
    people = world.people
    standard = {"assignee": people["handler"], "status": "in_progress"}
    return make_case(people["requester"], world.things["service"], **standard | values)


def give(world: World, run_jobs: RunJobs, role: str = "lead") -> Absence:
    absence = away(world, role)
    give_work_away(absence, by=acting(world.people[role]))
    run_jobs()
    return absence


def take_back(world: World, absence: Absence, run_jobs: RunJobs, role: str = "lead") -> None:
    take_work_back(absence, by=acting(world.people[role]))
    run_jobs()


def handler_of(case: Case) -> Person | None:
    return Case.objects.get(pk=case.pk).assignee


def states(absence: Absence) -> dict[str, int]:
    found = list(absence.rows.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


@pytest.mark.parametrize(
    ("role", "may"),
    [("handler", True), ("lead", True), ("cleared", False), ("other_handler", False)],
)
def test_a_person_themselves_or_a_lead_of_their_team_arranges_it(
    world: World, role: str, may: bool
) -> None:
    try:
        away(world, role)
        done = True
    except RuleError as refusal:
        done = refusal.code != "not_your_colleague"

    assert done is may


def test_days_that_make_no_sense_and_people_who_cannot_stand_in_are_refused(world: World) -> None:
    people, yesterday = world.people, NOW.date() - timedelta(days=1)
    by = acting(people["lead"])
    asked = (
        (people["cleared"], Days(yesterday, yesterday)),
        (people["cleared"], Days(DAYS.last, DAYS.first)),
        (people["cleared"], Days(DAYS.first, date(2206, 12, 1))),
        (people["handler"], DAYS),
        (people["stranger"], DAYS),
    )
    codes = []
    for stand_in, days in asked:
        with pytest.raises(RuleError) as refusal:
            set_absence(people["handler"], stand_in, days, by=by)
        codes.append(refusal.value.code)

    assert codes == ["absence_days"] * 2 + ["day_too_far"] + ["no_stand_in"] * 2


def test_the_same_absence_twice_is_one_and_a_second_one_is_refused(world: World) -> None:
    first = away(world)

    assert away(world) == first
    with pytest.raises(RuleError) as refusal:
        away(world, days=Days(DAYS.first, DAYS.last + timedelta(days=1)))
    assert refusal.value.code == "absence_open"


@pytest.mark.parametrize("role", ["lead", "handler"])
def test_all_open_work_goes_over_and_comes_back(world: World, run_jobs: RunJobs, role: str) -> None:
    handler, cleared = world.people["handler"], world.people["cleared"]
    case, more = world.things["case"], another(world)
    closed = another(world, status="closed_complete")
    keep_message_draft(case, "message", "Half", base_version=1, by=acting(handler))

    absence = give(world, run_jobs, role)
    given = [handler_of(one) for one in (case, more, closed)]
    draft = draft_of(case, "message", by=acting(cleared))
    take_back(world, absence, run_jobs, role)

    assert given == [cleared, cleared, handler]
    assert draft is not None
    assert draft.body == "Half"
    assert [handler_of(one) for one in (case, more)] == [handler, handler]
    assert states(absence) == {"back": 2}
    kinds = Event.objects.about(more).filter(kind="case.handed_over")
    assert [one.data["action"] for one in kinds.order_by("pk")] == ["hand_over", "return_work"]
    assert Assignment.objects.filter(case=more).count() == 2


def test_what_was_closed_or_given_on_meanwhile_stays(world: World, run_jobs: RunJobs) -> None:
    people, queue = world.people, world.things["queue"]
    given_on, closed, back = another(world), another(world), another(world)
    third = make_handler("Dora Derde", queue)
    absence = give(world, run_jobs)
    cleared = acting(people["cleared"])
    assign_case(Case.objects.get(pk=given_on.pk), third, by=cleared)
    close_case(Case.objects.get(pk=closed.pk), by=cleared, given=Given(text="Dubbel"))

    take_back(world, absence, run_jobs)

    assert handler_of(given_on) == third
    assert handler_of(closed) == people["cleared"]
    assert handler_of(back) == people["handler"]
    stayed = absence.rows.filter(state="stayed").order_by("pk").values_list("reason", flat=True)
    assert set(stayed) == {"given_on", "closed"}


def test_each_row_obeys_the_law_of_its_queue(world: World, run_jobs: RunJobs) -> None:
    people, other = world.people, make_queue("ver")
    grant(people["handler"], RoleGrant.Role.HANDLER, other.team)
    foreign = another(world, queue=other)

    absence = give(world, run_jobs, "handler")

    assert handler_of(foreign) == people["handler"]
    refused = absence.rows.get(state="refused")
    assert (refused.case_id, refused.reason) == (foreign.pk, "no_colleague")


def test_a_lead_moves_nothing_of_a_team_that_they_do_not_lead(
    world: World, run_jobs: RunJobs
) -> None:
    people, other = world.people, make_queue("ver")
    for role in ("handler", "cleared"):
        grant(people[role], RoleGrant.Role.HANDLER, other.team)
    foreign = another(world, queue=other)

    absence = give(world, run_jobs, "lead")

    assert handler_of(foreign) == people["handler"]
    assert absence.rows.get(case=foreign).reason == "not_your_role"


def test_nobody_gets_a_case_of_their_own(world: World, run_jobs: RunJobs) -> None:
    own = another(world, subject=world.people["cleared"].party)

    absence = give(world, run_jobs)

    assert handler_of(own) == world.people["handler"]
    assert absence.rows.get(case=own).reason == "party_stands_in"


def test_a_question_for_an_opinion_goes_along_and_comes_back(
    world: World, run_jobs: RunJobs
) -> None:
    people = world.people
    far = another(world, assignee=None, status="open", queue=make_queue("ver"))
    task = make_consult(far, people["other_handler"], people["handler"])

    absence = give(world, run_jobs)
    asked = Task.objects.get(pk=task.pk).person
    take_back(world, absence, run_jobs)

    assert asked == people["cleared"]
    assert Task.objects.get(pk=task.pk).person == people["handler"]
    moved = Event.objects.about(far).filter(kind="case.opinion_passed_on")
    assert set(moved.values_list("visibility", flat=True)) == {"internal"}


def test_a_half_written_opinion_goes_along_and_nothing_else_of_its_writer(
    world: World, run_jobs: RunJobs
) -> None:
    people = world.people
    far = another(world, assignee=None, status="open", queue=make_queue("ver"))
    make_consult(far, people["other_handler"], people["handler"])
    for purpose in ("opinion", "note"):
        by = acting(people["handler"])
        keep_message_draft(far, purpose, f"Half een {purpose}", base_version=1, by=by)

    give(world, run_jobs)

    kept = MessageDraft.objects.filter(about_id=far.pk).values_list("owner", "body")
    assert set(kept) == {
        (people["cleared"].pk, "Half een opinion"),
        (people["handler"].pk, "Half een note"),
    }


def test_a_question_for_an_opinion_never_goes_to_whoever_asked_it(
    world: World, run_jobs: RunJobs
) -> None:
    people = world.people
    far = another(world, assignee=None, status="open", queue=make_queue("ver"))
    task = make_consult(far, people["cleared"], people["handler"])

    absence = give(world, run_jobs)

    assert Task.objects.get(pk=task.pk).person == people["handler"]
    assert absence.rows.get(task=task).reason == "asker_stands_in"


def test_tasks_of_the_handler_go_along_with_their_case(world: World, run_jobs: RunJobs) -> None:
    case, handler = another(world), world.people["handler"]
    task = make_task(case, TaskKind.CONFIRM_WITHDRAW, person=handler, party="handler")

    give(world, run_jobs)

    assert Task.objects.get(pk=task.pk).person == world.people["cleared"]


def test_doing_it_twice_and_a_job_that_runs_twice_move_each_case_once(
    world: World, run_jobs: RunJobs
) -> None:
    case = another(world)
    absence, by = away(world), acting(world.people["lead"])
    for _ in range(2):
        give_work_away(absence, by=by)
    run_jobs()
    move_row(absence.rows.get(case=case).pk, by=by)
    for _ in range(2):
        take_work_back(absence, by=by)
    run_jobs()

    assert Event.objects.about(case).filter(kind="case.handed_over").count() == 2
    assert handler_of(case) == world.people["handler"]


def test_a_stop_halfway_goes_on_where_it_was(world: World, run_jobs: RunJobs) -> None:
    cases = [another(world) for _ in range(3)]
    absence, by = away(world), acting(world.people["lead"])
    give_work_away(absence, by=by)
    move_row(absence.rows.order_by("pk")[0].pk, by=by)

    run_jobs()

    assert {handler_of(case) for case in cases} == {world.people["cleared"]}
    assert set(states(absence)) == {"given"}


def test_new_work_since_the_first_step_goes_over_with_a_second(
    world: World, run_jobs: RunJobs
) -> None:
    absence = give(world, run_jobs)
    late = another(world)

    give_work_away(absence, by=acting(world.people["lead"]))
    run_jobs()

    assert handler_of(late) == world.people["cleared"]


def test_who_takes_over_is_told_once_for_all_of_it(world: World, run_jobs: RunJobs) -> None:
    another(world)
    give(world, run_jobs)

    told = Notification.objects.filter(person=world.people["cleared"], kind__startswith="work_")
    assert list(told.values_list("kind", flat=True)) == ["work_handed_over"]


def test_giving_a_case_to_who_is_away_is_asked_twice(world: World) -> None:
    people, case = world.people, another(world, assignee=world.people["cleared"])
    today = NOW.date()
    Absence.objects.create(
        person=people["handler"],
        stand_in=people["cleared"],
        set_by=people["lead"],
        starts_on=today - timedelta(days=4000),
        ends_on=today + timedelta(days=20_000),
        created_at=NOW,
    )
    browser = client_of(world, sign_in(world, people["lead"]))
    url = f"/werk/zaken/{case.number}/"

    page = browser.get(url).content.decode()
    first = browser.post(f"{url}toewijzen/", {"colleague": people["handler"].pk})
    second = browser.post(f"{url}toewijzen/", {"colleague": people["handler"].pk, "toch": "1"})

    assert "afwezig tot en met" in page
    assert (first.status_code, second.status_code) == (422, 302)
    with acting_in(world.organisation.pk):
        assert handler_of(case) == people["handler"]


def day(ahead: int) -> str:
    """A day from now, as a browser sends it."""
    return f"{now() + timedelta(ahead):%Y-%m-%d}"


def test_the_page_sets_gives_shows_and_ends(world: World, run_jobs: RunJobs) -> None:
    people = world.people
    browser = client_of(world, sign_in(world, people["lead"]))
    typed = {
        "person": people["handler"].pk,
        "stand_in": people["cleared"].pk,
        "starts_on": day(30),
        "ends_on": day(29),
    }
    refused = browser.post("/werk/afwezigheid/", typed)
    made = browser.post("/werk/afwezigheid/", typed | {"ends_on": day(41)})["Location"]
    browser.post(f"{made}doorgeven/")
    waiting = browser.get(made).content.decode()
    part = browser.get(made, headers={"HX-Request": "true"}).content.decode()
    with acting_in(world.organisation.pk):
        run_jobs()
        assert HandedOver.objects.get().state == "given"

    assert refused.status_code == 422
    assert f'value="{day(30)}"' in refused.content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' not in browser.get(made).content.decode()


def test_the_list_says_which_absence_is_over_but_was_not_ended(world: World) -> None:
    away(world)
    Absence.objects.update(starts_on="2020-01-06", ends_on="2020-01-17")

    shown = client_of(world, sign_in(world, world.people["lead"])).get("/werk/afwezigheid/")

    assert "Nog te beëindigen" in shown.text
    assert "Gepland" not in shown.text


def test_a_lead_of_another_team_knows_nothing_of_it(world: World) -> None:
    made = away(world)
    other = world.people["other_handler"]
    grant(other, RoleGrant.Role.LEAD, other.memberships.get().unit)

    answer = client_of(world, sign_in(world, other)).get(f"/werk/afwezigheid/{made.key}/")

    assert answer.status_code == 404
