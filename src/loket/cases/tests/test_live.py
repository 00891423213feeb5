"""What an open page may hear: as much as its reader may see, and no longer than they may see it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.make import acting, grant, make_handler, make_person, make_queue
from tests.world import World as Tenant
from tests.world import sign_in

from loket.accounts.actions import change_account, set_password
from loket.accounts.models import Session
from loket.accounts.sessions import hashed
from loket.cases.actions.given import Given
from loket.cases.actions.handling import assign_case, claim_case
from loket.cases.actions.notes import add_note
from loket.cases.live import Place, ears_of, law, topic_of
from loket.cases.models import Case
from loket.cases.tests.conftest import World, later
from loket.core.clock import now
from loket.core.live.hearing import Ears, Happening, Standing, Watch, told
from loket.core.models import Event, Organisation, Presence
from loket.core.presence import GONE_AFTER, note_presence, note_sent, note_writing, who_is_here
from loket.people.models import Person, RoleGrant


def heard(ears: Ears | None, event: Event) -> list[str]:
    """The words by which somebody with these ears hears of an event."""
    topics = frozenset(event.topics)
    found = Happening(1, 1, 1, event.kind, event.visibility, event.about_id, topics, event.at)
    return [one.word for one in told(ears or (), found, "")]


def last(case: Case) -> Event:
    return Event.objects.about(case).latest("pk")


def hears(person: Person, place: Place, thing: int, case: Case) -> list[str]:
    return heard(ears_of(person.pk, place, thing, ()), last(case))


def test_a_page_of_a_case_hears_of_it_while_its_reader_may_see_the_case(world: World) -> None:
    case = world.case()

    hearing = {
        person.given_name: ears_of(person.pk, place, case.pk, ()) is not None
        for place, people in (
            (Place.DESK_CASE, (world.nele, world.lena, world.kim)),
            (Place.OWN_CASE, (world.sarah, world.tom, world.pia)),
        )
        for person in people
    }

    assert hearing == {
        "Nele": True, "Lena": True, "Kim": False, "Sarah": True, "Tom": True, "Pia": False
    }  # fmt: skip


def test_nobody_but_the_desk_hears_that_something_internal_happened(world: World) -> None:
    case = world.case()
    claim_case(case, by=acting(world.nele), given=Given())
    add_note(case, by=acting(world.nele), given=Given(text="Alleen voor ons"))

    assert hears(world.omar, Place.DESK_CASE, case.pk, case) == ["zaak"]
    assert hears(world.nele, Place.LIST, 0, case) == ["lijst", "tellers"]
    for person in (world.sarah, world.tom):
        assert hears(person, Place.OWN_CASE, case.pk, case) == []
        assert hears(person, Place.ELSEWHERE, 0, case) == []


def test_a_list_hears_of_its_own_queues_only(world: World) -> None:
    case = world.case()
    other = make_queue("loon")
    otto = make_handler("Otto A", other)
    both = make_handler("Bea B", other)
    grant(both, RoleGrant.Role.HANDLER, world.queue.team)

    assert hears(world.nele, Place.LIST, 0, case) == ["lijst", "tellers"]
    assert hears(world.nele, Place.LIST, world.queue.pk, case) == ["lijst", "tellers"]
    assert ears_of(world.nele.pk, Place.LIST, other.pk, ()) is None
    assert hears(otto, Place.LIST, 0, case) == []
    assert hears(both, Place.LIST, other.pk, case) == []


def test_a_handler_hears_of_their_own_request_as_its_requester_only(world: World) -> None:
    grant(world.sarah, RoleGrant.Role.HANDLER, world.queue.team)
    case = world.case()

    assert ears_of(world.sarah.pk, Place.DESK_CASE, case.pk, ()) is None
    assert hears(world.sarah, Place.LIST, 0, case) == ["tellers"]


def test_the_figures_of_everybody_concerned_change(world: World) -> None:
    case = world.case()
    submitted = last(case)
    case = claim_case(case, by=acting(world.nele), given=Given()).case
    assign_case(case, world.omar, by=acting(world.nele), given=Given())

    told_of_submitting = [
        person.given_name
        for person in (world.sarah, world.tom, world.kim)
        if heard(ears_of(person.pk, Place.ELSEWHERE, 0, ()), submitted)
    ]

    assert told_of_submitting == ["Sarah", "Tom"]
    assert hears(world.nele, Place.ELSEWHERE, 0, case) == ["tellers"]
    assert hears(world.omar, Place.ELSEWHERE, 0, case) == ["tellers"]


# How a stream ends


@pytest.fixture
def listening(world: World) -> Watch:
    """Nele looks at a case, signed in."""
    nele = make_handler("Nora L", world.queue, login="nora")
    case = world.case()
    return watch_of(nele, Place.DESK_CASE, case.pk)


def watch_of(person: Person, place: Place, thing: int) -> Watch:
    organisation = Organisation.objects.get()
    key = sign_in(Tenant(organisation, {}, {}), person)
    units = person.memberships.values_list("unit", flat=True)
    ears = ears_of(person.pk, place, thing, units)
    assert ears is not None
    return Watch(organisation.pk, person.pk, hashed(key), place, thing, ears, law)


def ended(watch: Watch) -> bool:
    (standing,) = law([watch])
    return standing is None


def test_a_stream_goes_on_while_session_and_right_stand(listening: Watch) -> None:
    assert law([listening, listening]) == [Standing(listening.ears)] * 2


def test_a_stream_ends_with_the_role_that_opened_the_case(listening: Watch) -> None:
    RoleGrant.objects.filter(person=listening.person_id).delete()

    assert ended(listening)


def test_a_stream_ends_when_its_reader_signs_out(listening: Watch) -> None:
    Session.objects.filter(session_key=listening.session).delete()

    assert ended(listening)


def test_a_stream_ends_with_its_session(listening: Watch) -> None:
    over = now() - timedelta(seconds=1)
    Session.objects.filter(session_key=listening.session).update(expire_date=over)

    assert ended(listening)


def test_a_stream_ends_with_the_account_and_with_the_password(listening: Watch) -> None:
    person = Person.objects.select_related("user").get(pk=listening.person_id)
    assert person.user is not None
    set_password(person.user, "een heel ander wachtwoord", by=acting(None))
    other_password = ended(listening)
    again = watch_of(person, Place.ELSEWHERE, 0)
    person.user.refresh_from_db()
    change_account(person.user, loa="low", active=False, by=acting(None))

    assert (other_password, ended(again)) == (True, True)


def test_a_session_of_somebody_else_or_of_another_organisation_opens_nothing(
    listening: Watch, world: World
) -> None:
    of_another = replace(listening, person_id=world.omar.pk)
    elsewhere = replace(listening, organisation_id=listening.organisation_id + 1)

    assert (ended(of_another), ended(elsewhere)) == (True, True)


def test_the_stream_of_a_chief_ends_with_their_task(world: World) -> None:
    tom = make_person("Tess C", login="tess")
    case = world.case(later(0))
    case.tasks.update(person=tom)
    watch = watch_of(tom, Place.OWN_CASE, case.pk)
    before = ended(watch)
    case.tasks.update(done_at=now())

    assert (before, ended(watch)) == (False, True)


# Who else is there


def companies(*watches: Watch) -> list[str | None]:
    return [standing.company if standing else None for standing in law(watches)]


def test_who_looks_at_a_case_at_the_desk_is_seen_by_the_others_there(
    listening: Watch, world: World
) -> None:
    other = make_handler("Obe L", world.queue, login="obe")
    also = watch_of(other, Place.DESK_CASE, listening.thing)

    assert companies(listening, also) == [str(other.pk), str(listening.person_id)]


def test_a_requester_is_never_there_and_never_hears_who_is(listening: Watch, world: World) -> None:
    case = Case.objects.get(pk=listening.thing)
    sela = make_person("Sela V", login="sela")
    Case.objects.filter(pk=case.pk).update(requester=sela.party)
    own = watch_of(sela, Place.OWN_CASE, case.pk)

    assert companies(listening, own) == ["", ""]


def test_who_writes_is_seen_writing_until_it_is_sent(listening: Watch, world: World) -> None:
    other = make_handler("Obe L", world.queue, login="obe")
    topic = topic_of(listening.thing)
    note_writing(topic, other.pk, at=now())
    while_writing = companies(listening)
    note_sent(topic, other.pk)

    assert (while_writing, companies(listening)) == ([f"{other.pk}w"], [str(other.pk)])


def test_who_is_not_seen_for_a_while_is_gone(listening: Watch, world: World) -> None:
    at = now()
    note_presence([(topic_of(listening.thing), world.omar.pk)], at=at)

    assert who_is_here([topic_of(listening.thing)], at=at) != {}
    assert who_is_here([topic_of(listening.thing)], at=at + GONE_AFTER) == {}


def test_a_sign_of_life_that_follows_at_once_is_not_written_again(world: World) -> None:
    at = now()
    note_presence([("x:1", 5), ("x:1", 5)], at=at)
    note_presence([("x:1", 5)], at=at + timedelta(seconds=4))
    soon = Presence.objects.get().seen_at
    note_presence([("x:1", 5)], at=at + timedelta(seconds=9))

    assert (soon, Presence.objects.get().seen_at) == (at, at + timedelta(seconds=9))
