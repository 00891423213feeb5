"""Telling people asks the database a fixed number of questions, and two for each member of the team."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loket.cases.reactions import tell_people
from loket.cases.tests.conftest import World
from loket.contacts.models import OutgoingMail
from loket.core.models import Event
from loket.routing.models import Queue

pytestmark = pytest.mark.usefixtures("letters")


def questions_of_telling(world: World) -> int:
    """Hand in a case, tell everybody, and count what that asks."""
    case = world.case()
    event = Event.objects.about(case).get(kind="case.submitted")
    with CaptureQueriesContext(connection) as caught:
        tell_people(event_id=event.pk)
    return len(caught)


@pytest.mark.parametrize(
    ("alert", "mails", "questions"), [(Queue.Alert.NONE, 2, 26), (Queue.Alert.EACH, 5, 33)]
)
def test_telling_of_a_submission_asks_so_much(
    world: World, alert: str, mails: int, questions: int
) -> None:
    """Each member of the team costs two: may they see the case, and what is the text of the mail.

    The receipt asks once what still waits on whoever sent the case in.
    """
    world.queue.alert = alert
    world.queue.save()

    assert questions_of_telling(world) == questions
    assert OutgoingMail.objects.count() == mails
