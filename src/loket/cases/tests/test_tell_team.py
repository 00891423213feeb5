"""A team hears of new work as its queue says, and each member as they chose for themselves."""

import pytest

from loket.cases.reactions import tell_people
from loket.cases.tests.conftest import World, by
from loket.contacts.alerts import kind_of
from loket.contacts.models import Notification, OutgoingMail
from loket.core.models import Event
from loket.people.actions.preferences import choose_mails

pytestmark = pytest.mark.usefixtures("letters")


def test_each_member_of_a_team_hears_of_new_work_as_they_chose(world: World) -> None:
    queue = world.queue
    choose_mails(world.nele, {kind_of(queue.pk): "day"}, by=by(world.nele))
    choose_mails(world.omar, {kind_of(queue.pk): "now"}, by=by(world.omar))
    event = Event.objects.about(world.case()).get(kind="case.submitted")

    tell_people(event_id=event.pk)

    team = Notification.objects.filter(kind="team_new_case")
    heard = {one.person_id: one.mail.state for one in team.select_related("mail") if one.mail}
    assert heard == {world.nele.pk: "collecting", world.omar.pk: "queued"}


def test_a_member_who_wants_nothing_hears_nothing_where_the_queue_tells_each(world: World) -> None:
    world.queue.alert = "each"
    world.queue.save()
    choose_mails(world.nele, {kind_of(world.queue.pk): "none"}, by=by(world.nele))
    event = Event.objects.about(world.case()).get(kind="case.submitted")

    tell_people(event_id=event.pk)

    heard = Notification.objects.filter(kind="team_new_case").values_list("person_id", flat=True)
    assert world.nele.pk not in heard
    assert world.omar.pk in heard


def test_a_queue_with_a_digest_tells_its_team_once_a_day(world: World) -> None:
    world.queue.alert = "digest"
    world.queue.save()
    for _ in range(2):
        event = Event.objects.about(world.case()).get(kind="case.submitted")
        tell_people(event_id=event.pk)

    mails = OutgoingMail.objects.filter(person=world.nele)
    assert [(mail.state, mail.bundle_key) for mail in mails] == [("collecting", "day")]
    assert Notification.objects.filter(mail=mails.get()).count() == 2
