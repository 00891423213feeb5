"""Whoever an event of a case concerns hears of it once, and nobody else does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.make import at, make_case, make_service

from loket.cases.actions import answering, handling
from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.papers import waive_document
from loket.cases.actions.submit import submit_case
from loket.cases.models import Case, Task
from loket.cases.reactions import tell_people
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.tests.forms import LEAVE
from loket.contacts.models import Notification, OutgoingMail
from loket.core.clocks import fire_due
from loket.core.events import record
from loket.core.models import Event
from loket.people.models import Person, Preference

pytestmark = pytest.mark.usefixtures("letters")
RunJobs = Callable[..., list[str]]


def notices(person: Person) -> list[str]:
    return list(person.notifications.order_by("pk").values_list("kind", flat=True))


def mails(person: Person) -> list[str]:
    return list(
        OutgoingMail.objects.filter(person=person).order_by("pk").values_list("subject", flat=True)
    )


def task_of(case: Case, kind: str) -> Task:
    return Task.objects.open().get(case=case, kind=kind)


@pytest.fixture
def ready(world: World, run_jobs: RunJobs) -> Case:
    """A case of Nele, approved and begun, of which everybody has heard."""
    case = world.case()
    answering.approve(case, by=by(world.tom), given=Given(task=task_of(case, "approve").pk))
    handling.claim_case(case, by=by(world.nele))
    waive = Given(task=task_of(case, "deliver").pk, text="Niet nodig", slot="rooster")
    waive_document(case, by=by(world.nele), given=waive)
    handling.start_case(case, by=by(world.nele))
    forget(run_jobs)
    return Case.objects.get(pk=case.pk)


def forget(run_jobs: RunJobs) -> None:
    run_jobs()
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()


def propose(world: World, case: Case) -> None:
    given = Given(text="Uw vierdagenweek begint op 1 maart.")
    handling.propose_solution(case, by=by(world.nele), given=given)


def test_a_new_case_is_confirmed_to_who_asks_and_put_before_the_chief(
    world: World, run_jobs: RunJobs
) -> None:
    case = world.case()

    run_jobs()

    assert notices(world.sarah) == ["receipt"]
    assert notices(world.tom) == ["approval_asked"]
    assert notices(world.kim) == []
    assert mails(world.sarah) == [f"We hebben uw aanvraag ontvangen: {case.number}"]
    assert mails(world.tom) == [f"Uw akkoord wordt gevraagd: {case.number}"]


def test_a_receipt_says_when_there_is_an_answer_and_what_was_asked(
    world: World, run_jobs: RunJobs
) -> None:
    world.case()

    run_jobs()

    text = OutgoingMail.objects.get(person=world.sarah).text
    assert "Begindatum: 1 maart 2027" in text
    # The schedule may follow until 4 December; the term of five working days goes on from there.
    assert "ten laatste op 11 december 2026" in text


def test_what_is_sealed_is_in_no_mail_and_no_notice(world: World, run_jobs: RunJobs) -> None:
    case = world.case()
    Case.objects.filter(pk=case.pk).update(answers={}, sealed=b"ziek")

    run_jobs()

    told = Notification.objects.get(person=world.sarah)
    assert told.params.keys() == {"number", "title", "expected_on"}
    assert told.mail is not None
    assert "ziek" not in told.mail.text


def test_the_same_event_twice_tells_nobody_twice(world: World, run_jobs: RunJobs) -> None:
    world.case()
    run_jobs()
    told = Notification.objects.count()

    tell_people(event_id=Event.objects.get(kind="case.submitted").pk)

    assert Notification.objects.count() == told
    assert len(mails(world.sarah)) == 1


def test_a_team_hears_of_new_work_only_where_its_queue_asks_for_it(
    world: World, run_jobs: RunJobs
) -> None:
    world.case()
    run_jobs()
    assert notices(world.nele) == notices(world.lena) == []

    world.queue.alert = "each"
    world.queue.save()
    case = world.case()
    run_jobs()

    assert notices(world.nele) == notices(world.lena) == ["team_new_case"]
    assert mails(world.nele) == mails(world.lena) == [f"Nieuwe aanvraag: {case.number}"]


def test_whoever_it_is_about_hears_that_somebody_else_asked(
    world: World, run_jobs: RunJobs
) -> None:
    case = make_case(world.sarah, world.service, subject=world.kim.party)
    record("case.submitted", case, by=by(world.sarah), action="submit")

    run_jobs()

    assert notices(world.sarah) == ["receipt"]
    assert notices(world.kim) == ["receipt_for_you"]


def test_a_claim_is_told_in_the_portal_and_mailed_only_on_request(
    world: World, run_jobs: RunJobs
) -> None:
    case = world.case()
    Preference.objects.create(person=world.sarah, event_kind="started", channel="mail", on=True)
    answering.approve(case, by=by(world.tom), given=Given(task=task_of(case, "approve").pk))
    forget(run_jobs)
    handling.claim_case(case, by=by(world.nele))
    handling.start_case(case, by=by(world.nele))

    run_jobs()

    assert notices(world.sarah) == ["assigned", "started"]
    assert mails(world.sarah) == [f"We werken aan uw aanvraag: {case.number}"]
    assert notices(world.nele) == []


def test_a_colleague_who_gets_a_case_is_told(world: World, run_jobs: RunJobs, ready: Case) -> None:
    handling.assign_case(ready, world.omar, by=by(world.nele))

    run_jobs()

    assert notices(world.omar) == ["work_assigned"]
    assert Notification.objects.get(person=world.omar).url == f"/werk/zaken/{ready.number}/"


def test_a_question_goes_to_who_must_answer_it(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.REQUESTER, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))

    run_jobs()

    assert notices(world.sarah) == ["question"]
    assert mails(world.sarah) == [f"We hebben een vraag over uw aanvraag: {ready.number}"]
    assert "Welke dag?" not in OutgoingMail.objects.get().text


def test_a_question_to_the_personnel_department_goes_to_its_members(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.PERSONNEL, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Klopt dit?"))

    run_jobs()

    assert notices(world.pia) == ["personnel_question"]
    assert Notification.objects.get(person=world.pia).url == "/taken/"
    assert notices(world.sarah) == ["waits_on_other"]
    assert mails(world.sarah) == []


def test_an_answer_is_told_to_the_handler(world: World, run_jobs: RunJobs, ready: Case) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.REQUESTER, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))
    forget(run_jobs)
    answer = Given(text="Woensdag", task=task_of(ready, "answer").pk)
    answering.answer_question(ready, by=by(world.sarah, later(1)), given=answer)

    run_jobs()

    assert notices(world.nele) == ["work_answered"]
    assert notices(world.sarah) == []


def test_a_message_and_its_answer_go_to_the_other_side(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    handling.send_message(ready, by=by(world.nele), given=Given(text="Dag Sarah"))
    run_jobs()
    assert (notices(world.sarah), notices(world.nele)) == (["message"], [])

    answering.write_to_case(ready, by=by(world.sarah), given=Given(text="Dag Nele"))
    run_jobs()
    assert (notices(world.sarah), notices(world.nele)) == (["message"], ["work_message"])


def test_a_solution_says_until_when_one_can_answer(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    propose(world, ready)

    run_jobs()

    told = Notification.objects.get(person=world.sarah)
    assert (told.kind, told.params["closes_on"]) == ("proposed", "2026-12-04")
    assert told.mail is not None
    assert "op 4 december 2026" in told.mail.text


def test_a_yes_is_told_only_when_it_can_no_longer_be_taken_back(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    propose(world, ready)
    forget(run_jobs)
    given = Given(task=task_of(ready, "accept").pk)
    answering.accept_solution(ready, by=by(world.sarah, later(1)), given=given)

    run_jobs(later(1) + timedelta(seconds=9))
    assert notices(world.sarah) == []

    run_jobs(later(1) + timedelta(seconds=10))
    assert notices(world.sarah) == ["closed"]
    assert notices(world.nele) == ["work_accepted"]


def test_a_no_goes_to_the_handler(world: World, run_jobs: RunJobs, ready: Case) -> None:
    propose(world, ready)
    forget(run_jobs)
    given = Given(task=task_of(ready, "accept").pk, text="Verkeerde dag")
    answering.refuse_solution(ready, by=by(world.sarah, later(1)), given=given)

    run_jobs()

    assert notices(world.nele) == ["work_refused"]
    assert mails(world.nele) == [f"Oplossing geweigerd: {ready.number}"]
    assert "Verkeerde dag" not in OutgoingMail.objects.get().text


def test_a_mail_about_small_news_says_what_the_portal_says(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    Preference.objects.create(person=world.nele, event_kind="work_message", channel="mail", on=True)
    answering.write_to_case(ready, by=by(world.sarah), given=Given(text="Dag Nele"))

    run_jobs()

    assert mails(world.nele) == [f"Nieuws in {ready.number}"]
    sentence = f"De aanvrager schreef een bericht in {ready.number}."
    assert sentence in OutgoingMail.objects.get().text


def test_who_may_not_see_the_case_hears_nothing(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    world.nele.grants.all().delete()
    answering.write_to_case(ready, by=by(world.sarah), given=Given(text="Dag Nele"))

    run_jobs()

    assert notices(world.nele) == []


def test_what_was_imported_is_shown_but_not_mailed(world: World, run_jobs: RunJobs) -> None:
    imported = replace(by(world.sarah), channel="import")
    submit_case(world.draft(), by=imported)

    run_jobs()

    assert notices(world.sarah) == ["receipt"]
    assert not OutgoingMail.objects.exists()


def test_chief_and_requester_are_reminded_of_what_they_must_do(
    world: World, run_jobs: RunJobs
) -> None:
    world.case()
    forget(run_jobs)
    fire_due(at("2026-12-07 12:00"))

    run_jobs()

    assert notices(world.tom) == ["approval_reminder"]
    assert notices(world.sarah) == ["document_due"]


def test_who_corrects_nothing_is_reminded_of_that(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    given = Given(text="De datum klopt niet.")
    handling.return_for_correction(ready, by=by(world.nele), given=given)
    forget(run_jobs)
    fire_due(at("2026-11-27 12:00"))

    run_jobs()

    assert notices(world.sarah) == ["correction_reminder"]


def test_who_answers_no_question_is_reminded(world: World, run_jobs: RunJobs, ready: Case) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.REQUESTER, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))
    forget(run_jobs)
    fire_due(at("2026-11-27 12:00"))

    run_jobs()

    assert notices(world.sarah) == ["question_reminder"]


def test_silence_is_told_before_and_when_it_ends_the_case(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    propose(world, ready)
    forget(run_jobs)
    for moment in (at("2026-11-27 12:00"), at("2026-12-07 12:00")):
        fire_due(moment)
        run_jobs()

    assert notices(world.sarah) == ["acceptance_reminder", "auto_closed"]
    assert mails(world.sarah)[-1] == f"Uw aanvraag is afgesloten: {ready.number}"


def test_a_question_that_is_no_longer_needed_is_told_to_who_was_asked(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.REQUESTER, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))
    forget(run_jobs)
    handling.stop_waiting(ready, by=by(world.nele, later(1)), given=Given(text="Gevonden"))

    run_jobs()

    assert notices(world.sarah) == ["question_dropped"]


def test_the_handler_hears_that_a_request_was_taken_back(world: World, run_jobs: RunJobs) -> None:
    may_withdraw = LEAVE | {"after_submit": {"withdraw_until": "awaiting_acceptance"}}
    case = replace(world, service=make_service(world.nele, may_withdraw)).case()
    handling.claim_case(case, by=by(world.nele))
    forget(run_jobs)
    carry_out(case.pk, "withdraw", by=by(world.sarah, later(1)))

    run_jobs(later(2))

    assert notices(world.nele) == ["work_withdrawn"]
    assert notices(world.sarah) == ["closed"]


def test_a_yes_that_was_taken_back_is_told_to_the_handler_only(
    world: World, run_jobs: RunJobs, ready: Case
) -> None:
    propose(world, ready)
    forget(run_jobs)
    given = Given(task=task_of(ready, "accept").pk)
    answering.accept_solution(ready, by=by(world.sarah, later(1)), given=given)
    soon = by(world.sarah, later(1) + timedelta(seconds=5))
    carry_out(ready.pk, "undo_accept", by=soon)

    run_jobs(later(2))

    assert notices(world.sarah) == []
    assert notices(world.nele) == ["work_accept_undone"]
