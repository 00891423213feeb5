"""A case goes where its answers say: other answers bring it to another queue with another term."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from tests.make import grant, make_handler, make_queue, make_service

from loket.cases.actions import answering, handling, moving, planning
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.correction import correct_case, start_correction
from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.figures import counter_key
from loket.cases.actions.given import Given
from loket.cases.actions.submit import submit_case
from loket.cases.links import at_desk, in_portal, look_around
from loket.cases.models import Case, Change, Task
from loket.cases.models.note import Note
from loket.cases.reactions import tell_people
from loket.cases.tests.conftest import World, by, later
from loket.cases.timeline_requester import for_requester
from loket.cases.timeline_staff import for_staff
from loket.catalogue.actions.answers import save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.specs import spec_of
from loket.catalogue.tests.forms import LEAVE
from loket.contacts.models import Notification
from loket.core.counters import read_counters
from loket.core.errors import RuleError
from loket.core.models import Clock, Event
from loket.people.models import Person
from loket.routing.models import Queue

SECOND = {"f": "opmerking", "answered": True}
TERM = Clock.objects.filter(metric="term")


@pytest.fixture
def far(world: World) -> Queue:
    """Another queue, of another team and with more time."""
    queue = make_queue("tweede")
    queue.term_days = 30
    queue.save()
    return queue


@pytest.fixture
def routed(world: World, far: Queue) -> World:
    """A world whose form sends who remarks something to that other queue."""
    spec: Any = deepcopy(LEAVE)
    spec["case"] = {key: value for key, value in spec["case"].items() if key != "sla"} | {
        "routes": [{"when": SECOND, "queue": "tweede"}]
    }
    spec["after_submit"] |= {"amend_until": "awaiting_acceptance"}
    spec["approvals"] = []
    spec["documents"] = []
    return replace(world, service=make_service(world.nele, spec))


@pytest.fixture
def case(routed: World) -> Case:
    return handed_in(routed)


def handed_in(world: World, **answers: str) -> Case:
    """A case of Sarah in the world with the routes."""
    draft = start_draft(world.service, by=by(world.sarah), loa="substantial")
    said = {"verlof": "vierdagenweek", "begindatum": "2027-03-01", "statuut": "statutair"}
    for name, value in (said | answers).items():
        save_field(draft, name, value, by=by(world.sarah))
    return submit_case(draft, by=by(world.sarah))


def read(case: Case) -> Case:
    return Case.objects.select_related("queue").get(pk=case.pk)


def taken_over(case: Case, world: World, days: float = 1, **answers: str) -> Case:
    """A change that Sarah sends and Nele takes over."""
    draft = start_changes(case, by=by(world.sarah))
    for name, value in answers.items():
        save_field(draft, name, value, by=by(world.sarah))
    send_changes(draft, by=by(world.sarah))
    asked = Change.objects.filter(change_set__case=case, state="asked")
    verdicts = {one.pk: Verdict(accepted=True) for one in asked}
    decide_changes(case, verdicts, by=by(world.nele, later(days)), given=Given())
    return read(case)


def due_in(world: World, far: Queue) -> datetime:
    """When a case is due that was in the other queue from the beginning."""
    return handed_in(world, opmerking="Van in het begin.").due_at


def test_other_answers_bring_a_case_to_their_queue_with_its_term(
    routed: World, case: Case, far: Queue
) -> None:
    before = case.due_at

    now = taken_over(case, routed, opmerking="Een tweede wagen.")

    assert now.queue == far
    assert now.due_at == due_in(routed, far) > before
    assert [one.target_term for one in TERM.filter(about_id=case.pk).order_by("pk")] == [
        "5wd",
        "30wd",
    ]
    assert TERM.get(about_id=case.pk, stopped_at=None).started_at == case.created_at


def test_answers_that_say_no_other_queue_leave_the_case_where_it_is(
    routed: World, case: Case
) -> None:
    now = taken_over(case, routed, begindatum="2027-06-01")

    assert (now.queue, now.due_at) == (routed.queue, case.due_at)
    assert not Event.objects.about(case).filter(kind="case.moved").exists()


def test_a_case_that_somebody_put_elsewhere_stays_there_when_the_answers_say_the_same_as_before(
    routed: World, case: Case
) -> None:
    elsewhere = make_queue("derde")
    grant(routed.nele, "handler", elsewhere.team)
    Case.objects.filter(pk=case.pk).update(queue=elsewhere)

    now = taken_over(case, routed, begindatum="2027-06-01")

    assert now.queue == elsewhere


def test_whoever_does_not_work_in_the_other_queue_has_the_case_no_longer(
    routed: World, case: Case
) -> None:
    handling.claim_case(case, by=by(routed.nele))
    handling.start_case(case, by=by(routed.nele))

    now = taken_over(case, routed, opmerking="Een tweede wagen.")

    assert (now.status, now.assignee) == ("open", None)
    assert not Case.objects.visible_to(routed.nele).filter(pk=case.pk).exists()


def test_whoever_works_in_both_queues_goes_on(routed: World, case: Case, far: Queue) -> None:
    grant(routed.nele, "handler", far.team)
    handling.claim_case(case, by=by(routed.nele))
    handling.start_case(case, by=by(routed.nele))

    now = taken_over(case, routed, opmerking="Een tweede wagen.")

    assert (now.status, now.assignee) == ("in_progress", routed.nele)


def test_a_question_stays_open_for_whoever_takes_the_case_in_the_other_queue(
    routed: World, case: Case
) -> None:
    handling.claim_case(case, by=by(routed.nele))
    asked = handling.whom_to_ask(case, Task.Party.REQUESTER, by=by(routed.nele))
    handling.ask(case, asked, by=by(routed.nele), given=Given(text="Welke wagen?"))

    now = taken_over(case, routed, opmerking="Een tweede wagen.")

    assert (now.status, now.resume_status, now.assignee) == ("waiting", "open", None)
    clock = TERM.get(about_id=case.pk, stopped_at=None)
    assert clock.due_at is None, "the term stands still as it did"


def test_a_term_that_would_be_over_begins_when_the_case_moves(routed: World, far: Queue) -> None:
    far.term_days = 1
    far.save()
    case = handed_in(routed)

    now = taken_over(case, routed, days=3, opmerking="Er is gevaar.")

    assert now.due_at > later(3)
    assert not now.is_late


def test_a_correction_brings_a_case_to_the_queue_of_its_new_answers_too(
    routed: World, case: Case, far: Queue
) -> None:
    handling.claim_case(case, by=by(routed.nele))
    handling.return_for_correction(case, by=by(routed.nele), given=Given(text="Welke wagen?"))
    draft = start_correction(case, by=by(routed.sarah))
    save_field(draft, "opmerking", "De tweede.", by=by(routed.sarah))

    correct_case(draft, by=by(routed.sarah))

    now = read(case)
    assert (now.queue, now.status, now.assignee) == (far, "open", None)


def test_everybody_hears_that_the_case_moved(routed: World, case: Case, far: Queue) -> None:
    far.alert = Queue.Alert.EACH
    far.save()
    handling.claim_case(case, by=by(routed.nele))
    ann = make_handler("Ann F", far)
    now = taken_over(case, routed, opmerking="Een tweede wagen.")

    tell_people(event_id=Event.objects.get(kind="case.moved").pk)

    assert told(ann) == [("team_new_case", f"/werk/zaken/{case.number}/")]
    assert told(routed.nele) == [("work_moved_away", f"/werk/alle/mine/?verhuisd={case.number}")]
    assert told(routed.sarah) == [("moved", f"/zaken/{case.number}/")]
    notice = Notification.objects.get(person=routed.sarah, kind="moved")
    assert notice.params["expected_on"] == now.due_at.date().isoformat()


def told(person: Person) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(person=person).values_list("kind", "url"))


def test_the_timeline_names_the_queue(routed: World, case: Case) -> None:
    taken_over(case, routed, opmerking="Een tweede wagen.")

    near = look_around(read(case), in_portal(routed.sarah))
    entries = for_requester(near, spec_of(case.version), "nl").entries

    assert entries[0].sentence == (
        "Door uw nieuwe antwoorden gaat uw zaak naar een ander team: Tweede."
    )


def test_the_figures_of_both_queues_follow(routed: World, case: Case, far: Queue) -> None:
    here, there = counter_key(routed.queue.pk, "team"), counter_key(far.pk, "team")
    assert read_counters([here, there]) == {here: 1, there: 0}

    taken_over(case, routed, opmerking="Een tweede wagen.")

    assert read_counters([here, there]) == {here: 0, there: 1}


def by_hand(case: Case, far: Queue, who: Person, text: str = "Dit is een tweede wagen.") -> Case:
    moving.move_case(case, far, by=by(who, later(1)), given=Given(text=text, key="hand"))
    return read(case)


def test_a_handler_brings_an_open_case_to_another_queue_with_a_reason(
    routed: World, case: Case, far: Queue
) -> None:
    now = by_hand(case, far, routed.nele)

    assert (now.queue, now.status) == (far, "open")
    assert now.due_at == due_in(routed, far)
    event = Event.objects.about(case).get(kind="case.moved")
    assert (event.actor_id, event.data["left"], event.data["queue"]) == (
        routed.nele.pk,
        routed.queue.pk,
        far.pk,
    )
    assert Note.objects.get().body == "Dit is een tweede wagen."


def test_pressed_twice_a_case_moves_once(routed: World, case: Case, far: Queue) -> None:
    grant(routed.nele, "lead", far.team)
    handling.claim_case(case, by=by(routed.nele))
    by_hand(case, far, routed.nele)
    assert by_hand(case, far, routed.nele).status == "open"

    assert Event.objects.about(case).filter(kind="case.moved").count() == 1
    assert Note.objects.count() == 1


def test_a_case_that_somebody_handles_is_moved_by_them_or_their_lead(
    routed: World, case: Case, far: Queue
) -> None:
    handling.claim_case(case, by=by(routed.nele))

    with pytest.raises(RuleError) as refused:
        by_hand(case, far, routed.omar)

    assert refused.value.code == "not_your_role"
    assert by_hand(case, far, routed.lena).assignee is None
    tell_people(event_id=Event.objects.get(kind="case.moved").pk)
    assert [kind for kind, _url in told(routed.nele)] == ["work_moved_away"]


@pytest.mark.parametrize("text", ["", "  "])
def test_without_a_reason_nothing_moves(routed: World, case: Case, far: Queue, text: str) -> None:
    with pytest.raises(RuleError) as refused:
        by_hand(case, far, routed.nele, text)

    assert refused.value.code == "missing_reason"


def test_the_requester_reads_where_the_case_went_and_not_why(
    routed: World, case: Case, far: Queue
) -> None:
    by_hand(case, far, routed.nele)
    spec = spec_of(case.version)

    own = for_requester(look_around(read(case), in_portal(routed.sarah)), spec, "nl").entries[0]
    near = look_around(read(case), at_desk(make_handler("Ann F", far)))
    staff = for_staff(near, spec, "nl", cleared=False).entries[0]

    assert (own.sentence, own.note) == ("Uw zaak gaat naar een ander team: Tweede.", "")
    assert staff.note == "Dit is een tweede wagen."


def test_a_case_does_not_move_to_where_it_is(routed: World, case: Case) -> None:
    with pytest.raises(RuleError) as refused:
        by_hand(case, routed.queue, routed.nele)

    assert refused.value.code == "missing_queue"


@pytest.mark.parametrize("party", [Task.Party.REQUESTER, Task.Party.THIRD])
def test_a_case_that_waits_is_taken_in_the_other_queue_and_goes_on_there(
    routed: World, case: Case, far: Queue, party: Task.Party
) -> None:
    handling.claim_case(case, by=by(routed.nele))
    asked = handling.whom_to_ask(case, party, by=by(routed.nele), name="De gemeente")
    handling.ask(case, asked, by=by(routed.nele), given=Given(text="Welke wagen?"))
    ann, ben = make_handler("Ann F", far), make_handler("Ben F", far)
    taken_over(case, routed, opmerking="Een tweede wagen.")

    handling.claim_case(case, by=by(ann, later(2)))
    assert (read(case).status, read(case).assignee) == ("waiting", ann)
    with pytest.raises(RuleError):
        handling.claim_case(case, by=by(ben, later(2)))

    handling.stop_waiting(case, by=by(ann, later(2)), given=Given(text="Niet meer nodig."))
    assert (read(case).status, read(case).resume_status) == ("assigned", "")


def test_a_case_that_waits_for_a_correction_is_given_to_somebody_in_the_other_queue(
    routed: World, case: Case, far: Queue
) -> None:
    handling.claim_case(case, by=by(routed.nele))
    handling.return_for_correction(case, by=by(routed.nele), given=Given(text="Welke wagen?"))
    ann, ben = make_handler("Ann F", far), make_handler("Ben F", far)
    moving.move_case(case, far, by=by(routed.nele), given=Given(text="Hoort bij u."))

    handling.assign_case(read(case), ben, by=by(ann, later(2)))

    assert (read(case).status, read(case).assignee) == ("returned", ben)
    planning.take_back(case, None, by=by(ann, later(2)))
    assert (read(case).status, read(case).assignee) == ("returned", None)
    draft = start_correction(case, by=by(routed.sarah))
    correct_case(draft, by=by(routed.sarah, later(2)))
    assert read(case).status == "open"


def test_what_a_third_party_answers_is_written_down_by_whoever_has_the_case_now(
    routed: World, case: Case, far: Queue
) -> None:
    nele, ann = routed.nele, make_handler("Ann F", far)
    handling.claim_case(case, by=by(nele))
    handling.start_case(case, by=by(nele))
    asked = handling.whom_to_ask(case, Task.Party.THIRD, by=by(nele), name="De gemeente")
    handling.ask(case, asked, by=by(nele), given=Given(text="Welke wagen?"))
    draft = start_changes(case, by=by(routed.sarah))
    save_field(draft, "einddatum", "2027-08-31", by=by(routed.sarah))
    send_changes(draft, by=by(routed.sarah))
    tasks = Task.objects.open().filter(case=case)

    handling.assign_case(case, routed.omar, by=by(nele, later(1)))
    assert {one.person for one in tasks.all()} == {routed.omar}

    moving.move_case(
        read(case), far, by=by(routed.omar, later(2)), given=Given(text="Hoort bij u.")
    )
    assert {(one.person, one.unit) for one in tasks.all()} == {(None, far.team)}

    handling.claim_case(case, by=by(ann, later(3)))
    assert {(one.person, one.unit) for one in tasks.all()} == {(ann, None)}
    answer = tasks.get(kind="answer")
    given = Given(task=answer.pk, text="De blauwe wagen.")
    answering.answer_question(case, by=by(ann, later(3)), given=given)
    assert read(case).status == "assigned"


def test_a_case_is_not_taken_back_from_whoever_asked_something_since(
    routed: World, case: Case
) -> None:
    nele, omar = routed.nele, routed.omar
    handling.assign_case(case, omar, by=by(nele))
    asked = handling.whom_to_ask(case, Task.Party.REQUESTER, by=by(omar, later(1)))
    handling.ask(case, asked, by=by(omar, later(1)), given=Given(text="Welke wagen?"))

    with pytest.raises(RuleError):
        planning.take_back(case, None, by=by(nele, later(1)))

    assert (read(case).status, read(case).assignee) == ("waiting", omar)
