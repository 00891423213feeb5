"""The life of a case, from the queue to the accepted answer, by everybody who has a part in it."""

from dataclasses import replace

import pytest
from tests.make import make_file

from loket.cases.actions import answering, handling
from loket.cases.actions.correction import correct_case, start_correction
from loket.cases.actions.given import Given
from loket.cases.actions.notes import add_note
from loket.cases.actions.papers import waive_document
from loket.cases.models import Approval, Assignment, Case, CaseFile, CaseMessage, Task
from loket.cases.models.note import Note
from loket.cases.papers import Reader, paper_views
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.actions.answers import save_field
from loket.catalogue.specs import spec_of
from loket.contacts.models import Message
from loket.core.errors import ConflictError, RuleError
from loket.core.models import Clock, Event


def task_of(case: Case, kind: str) -> Task:
    return Task.objects.open().get(case=case, kind=kind)


def read(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def ready(world: World) -> Case:
    """A case of Nele, approved by Tom, with nothing outstanding, and begun."""
    case = world.case()
    answering.approve(case, by=by(world.tom), given=Given(task=task_of(case, "approve").pk))
    handling.claim_case(case, by=by(world.nele))
    waive = Given(task=task_of(case, "deliver").pk, text="Niet nodig", slot="rooster")
    waive_document(case, by=by(world.nele), given=waive)
    handling.start_case(case, by=by(world.nele))
    return read(case)


def test_a_case_cannot_begin_before_the_chief_agreed(world: World) -> None:
    case = world.case()
    handling.claim_case(case, by=by(world.nele))

    with pytest.raises(RuleError, match="leidinggevende"):
        handling.start_case(case, by=by(world.nele))

    assert read(case).status == Case.Status.ASSIGNED


def test_nobody_takes_a_case_that_somebody_has(world: World) -> None:
    case = world.case()
    handling.claim_case(case, by=by(world.nele))

    with pytest.raises(RuleError):
        handling.claim_case(case, by=by(world.omar))

    assert read(case).assignee == world.nele


def test_a_question_makes_the_case_wait_and_the_answer_lets_it_go_on(
    world: World, ready: Case
) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.REQUESTER, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Welke dag?"))
    waiting = read(ready)
    assert (waiting.status, waiting.waits_on) == ("waiting", "requester")

    answer = Given(text="Woensdag", task=task_of(ready, "answer").pk)
    answering.answer_question(ready, by=by(world.sarah, later(3)), given=answer)

    going_on = read(ready)
    assert (going_on.status, going_on.waits_on) == ("in_progress", "")
    assert going_on.due_at > ready.due_at
    assert [m.body for m in Message.objects.order_by("pk")][-2:] == ["Welke dag?", "Woensdag"]


def test_the_personnel_department_is_asked_as_a_unit(world: World, ready: Case) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.PERSONNEL, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Klopt dit?"))

    task = task_of(ready, "answer")
    assert task.unit is not None
    assert task.unit.slug == "fod-p"
    answering.answer_question(ready, by=by(world.pia), given=Given(text="Ja", task=task.pk))
    assert read(ready).status == "in_progress"


def test_the_chief_is_asked_and_answers(world: World, ready: Case) -> None:
    asked = handling.whom_to_ask(ready, Task.Party.MANAGER, by=by(world.nele))
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Past dit rooster?"))

    task = task_of(ready, "answer")
    assert (task.person, read(ready).waits_on) == (world.tom, "manager")
    answering.answer_question(ready, by=by(world.tom), given=Given(text="Ja", task=task.pk))
    assert read(ready).status == "in_progress"


def test_of_a_third_party_the_handler_writes_the_answer_down(world: World, ready: Case) -> None:
    asked = handling.whom_to_ask(
        ready, Task.Party.THIRD, by=by(world.nele), name=" Dienst voor pleegzorg "
    )
    handling.ask(ready, asked, by=by(world.nele), given=Given(text="Vanaf welke dag?"))

    task = task_of(ready, "answer")
    assert (task.third_party, read(ready).waits_on) == ("Dienst voor pleegzorg", "third")
    answering.answer_question(ready, by=by(world.nele), given=Given(text="1 mei", task=task.pk))
    assert read(ready).status == "in_progress"


def test_a_third_party_without_a_name_cannot_be_asked(world: World, ready: Case) -> None:
    with pytest.raises(RuleError):
        handling.whom_to_ask(ready, Task.Party.THIRD, by=by(world.nele), name=" ")


def test_an_accepted_solution_closes_the_case(world: World, ready: Case) -> None:
    handling.propose_solution(ready, by=by(world.nele), given=Given(text="Goedgekeurd."))
    assert read(ready).status == "awaiting_acceptance"

    accept = Given(task=task_of(ready, "accept").pk)
    answering.accept_solution(ready, by=by(world.sarah, later(1)), given=accept)

    closed = read(ready)
    assert (closed.status, closed.outcome) == ("closed_complete", "accepted")
    assert closed.closed_at == later(1)
    assert not Task.objects.open().filter(case=ready).exists()
    assert not Clock.objects.filter(about_id=ready.pk, stopped_at=None).exists()


def test_a_refused_solution_goes_back_to_the_same_handler(world: World, ready: Case) -> None:
    handling.propose_solution(ready, by=by(world.nele), given=Given(text="Goedgekeurd."))
    no = Given(task=task_of(ready, "accept").pk, text="De datum klopt niet.")

    answering.refuse_solution(ready, by=by(world.sarah), given=no)

    back = read(ready)
    assert (back.status, back.assignee, back.refused_count) == ("in_progress", world.nele, 1)


def test_a_refusal_needs_a_reason(world: World, ready: Case) -> None:
    handling.propose_solution(ready, by=by(world.nele), given=Given(text="Goedgekeurd."))
    task = task_of(ready, "accept").pk

    with pytest.raises(RuleError, match="waarom"):
        answering.refuse_solution(ready, by=by(world.sarah), given=Given(task=task))

    assert read(ready).status == "awaiting_acceptance"


def test_a_refused_approval_sends_the_request_back_and_the_correction_asks_again(
    world: World,
) -> None:
    case = world.case()
    no = Given(task=task_of(case, "approve").pk, text="Te vroeg.")
    answering.refuse_approval(case, by=by(world.tom), given=no)
    assert read(case).status == "returned"

    draft = start_correction(case, by=by(world.sarah))
    save_field(draft, "begindatum", "2027-06-01", by=by(world.sarah))
    correct_case(draft, by=by(world.sarah))

    corrected = read(case)
    assert (corrected.status, corrected.answers_rev) == ("open", 2)
    assert corrected.answers["begindatum"] == "2027-06-01"
    again = Approval.objects.order_by("pk").last()
    assert again is not None
    assert (again.state, again.answers_rev) == ("asked", 2)
    assert Case.objects.count() == 1


def test_what_an_approver_says_is_read_by_the_requester(world: World) -> None:
    case = world.case()
    no = Given(task=task_of(case, "approve").pk, text="Te vroeg.")

    answering.refuse_approval(case, by=by(world.tom), given=no)

    said = CaseMessage.objects.select_related("message").get(case=case)
    assert (said.kind, said.message.body, said.message.from_us) == ("refusal", "Te vroeg.", False)


def test_nobody_agrees_with_their_own_request(world: World) -> None:
    case = world.case()
    task = task_of(case, "approve")
    Task.objects.filter(pk=task.pk).update(person=world.sarah)

    with pytest.raises(RuleError):
        answering.approve(case, by=by(world.sarah), given=Given(task=task.pk))

    assert Approval.objects.get().state == "asked"


def test_the_same_click_twice_is_one_message(world: World, ready: Case) -> None:
    given = Given(text="Wij zijn bezig.", key="a-key-of-sixteen-signs")

    handling.send_message(ready, by=by(world.nele), given=given)
    handling.send_message(ready, by=by(world.nele), given=given)

    assert Message.objects.filter(body="Wij zijn bezig.").count() == 1
    assert Task.objects.open().filter(case=ready, kind="read").count() == 1


def test_other_words_after_the_same_click_are_refused_and_not_passed_over(
    world: World, ready: Case
) -> None:
    key = "a-key-of-sixteen-signs"
    handling.send_message(ready, by=by(world.nele), given=Given(text="Wij zijn bezig.", key=key))
    add_note(ready, by=by(world.nele), given=Given(text="Dossier 12.", key=key))

    for doing, words in ((handling.send_message, "Wij zijn klaar."), (add_note, "Dossier 13.")):
        with pytest.raises(ConflictError, match="nog niet verstuurd"):
            doing(ready, by=by(world.nele), given=Given(text=words, key=key))

    assert list(Note.objects.values_list("body", flat=True)) == ["Dossier 12."]
    assert not Message.objects.filter(body="Wij zijn klaar.").exists()


def test_another_addressee_or_file_after_the_same_click_is_refused_and_not_passed_over(
    world: World, ready: Case
) -> None:
    key, nele = "a-key-of-sixteen-signs", by(world.nele)
    first, second = make_file(world.nele, "een.pdf"), make_file(world.nele, "twee.pdf")
    told = Given(text="In bijlage het attest.", key=key, files=(first.pk,))
    handling.send_message(ready, by=nele, given=told)
    asked = handling.whom_to_ask(ready, Task.Party.REQUESTER, by=nele)
    other = handling.whom_to_ask(ready, Task.Party.THIRD, by=nele, name="De school")
    question = Given(text="Klopt dit?", key=f"{key}-2")
    handling.ask(ready, asked, by=nele, given=question)

    with pytest.raises(ConflictError, match="nog niet verstuurd"):
        handling.send_message(ready, by=nele, given=replace(told, files=(second.pk,)))
    with pytest.raises(ConflictError, match="nog niet verstuurd"):
        handling.ask(ready, other, by=nele, given=question)

    assert handling.ask(ready, asked, by=nele, given=question).repeated
    assert handling.send_message(ready, by=nele, given=replace(told, files=())).repeated
    assert Task.objects.filter(case=ready, kind="answer").count() == 1


def test_the_same_file_once_more_is_the_same_click(world: World, ready: Case) -> None:
    told = Given(text="In bijlage.", key="a-key-of-sixteen-signs")
    files = [make_file(world.nele, "een.pdf") for _ in range(2)]

    once, twice = (
        handling.send_message(ready, by=by(world.nele), given=replace(told, files=(file.pk,)))
        for file in files
    )

    assert (once.repeated, twice.repeated) == (False, True)
    assert CaseFile.objects.filter(case=ready, via="house").count() == 1


def test_the_same_note_twice_is_one(world: World, ready: Case) -> None:
    given = Given(text=" Dossier 12. ", key="a-key-of-sixteen-signs")

    add_note(ready, by=by(world.nele), given=given)
    add_note(ready, by=by(world.nele), given=given)

    assert list(Note.objects.values_list("body", flat=True)) == ["Dossier 12."]


def test_who_looked_at_an_older_state_is_told_so(world: World, ready: Case) -> None:
    seen = ready.version_lock
    answering.write_to_case(ready, by=by(world.sarah), given=Given(text="Nog iets."))

    with pytest.raises(ConflictError):
        handling.propose_solution(ready, by=by(world.nele), given=Given(text="Klaar.", seen=seen))

    assert read(ready).status == "in_progress"


def test_a_note_changes_nothing_that_others_see(world: World, ready: Case) -> None:
    add_note(ready, by=by(world.nele), given=Given(text="Let op: dossier 12."))

    assert read(ready).version_lock == ready.version_lock
    last = Event.objects.about(ready).latest("pk")
    assert (last.kind, last.visibility) == ("case.noted", "internal")
    assert not Message.objects.filter(body__contains="dossier 12").exists()


def test_the_history_of_who_handled_it_is_kept(world: World, ready: Case) -> None:
    handling.assign_case(ready, world.omar, by=by(world.lena, later(1)))

    history = Assignment.objects.filter(case=ready).order_by("since")
    assert [row.person for row in history] == [world.nele, world.omar]
    assert history[0].until == later(1)


def test_a_stranger_may_do_nothing(world: World, ready: Case) -> None:
    with pytest.raises(RuleError):
        answering.write_to_case(ready, by=by(world.kim), given=Given(text="Hallo"))

    assert not Message.objects.filter(body="Hallo").exists()


def test_the_predicate_lets_in_whoever_has_a_part_in_it_and_nobody_else(
    world: World, ready: Case
) -> None:
    seen = [
        person
        for person in (world.sarah, world.tom, world.nele, world.omar, world.lena, world.kim)
        if Case.objects.visible_to(person).filter(pk=ready.pk).exists()
    ]

    assert seen == [world.sarah, world.nele, world.omar, world.lena]


def test_a_document_of_the_service_itself_is_not_for_checking(world: World, ready: Case) -> None:
    decision, scan = make_file(world.nele, "besluit.pdf"), make_file(world.sarah, "scan.pdf")
    theirs = Given(text="Hier is uw besluit.", files=(decision.pk,))
    handling.send_message(ready, by=by(world.nele), given=theirs)
    answering.write_to_case(ready, by=by(world.sarah), given=Given(text="Hier.", files=(scan.pk,)))
    reader = Reader("nl", "cases:file", cleared=True, person_id=world.nele.pk)

    views = paper_views(read(ready), spec_of(ready.version), (), reader)

    assert [(view.file.name, view.state) for view in views if view.file] == [
        ("besluit.pdf", ""),
        ("scan.pdf", "given"),
    ]
