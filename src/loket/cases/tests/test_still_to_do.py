"""News of a case says that something waits on its reader, when that is so."""

from collections.abc import Callable

import pytest

from loket.cases.actions import answering, handling
from loket.cases.actions.given import Given
from loket.cases.actions.papers import waive_document
from loket.cases.models import Task
from loket.cases.tests.conftest import World, by
from loket.contacts.models import Notification, OutgoingMail
from loket.people.models import Party, Preference

RunJobs = Callable[..., list[str]]


def open_task(kind: str) -> int:
    return Task.objects.open().get(kind=kind).pk


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("language", "still_to_do", "nothing"),
    [
        ("nl", "Er wacht nog iets op u", "U hoeft nu niets te doen."),
        ("fr", "Quelque chose vous attend encore", "Vous ne devez rien faire pour le moment."),
        ("de", "Für Sie ist noch etwas offen", "Sie müssen jetzt nichts tun."),
        ("en", "There is still something for you to do", "You do not need to do anything now."),
    ],
)
def test_news_says_that_something_still_waits_only_to_whom_it_does(
    world: World, run_jobs: RunJobs, language: str, still_to_do: str, nothing: str
) -> None:
    Party.objects.filter(pk=world.sarah.pk).update(language=language)
    Preference.objects.create(person=world.sarah, event_kind="started", channel="mail", on=True)
    case = world.case()
    run_jobs()
    receipt = OutgoingMail.objects.filter(person=world.sarah).order_by("pk").last()
    assert receipt is not None
    assert still_to_do in receipt.text
    answering.approve(case, by=by(world.tom), given=Given(task=open_task("approve")))
    run_jobs()
    agreed = OutgoingMail.objects.filter(person=world.sarah).order_by("pk").last()
    handling.claim_case(case, by=by(world.nele))
    waive = Given(task=open_task("deliver"), text="Niet nodig", slot="rooster")
    waive_document(case, by=by(world.nele), given=waive)
    run_jobs()
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()
    handling.start_case(case, by=by(world.nele))
    run_jobs()

    started = OutgoingMail.objects.get(person=world.sarah)
    assert agreed is not None
    assert still_to_do in agreed.text
    assert nothing not in agreed.text
    assert nothing in started.text
