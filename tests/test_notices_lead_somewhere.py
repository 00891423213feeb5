"""Every address in every notice and mail opens, for the person who gets it."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from loket.cases.actions.consulting import consult, give_opinion, withdraw_consult
from loket.cases.actions.given import Given
from loket.cases.actions.handling import close_case
from loket.cases.models import Approval, Consult, Task
from loket.cases.rules.tasks import TaskKind
from loket.contacts.models import Notification, OutgoingMail
from loket.contacts.rules.matrix import MATRIX, adjustable
from loket.core.clock import now
from loket.core.events import Code, record
from loket.core.tenancy import enter_organisation
from loket.people.actions.addresses import add_email
from loket.people.models import Preference, RoleGrant
from tests.make import (
    NOW,
    acting,
    grant,
    make_address,
    make_consult,
    make_letters,
    make_message,
    make_task,
    make_unit,
)
from tests.world import World, client_of, make_world, sign_in

LINK = re.compile(r"https?://[^\s<>\"]+")
RunJobs = Callable[..., list[str]]
DETAILS: dict[str, dict[str, Code]] = {
    "approval.decided:approved": {"action": "approve"},
    "approval.decided:refused": {"action": "refuse_approval"},
    "document.checked:restored": {"action": "restore_document"},
    "case.closed:no_reaction": {"outcome": "no_reaction"},
    "case.closed:withdrawn": {"outcome": "withdrawn"},
    "case.message:from_us": {"action": "send_message"},
    "case.submitted:split": {"action": "split"},
    "case.message:from_requester": {"action": "write"},
}


@pytest.fixture
def world(db: None) -> World:
    """Make a world in which everybody has an address and wants every mail."""
    made = make_world("hier")
    enter_organisation(made.organisation.pk)
    make_letters()
    for role, person in made.people.items():
        if not person.party.addresses.exists():
            make_address(person.party, f"{role}@voorbeeld.example")
        for kind in adjustable():
            Preference.objects.create(person=person, event_kind=kind, channel="mail", on=True)
    queue = made.things["queue"]
    queue.alert = "each"
    queue.save()
    return made


def details(world: World, occasion: str) -> dict[str, Code]:
    """What an event of this occasion carries, with the task that it is about."""
    kind, _, detail = occasion.partition(":")
    case, draft = world.things["case"], world.things["draft"]
    match kind:
        case "draft.expiring" | "draft.expired":
            whose = {"person": draft.owner_id, "version": draft.version_id}
            return whose | {"expires_on": "2026-12-20"}
        case "case.asked":
            question = make_message(case, world.people["handler"], "Welke dag?", from_us=True)
            task_for(world, TaskKind.ANSWER, detail, question=question)
            return {"party": detail, "message": question.pk}
        case "case.consulted" | "case.opinion_given" | "case.consult_withdrawn":
            return {"task": opinion_asked(world).pk}
        case "case.moved":
            return {"former": world.people["other_handler"].pk}
        case "case.waiting_stopped":
            task_for(world, TaskKind.ANSWER, "requester", dropped=True, done_at=NOW)
        case "case.reminded" if detail == "approve":
            return {"task": world.things["approval"].task_id}
        case "case.reminded":
            return {"task": task_for(world, TaskKind(detail), "requester").pk}
    return DETAILS.get(occasion, {})


def task_for(world: World, kind: TaskKind, party: str, **values: Any) -> Task:
    """Ask something of whoever answers for a party."""
    holders = {"requester": "requester", "manager": "chief", "third": "stranger"}
    unit = world.people["personnel"].memberships.get().unit if party == "personnel" else None
    person = world.people[holders[party]] if unit is None else None
    return make_task(world.things["case"], kind, person=person, unit=unit, party=party, **values)


def opinion_asked(world: World) -> Task:
    """Ask a colleague of another team for an opinion, by the handler."""
    case, asker = world.things["case"], world.people["handler"]
    other = world.people["other_handler"]
    return make_consult(case, asker, other)


def windows(world: World) -> dict[int, Client]:
    """Give everybody a browser of their own."""
    return {person.pk: client_of(world, sign_in(world, person)) for person in world.people.values()}


def tell_everything(world: World, run_jobs: RunJobs) -> None:
    """Let everything happen that anybody hears of."""
    case, draft = world.things["case"], world.things["draft"]
    for occasion in MATRIX:
        kind = occasion.partition(":")[0]
        about = draft if kind.startswith("draft.") else case
        about = world.things["absence"] if kind.startswith("absence.") else about
        data = {**details(world, occasion), "status": "assigned"}
        record(kind, about, by=acting(None), idem="", topics=(), visibility="public", **data)
        run_jobs()


def test_every_notice_and_every_mail_opens_for_whoever_gets_it(
    world: World, run_jobs: RunJobs
) -> None:
    tell_everything(world, run_jobs)
    add_email(
        world.people["citizen"].party,
        "cato@nieuw.example",
        by=acting(world.people["citizen"], now()),
    )
    run_jobs(now())
    browsers = windows(world)
    notices, mails = list(Notification.objects.all()), list(OutgoingMail.objects.all())

    opened = {
        (told.kind, told.url): browsers[told.person_id].get(told.url).status_code
        for told in notices
    }
    links = {
        link: browsers[mail.person_id].get(urlsplit(link).path).status_code
        for mail in mails
        for link in LINK.findall(mail.text) + LINK.findall(mail.html)
    }

    every = {row.notice for rows in MATRIX.values() for row in rows.values()}
    assert {kind for kind, _url in opened} == every
    assert set(opened.values()) == {200}
    assert set(links.values()) == {200}
    assert {urlsplit(link).netloc for link in links} == {"hier.localhost"}
    assert {urlsplit(link).path for link in links} == {urlsplit(url).path for _, url in opened} | {
        "/profiel/"
    }


def answer(world: World, task: Task) -> None:
    """Let whoever was asked give the opinion."""
    by, given = acting(world.people["other_handler"]), Given(text="Dat kan")
    give_opinion(world.things["case"], task, by=by, given=given)


def withdraw(world: World, task: Task) -> None:
    """Let the handler take the question back."""
    by = acting(world.people["handler"])
    withdraw_consult(world.things["case"], task, by=by, given=Given())


def close(world: World, task: Task) -> None:
    """Let the case be closed."""
    by = acting(world.people["handler"])
    close_case(world.things["case"], by=by, given=Given(text="Dubbel"))


def pass_on(world: World, task: Task) -> None:
    """Let somebody else be asked instead."""
    Task.objects.filter(pk=task.pk).update(person=world.people["cleared"])


def lose(world: World, task: Task) -> None:
    """Let the question be gone."""
    Consult.objects.filter(task=task).delete()
    task.delete()


@pytest.mark.parametrize("end", [answer, withdraw, close, pass_on, lose])
def test_a_notice_of_a_question_for_an_opinion_says_so_when_nobody_asks_it_any_more(
    world: World, run_jobs: RunJobs, end: Callable[[World, Task], None]
) -> None:
    other, case = world.people["other_handler"], world.things["case"]
    question = Given(text="Wat vindt u?", key="k" * 22)
    consult(case, other, None, by=acting(world.people["handler"]), given=question)
    run_jobs()
    (notice,) = other.notifications.filter(kind="work_consulted")
    end(world, Task.objects.get(kind=TaskKind.CONSULT))

    browser = windows(world)[other.pk]
    opened = browser.get(f"/berichten/{notice.key}/", follow=True)
    mailed = browser.get(notice.url, follow=True)

    assert opened.status_code == mailed.status_code == 200
    assert "Deze vraag om advies is niet meer open." in opened.text
    assert "Deze vraag om advies is niet meer open." in mailed.text
    assert case.number not in opened.text
    assert "Wat vindt u?" not in opened.text


def test_whoever_was_never_asked_for_an_opinion_finds_no_page_whether_or_not_there_is_a_case(
    world: World,
) -> None:
    number = world.things["case"].number
    withdraw(world, opinion_asked(world))
    grant(world.people["chief"], RoleGrant.Role.HANDLER, make_unit("nergens"))
    browser = windows(world)[world.people["chief"].pk]

    said = [browser.get(f"/werk/zaken/{one}/") for one in (number, "HRB0999999")]

    assert [one.status_code for one in said] == [404, 404]


def test_an_approval_that_was_decided_leads_to_the_list_and_is_not_decided_again(
    world: World,
) -> None:
    chief, approval = world.people["chief"], world.things["approval"]
    Approval.objects.filter(pk=approval.pk).update(
        state="approved", decided_at=NOW, decided_by=chief
    )
    Task.objects.filter(pk=approval.task_id).update(done_at=NOW, done_by=chief)
    browser, url = windows(world)[chief.pk], f"/goedkeuringen/{approval.task.key}/"

    opened = browser.get(url)
    same, other = (browser.post(f"{url}beslissen/", {"answer": one}) for one in ("ja", "nee"))

    assert (opened["Location"], same["Location"]) == ("/goedkeuringen/", "/goedkeuringen/")
    assert other.status_code == 409
    enter_organisation(world.organisation.pk)
    assert Approval.objects.get(pk=approval.pk).state == "approved"


def test_a_notice_to_the_chief_leads_to_the_approval_itself(
    world: World, run_jobs: RunJobs
) -> None:
    chief, approval = world.people["chief"], world.things["approval"]
    for occasion in ("case.submitted", "case.reminded:approve"):
        data = details(world, occasion)
        kind = occasion.partition(":")[0]
        record(
            kind,
            world.things["case"],
            by=acting(None),
            idem="",
            topics=(),
            visibility="public",
            **data,
        )

    run_jobs()

    told = chief.notifications.order_by("pk").values_list("kind", "url")
    url = f"/goedkeuringen/{approval.task.key}/"
    assert list(told) == [("approval_asked", url), ("approval_reminder", url)]
