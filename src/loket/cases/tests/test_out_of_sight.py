"""What waits in a mail of the day is looked at once more when it goes: nobody reads of what they may not see."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.make import NOW, acting, make_address, make_case, make_letters
from tests.world import World

from loket.cases.actions.consulting import consult, withdraw_consult
from loket.cases.actions.given import Given
from loket.cases.models import Case, Task
from loket.cases.reactions import tell_people
from loket.contacts.actions.bundles import close_bundles
from loket.contacts.models import OutgoingMail
from loket.core.clock import now
from loket.core.keys import new_key
from loket.core.models import Event
from loket.core.tenancy import acting_in
from loket.people.models import Person, Preference


@pytest.fixture
def world(here: World) -> Iterator[World]:
    with acting_in(here.organisation.pk):
        make_letters()
        yield here


def asked(world: World, case: Case) -> Task:
    """Ask the colleague of another team about this case."""
    other, by = world.people["other_handler"], acting(world.people["handler"])
    consult(case, other, NOW.date(), by=by, given=Given(text="Wat vindt u?", key=new_key()))
    tell_people(event_id=Event.objects.about(case).get(kind="case.consulted").pk)
    return Task.objects.filter(case=case, kind="consult").latest("pk")


def daily(person: Person) -> None:
    """Let this person get what their colleagues ask in one mail a day."""
    values = {"event_kind": "work_consulted", "channel": "mail", "on": True, "pace": "day"}
    Preference.objects.create(person=person, **values)
    make_address(person.party, "otto@dienst.example")


def test_a_question_that_was_taken_back_goes_out_in_no_mail_of_the_day(world: World) -> None:
    other = world.people["other_handler"]
    daily(other)
    task = asked(world, world.things["case"])
    assert OutgoingMail.objects.get(person=other).state == "collecting"

    withdraw_consult(world.things["case"], task, by=acting(world.people["handler"]), given=Given())
    close_bundles(by=acting(None, now() + timedelta(days=2)))

    assert not OutgoingMail.objects.filter(person=other).exists()


def test_the_mail_of_the_day_tells_the_rest_without_what_one_may_not_see_any_more(
    world: World,
) -> None:
    other, case = world.people["other_handler"], world.things["case"]
    daily(other)
    task = asked(world, world.things["case"])
    own = make_case(world.people["requester"], world.things["service"])
    asked(world, own)

    withdraw_consult(case, task, by=acting(world.people["handler"]), given=Given())
    close_bundles(by=acting(None, now() + timedelta(days=2)))

    mail = OutgoingMail.objects.get(person=other)
    assert own.number in mail.text
    assert case.number not in mail.text


def test_a_mail_that_goes_at_once_takes_nothing_along_that_one_may_not_see_any_more(
    world: World,
) -> None:
    other, case = world.people["other_handler"], world.things["case"]
    daily(other)
    Preference.objects.filter(person=other).update(pace="bundle")
    task = asked(world, case)
    withdraw_consult(case, task, by=acting(world.people["handler"]), given=Given())
    Preference.objects.filter(person=other).update(pace="now")

    asked(world, make_case(world.people["requester"], world.things["service"]))

    mail = OutgoingMail.objects.get(person=other, state="queued")
    assert case.number not in mail.text
