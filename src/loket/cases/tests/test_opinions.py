"""Second opinions: who may look, what moves, who hears of it, and what nobody outside sees."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.make import NOW, acting, grant, join, make_letters, make_unit
from tests.world import World, client_of, sign_in

from loket.cases.actions.consulting import consult, give_opinion, withdraw_consult
from loket.cases.actions.given import Given
from loket.cases.models import Case, Consult, Task
from loket.cases.models.note import Note
from loket.contacts.models import Notification, OutgoingMail
from loket.core.clock import now
from loket.core.errors import RuleError
from loket.core.keys import new_key
from loket.core.models import Event
from loket.core.tenancy import acting_in
from loket.people.models import Person, RoleGrant, Unit

OVER = "/werk/adviezen/?voorbij=1"
SECRET = "Wat vindt de loondienst van de barema’s"
RunJobs = Callable[..., list[str]]


@pytest.fixture
def world(here: World) -> Iterator[World]:
    with acting_in(here.organisation.pk):
        make_letters()
        yield here


def ask(world: World, whom: Person | Unit | None = None, key: str = "") -> Task:
    case, by = world.things["case"], acting(world.people["handler"])
    other = whom or world.people["other_handler"]
    consult(case, other, NOW.date(), by=by, given=Given(text=SECRET, key=key or new_key()))
    return Task.objects.filter(case=case, kind="consult").latest("pk")


def answer(world: World, task: Task, role: str = "other_handler", key: str = "") -> None:
    given = Given(text="Dat kan", key=key or new_key())
    give_opinion(world.things["case"], task, by=acting(world.people[role]), given=given)


def page(world: World, role: str, path: str) -> Any:
    return client_of(world, sign_in(world, world.people[role])).get(path)


def desk_url(world: World) -> str:
    return f"/werk/zaken/{world.things['case'].number}/"


def head(world: World) -> tuple[Any, ...]:
    return Case.objects.values_list(
        "status", "assignee", "queue", "waits_on", "due_at", "version_lock", "last_public_at"
    ).get(pk=world.things["case"].pk)


def test_the_case_stays_where_it_is_from_the_question_to_the_answer(world: World) -> None:
    before = head(world)

    task = ask(world)
    between = head(world)
    answer(world, task)

    assert before == between == head(world)
    assert Consult.objects.get(task=task).answer is not None


def test_another_colleague_after_the_same_click_is_refused_and_not_passed_over(
    world: World,
) -> None:
    key = new_key()
    ask(world, key=key)

    with pytest.raises(RuleError) as refused:
        ask(world, world.people["cleared"], key=key)

    assert refused.value.code == "sent_before"
    assert ask(world, key=key).person == world.people["other_handler"]
    assert Task.objects.filter(kind="consult").count() == 1


def test_whoever_is_asked_sees_exactly_this_case_until_it_is_answered(world: World) -> None:
    pages = [page(world, "other_handler", desk_url(world)).status_code]
    with acting_in(world.organisation.pk):
        task = ask(world)
        pages.append(page(world, "other_handler", desk_url(world)).status_code)
    with acting_in(world.organisation.pk):
        answer(world, task)
        pages.append(page(world, "other_handler", desk_url(world)).status_code)

    assert pages == [404, 200, 302]


def test_it_ends_when_it_is_taken_back(world: World) -> None:
    task = ask(world)
    by = acting(world.people["handler"])

    withdraw_consult(world.things["case"], task, by=by, given=Given())

    assert page(world, "other_handler", desk_url(world))["Location"] == OVER
    with acting_in(world.organisation.pk), pytest.raises(RuleError) as late:
        answer(world, task)
    assert late.value.code == "not_your_role"


def test_who_is_asked_may_answer_and_nothing_else(world: World) -> None:
    ask(world)

    shown = page(world, "other_handler", desk_url(world)).content.decode()
    browser = client_of(world, sign_in(world, world.people["other_handler"]))
    done = [
        browser.post(f"{desk_url(world)}{verb}/", {"text": "x", "colleague": "1"}).status_code
        for verb in ("bericht", "toewijzen", "sluiten", "notitie", "raadplegen")
    ]

    assert SECRET.replace("’", "’") in shown
    assert "?doe=bericht" not in shown
    assert done == [422] * 5


def test_special_documents_stay_closed_to_who_is_not_cleared_for_the_case(world: World) -> None:
    ask(world)
    key = world.things["special"].file.key

    shown = page(world, "other_handler", f"{desk_url(world)}bijlagen/{key}")

    assert shown.status_code == 404


def test_the_whole_team_may_answer_and_the_first_answer_ends_it(world: World) -> None:
    other = world.people["other_handler"]
    task = ask(world, other.memberships.get().unit)

    answer(world, task)

    task.refresh_from_db()
    assert (task.done_by_id, task.dropped) == (other.pk, False)


@pytest.mark.parametrize("role", ["requester", "stranger", "handler"])
def test_only_another_colleague_of_the_desk_is_asked(world: World, role: str) -> None:
    with pytest.raises(RuleError) as refusal:
        ask(world, world.people[role])

    assert refusal.value.code == "not_at_desk"


def test_nobody_is_asked_about_their_own_case_not_even_as_a_team(world: World) -> None:
    requester, other = world.people["requester"], world.people["other_handler"]
    team = other.memberships.get().unit
    grant(requester, RoleGrant.Role.HANDLER, team)
    join(requester, team)

    refusals = []
    for whom in (requester, team, make_unit("leeg")):
        with pytest.raises(RuleError) as refusal:
            ask(world, whom)
        refusals.append(refusal.value.code)

    assert refusals == ["party_asked", "party_asked", "not_at_desk"]


def test_a_day_that_is_over_is_refused(world: World) -> None:
    case, by = world.things["case"], acting(world.people["handler"])
    yesterday = NOW.date() - timedelta(days=1)

    with pytest.raises(RuleError) as refusal:
        consult(case, world.people["other_handler"], yesterday, by=by, given=Given(text="x"))

    assert refusal.value.code == "past_day"


def test_a_day_of_more_than_two_years_ahead_is_refused_and_the_words_stay(world: World) -> None:
    whom = f"p-{world.people['other_handler'].pk}"
    browser = client_of(world, sign_in(world, world.people["handler"]))

    typed = {"text": SECRET, "whom": whom, "until": "9999-12-31"}
    refused = browser.post(f"{desk_url(world)}raadplegen/", typed)

    assert refused.status_code == 422
    assert "Kies een dag binnen twee jaar." in refused.text
    assert SECRET in refused.text
    assert 'value="9999-12-31"' in refused.text
    assert f'value="{whom}" selected' in refused.text


def test_the_same_click_twice_asks_and_answers_once(world: World) -> None:
    before, key = Note.objects.count(), new_key()

    task, same = ask(world, key=key), ask(world, key=key)
    answer(world, task, key=key)
    answer(world, task, key=key)

    assert task == same
    assert Note.objects.count() == before + 2


def test_who_is_asked_and_who_asked_hear_of_it(world: World, run_jobs: RunJobs) -> None:
    task = ask(world)
    run_jobs()
    answer(world, task)
    run_jobs()
    ended = ask(world)
    given = Given()
    by = acting(world.people["handler"])
    withdraw_consult(world.things["case"], ended, by=by, given=given)
    run_jobs()

    told = Notification.objects.filter(kind__startswith="work_").order_by("pk")
    asked, asker = world.people["other_handler"].pk, world.people["handler"].pk
    assert list(told.values_list("kind", "person_id")) == [
        ("work_consulted", asked),
        ("work_opinion", asker),
        ("work_consult_withdrawn", asked),
    ]


def test_nobody_outside_sees_anything_of_it(world: World, run_jobs: RunJobs) -> None:
    task = ask(world)
    run_jobs()
    answer(world, task)
    ask(world)
    run_jobs()
    number = world.things["case"].number
    shown = {
        (role, path): page(world, role, path).content.decode()
        for role in ("requester", "subject", "personnel")
        for path in (f"/zaken/{number}/", "/taken/", "/berichten/", "/")
    }

    with acting_in(world.organisation.pk):
        people = [world.people[role].pk for role in ("requester", "subject", "personnel", "chief")]
        assert not Notification.objects.filter(person__in=people, kind__contains="work_").exists()
        assert not OutgoingMail.objects.filter(text__contains=SECRET).exists()
        kinds = ("case.consulted", "case.opinion_given")
        assert set(Event.objects.filter(kind__in=kinds).values_list("visibility", flat=True)) == {
            "internal"
        }
    for place, text in shown.items():
        assert SECRET not in text, place
        assert "dvies" not in text, place


def test_who_is_asked_does_not_come_in_by_the_door_of_the_requester(world: World) -> None:
    ask(world)

    assert page(world, "other_handler", f"/zaken/{world.things['case'].number}/").status_code == 404


def test_both_lists_show_what_is_overdue(world: World) -> None:
    task = ask(world)
    Task.objects.filter(pk=task.pk).update(due_at=NOW - timedelta(days=400))

    mine = page(world, "other_handler", "/werk/adviezen/").content.decode()
    asked = page(world, "handler", "/werk/adviezen/").content.decode()
    side = page(world, "handler", desk_url(world)).content.decode()

    assert "te laat" in mine
    assert "te laat" in asked
    assert "Vraag geen advies meer" in side
    assert "Te laat" in side


def test_it_is_asked_and_answered_on_the_page_and_leads_to_the_list(world: World) -> None:
    other = world.people["other_handler"]
    browser = client_of(world, sign_in(world, world.people["handler"]))
    until = (now() + timedelta(days=30)).date().isoformat()
    typed = {"text": SECRET, "whom": "p-0", "until": until}
    refused = browser.post(f"{desk_url(world)}raadplegen/", typed)
    browser.post(f"{desk_url(world)}raadplegen/", typed | {"whom": f"p-{other.pk}"})

    theirs = client_of(world, sign_in(world, other))
    done = theirs.post(f"{desk_url(world)}adviseren/", {"text": "Dat kan"})

    assert refused.status_code == 422
    assert f'value="{until}"' in refused.content.decode()
    assert (done.status_code, done["Location"]) == (302, "/werk/adviezen/")
    seen = page(world, "handler", desk_url(world)).content.decode()
    assert "Dat kan" in seen
    assert "geeft advies" in seen


def test_an_opinion_that_comes_too_late_keeps_its_words(world: World) -> None:
    other = world.people["other_handler"]
    with acting_in(world.organisation.pk):
        task = ask(world)
        withdraw_consult(
            world.things["case"], task, by=acting(world.people["handler"]), given=Given()
        )

    theirs = client_of(world, sign_in(world, other))
    late = theirs.post(f"{desk_url(world)}adviseren/", {"text": "Een uur werk", "task": task.pk})

    assert late.status_code == 409
    assert "Een uur werk" in late.content.decode()
    assert "Uw advies is niet meer nodig" in late.content.decode()
    assert world.things["case"].number not in late.content.decode()


def test_an_opinion_that_is_sent_twice_is_given_once(world: World) -> None:
    with acting_in(world.organisation.pk):
        task = ask(world)
    theirs = client_of(world, sign_in(world, world.people["other_handler"]))
    typed = {"text": "Dat kan.\r\nMaar niet in mei.", "task": task.pk, "key": new_key()}

    done = [theirs.post(f"{desk_url(world)}adviseren/", typed) for _ in range(2)]

    assert [one["Location"] for one in done] == ["/werk/adviezen/"] * 2


def test_whoever_was_never_asked_hears_nothing_of_the_case(world: World) -> None:
    ask(world)
    stranger = client_of(world, sign_in(world, world.people["other_handler"]))
    with acting_in(world.organisation.pk):
        Consult.objects.all().delete()
        Task.objects.filter(kind="consult").delete()

    assert stranger.post(f"{desk_url(world)}adviseren/", {"text": "x"}).status_code == 404


def test_who_is_asked_and_works_the_queue_too_answers_and_takes_nothing_back(world: World) -> None:
    people = world.people
    browser = client_of(world, sign_in(world, people["handler"]))
    asked = {"text": SECRET, "whom": f"p-{people['cleared'].pk}"}
    browser.post(f"{desk_url(world)}raadplegen/", asked)

    takes_back = "Vraag geen advies meer"
    assert takes_back in page(world, "handler", desk_url(world)).content.decode()
    assert takes_back not in page(world, "cleared", desk_url(world)).content.decode()


def test_a_half_written_opinion_is_not_lost_with_its_question(world: World) -> None:
    with acting_in(world.organisation.pk):
        asked = ask(world)
    other = client_of(world, sign_in(world, world.people["other_handler"]))
    other.post(
        f"{desk_url(world)}concept/",
        {"verb": "adviseren", "text": "Volgens de barema’s kan het."},
        headers={"HX-Request": "true"},
    )
    assert "Volgens de barema" not in other.get("/werk/adviezen/").text
    by = acting(world.people["handler"])
    with acting_in(world.organisation.pk):
        withdraw_consult(world.things["case"], asked, by=by, given=Given(key=new_key()))

    shown = other.get("/werk/adviezen/").text
    found = re.search(
        r'name="tekst" value="(\d+)"><input type="hidden" name="kept" value="([^"]+)"', shown
    )

    assert found is not None
    assert "Volgens de barema’s kan het." in shown
    assert world.things["case"].number not in shown
    stranger = client_of(world, sign_in(world, world.people["cleared"]))
    stranger.post("/werk/adviezen/weg/", {"tekst": found[1], "kept": found[2]})
    assert "Volgens de barema" in other.get("/werk/adviezen/").text
    other.post("/werk/adviezen/weg/", {"tekst": found[1], "kept": found[2]})
    assert "Volgens de barema" not in other.get("/werk/adviezen/").text
