"""Corrections, changes, documents and approvals cross each other: what was agreed last stays."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from tests.make import make_file, make_handler, make_service

from loket.cases.actions import answering, handling, papers
from loket.cases.actions.carry import carry_out
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.consulting import consult
from loket.cases.actions.correction import case_corrected_by, correct_case, start_correction
from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.actions.replacing import restore_case, supersede_case
from loket.cases.changes import open_changes, past_changes
from loket.cases.models import Approval, Case, CaseFile, Change, Task
from loket.cases.reactions import tell_people
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.actions.answers import save_field
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.tests.forms import LEAVE
from loket.core.errors import RuleError
from loket.core.models import Event
from loket.documents.models import StoredFile

YES = Verdict(accepted=True)


@pytest.fixture
def world(world: World) -> World:
    """The world, whose form may be changed until somebody begins to work."""
    form: Any = LEAVE | {"after_submit": {"amend_until": "in_progress"}}
    return replace(world, service=make_service(world.nele, form))


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


def read(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def put_on(case: Case, file: StoredFile, slot: str = "overige") -> CaseFile:
    return CaseFile.objects.create(case=case, file=file, slot=slot, added_at=case.created_at)


def states(case: Case) -> dict[int, str]:
    return dict(CaseFile.objects.filter(case=case).values_list("file", "state"))


def typed(draft: Draft, world: World, **answers: str) -> Draft:
    for name, value in answers.items():
        save_field(draft, name, value, by=by(world.sarah))
    return draft


def changes(case: Case) -> list[tuple[str, str]]:
    rows = Change.objects.filter(change_set__case=case, state="asked").order_by("pk")
    return list(rows.values_list("kind", "name"))


def accept_all(case: Case, world: World, days: float = 1) -> None:
    asked = Change.objects.filter(change_set__case=case, state="asked")
    verdicts = {one.pk: YES for one in asked}
    decide_changes(case, verdicts, by=by(world.nele, later(days)), given=Given())


def change_and_accept(case: Case, world: World, **answers: str) -> None:
    send_changes(
        typed(start_changes(case, by=by(world.sarah)), world, **answers), by=by(world.sarah)
    )
    accept_all(case, world)


def send_back(case: Case, world: World) -> None:
    if read(case).assignee_id is None:
        handling.claim_case(case, by=by(world.nele))
    handling.return_for_correction(case, by=by(world.nele), given=Given(text="Vul aan."))


def corrected(case: Case, world: World) -> Draft:
    draft = start_correction(case, by=by(world.sarah, later(2)))
    correct_case(draft, by=by(world.sarah, later(2)))
    return draft


def test_a_correction_begins_with_what_was_taken_over_since(world: World, case: Case) -> None:
    change_and_accept(case, world, begindatum="2027-06-01", opmerking="Liefst op woensdag.")
    send_back(case, world)

    draft = corrected(case, world)

    assert draft.answers["begindatum"] == "2027-06-01"
    now = read(case).answers
    assert (now["begindatum"], now["opmerking"]) == ("2027-06-01", "Liefst op woensdag.")


def test_a_correction_keeps_the_document_that_came_in_the_place_of_another(
    world: World, case: Case
) -> None:
    old, new = make_file(world.sarah), make_file(world.sarah)
    put_on(case, old)
    draft = start_changes(case, by=by(world.sarah))
    draft.files.filter(slot="overige").delete()
    DraftFile.objects.create(draft=draft, file=new, slot="overige")
    send_changes(draft, by=by(world.sarah))
    accept_all(case, world)
    send_back(case, world)

    correction = corrected(case, world)

    assert list(correction.files.values_list("file", flat=True)) == [new.pk]
    assert states(case) == {old.pk: "replaced", new.pk: "given"}


def test_a_document_that_came_with_a_change_can_be_taken_away_by_a_correction(
    world: World, case: Case
) -> None:
    came, delivered = make_file(world.sarah), make_file(world.sarah)
    row = put_on(case, came)
    CaseFile.objects.filter(pk=row.pk).update(via="change")
    send_back(case, world)
    draft = start_correction(case, by=by(world.sarah, later(2)))
    draft.files.all().delete()
    task = Task.objects.open().get(case=case, kind="deliver")
    given = Given(files=(delivered.pk,), slot="rooster", task=task.pk)
    papers.deliver_document(case, by=by(world.sarah, later(3)), given=given)

    correct_case(draft, by=by(world.sarah, later(4)))

    assert states(case) == {came.pk: "replaced", delivered.pk: "given"}


def test_a_refused_document_stands_in_the_correction_until_another_one_is_there(
    world: World, case: Case
) -> None:
    refused, again = make_file(world.sarah), make_file(world.sarah)
    row = put_on(case, refused)
    papers.refuse_document(row, by=by(world.nele), given=Given(text="Onleesbaar."))
    send_back(case, world)
    draft = start_correction(case, by=by(world.sarah, later(2)))
    assert list(draft.files.values_list("file", flat=True)) == [refused.pk]
    correct_case(draft, by=by(world.sarah, later(2)))
    task = Task.objects.open().get(case=case, kind="replace")
    given = Given(files=(again.pk,), slot="overige", task=task.pk)
    papers.deliver_document(case, by=by(world.sarah, later(3)), given=given)
    send_back(case, world)

    draft = corrected(case, world)

    assert list(draft.files.values_list("file", flat=True)) == [again.pk]
    assert states(case) == {refused.pk: "refused", again.pk: "given"}


def test_after_a_merge_that_was_undone_a_correction_begins_with_the_answers_of_the_case(
    world: World, case: Case
) -> None:
    send_back(case, world)
    draft = typed(start_correction(case, by=by(world.sarah)), world, opmerking="Verbeterd.")
    correct_case(draft, by=by(world.sarah))
    send_back(case, world)
    start_correction(case, by=by(world.sarah))
    carry_out(case.pk, "supersede", by=by(world.nele), given=Given(case=world.case().pk))
    carry_out(case.pk, "restore", by=by(world.nele), given=Given(text="Toch apart."))
    send_back(case, world)

    third = start_correction(case, by=by(world.sarah))

    assert third.answers["opmerking"] == "Verbeterd."


def test_changes_and_opinions_that_were_asked_wait_again_when_a_merge_is_undone(
    world: World, case: Case
) -> None:
    nele = by(world.nele)
    handling.claim_case(case, by=nele)
    draft = typed(start_changes(case, by=by(world.sarah)), world, opmerking="Op woensdag.")
    send_changes(draft, by=by(world.sarah))
    colleague = make_handler("Otto A", case.queue)
    consult(case, colleague, None, by=nele, given=Given(text="Wat denk je?"))
    supersede_case(case, world.case(), by=nele)
    (over,) = past_changes(read(case), nele, cleared=True)
    assert [(one.after, one.state) for one in over.changes] == [("Op woensdag.", "asked")]

    restore_case(case, by=nele, given=Given(text="Toch apart."))

    asked = Task.objects.open().filter(case=case, kind__in=("consult", "decide_changes"))
    assert set(asked.values_list("kind", "person")) == {
        ("consult", colleague.pk),
        ("decide_changes", world.nele.pk),
    }
    assert open_changes(case) == read(case).open_change
    accept_all(case, world)
    assert read(case).answers["opmerking"] == "Op woensdag."


def test_a_choice_about_changes_that_are_gone_is_not_asked_again(world: World, case: Case) -> None:
    nele = by(world.nele)
    handling.claim_case(case, by=nele)
    draft = typed(start_changes(case, by=by(world.sarah)), world, opmerking="Op woensdag.")
    send_changes(draft, by=by(world.sarah))
    supersede_case(case, world.case(), by=nele)
    case.change_sets.all().delete()

    restore_case(case, by=nele, given=Given(text="Toch apart."))

    assert not Task.objects.open().filter(case=case, kind="decide_changes").exists()
    assert read(case).status == "assigned"


def test_nobody_refuses_to_agree_while_a_change_waits(world: World, case: Case) -> None:
    draft = typed(start_changes(case, by=by(world.sarah)), world, begindatum="2027-06-01")
    send_changes(draft, by=by(world.sarah))
    task = Task.objects.open().get(case=case, kind="approve")

    with pytest.raises(RuleError, match="stuurde wijzigingen"):
        answering.refuse_approval(
            case, by=by(world.tom), given=Given(task=task.pk, text="Te vroeg.")
        )

    assert read(case).status == "open"
    assert Approval.objects.get().state == "asked"


def test_a_change_that_was_begun_before_a_correction_leaves_the_correction_alone(
    world: World, case: Case
) -> None:
    draft = start_changes(case, by=by(world.sarah))
    send_back(case, world)
    correction = typed(start_correction(case, by=by(world.sarah)), world, begindatum="2027-06-01")
    correct_case(correction, by=by(world.sarah))

    send_changes(typed(draft, world, opmerking="Op woensdag."), by=by(world.sarah))

    assert changes(case) == [("answer", "opmerking")]
    accept_all(case, world)
    now = read(case).answers
    assert (now["begindatum"], now["opmerking"]) == ("2027-06-01", "Op woensdag.")


def test_what_the_case_says_already_is_no_change(world: World, case: Case) -> None:
    draft = start_changes(case, by=by(world.sarah))
    send_back(case, world)
    correction = typed(start_correction(case, by=by(world.sarah)), world, begindatum="2027-06-01")
    correct_case(correction, by=by(world.sarah))

    with pytest.raises(RuleError, match="niets veranderd"):
        send_changes(typed(draft, world, begindatum="2027-06-01"), by=by(world.sarah))


def test_a_change_that_was_begun_before_takes_away_no_document_that_came_since(
    world: World, case: Case
) -> None:
    refused, good = make_file(world.sarah), make_file(world.sarah)
    row = put_on(case, refused)
    draft = start_changes(case, by=by(world.sarah))
    papers.refuse_document(row, by=by(world.nele), given=Given(text="Onleesbaar."))
    task = Task.objects.open().get(case=case, kind="replace")
    given = Given(files=(good.pk,), slot="overige", task=task.pk)
    papers.deliver_document(case, by=by(world.sarah), given=given)

    send_changes(typed(draft, world, opmerking="Op woensdag."), by=by(world.sarah))

    assert changes(case) == [("answer", "opmerking")]
    accept_all(case, world)
    assert states(case) == {refused.pk: "refused", good.pk: "given"}


def test_a_change_that_was_begun_before_brings_no_refused_document_back(
    world: World, case: Case
) -> None:
    row = put_on(case, make_file(world.sarah))
    draft = start_changes(case, by=by(world.sarah))
    papers.refuse_document(row, by=by(world.nele), given=Given(text="Onleesbaar."))

    send_changes(typed(draft, world, opmerking="Op woensdag."), by=by(world.sarah))

    assert changes(case) == [("answer", "opmerking")]
    accept_all(case, world)
    assert states(case) == {row.file_id: "refused"}


def test_a_document_that_was_on_the_case_before_comes_back_when_that_is_asked(
    world: World, case: Case
) -> None:
    row = put_on(case, make_file(world.sarah))
    papers.refuse_document(row, by=by(world.nele), given=Given(text="Onleesbaar."))
    draft = start_changes(case, by=by(world.sarah))
    DraftFile.objects.create(draft=draft, file=row.file, slot="overige")
    send_changes(draft, by=by(world.sarah))

    accept_all(case, world)

    row.refresh_from_db()
    assert (row.state, row.reason, row.checked_by, row.via) == ("given", "", None, "change")
    assert not Task.objects.open().filter(case=case, kind="replace").exists()


def asked_since(case: Case) -> Approval:
    """Let a chief be asked, and then take over other answers."""
    return Approval.objects.get(task__case=case, state="asked")


@pytest.mark.usefixtures("letters")
def test_whoever_must_still_agree_is_asked_anew_about_other_answers(
    world: World, case: Case
) -> None:
    first = asked_since(case)

    change_and_accept(case, world, begindatum="2027-06-01")

    first.refresh_from_db()
    again = asked_since(case)
    assert (first.state, first.task.done_at is None) == ("dropped", False)
    assert (again.answers_rev, again.approver, again.task.done_at) == (2, world.tom, None)
    tell_people(event_id=Event.objects.get(kind="case.changes_decided").pk)
    assert list(world.tom.notifications.values_list("kind", flat=True)) == ["approval_asked"]


def test_a_yes_to_answers_that_read_otherwise_since_does_not_count(
    world: World, case: Case
) -> None:
    seen = asked_since(case).task_id
    change_and_accept(case, world, begindatum="2027-06-01")

    with pytest.raises(RuleError):
        answering.approve(case, by=by(world.tom), given=Given(task=seen))

    assert asked_since(case).answers_rev == 2


def test_a_correction_asks_anew_whoever_must_still_agree(world: World, case: Case) -> None:
    send_back(case, world)
    draft = typed(start_correction(case, by=by(world.sarah)), world, begindatum="2027-06-01")

    correct_case(draft, by=by(world.sarah))

    assert asked_since(case).answers_rev == 2
    assert Task.objects.open().filter(case=case, kind="approve").count() == 1


def test_every_correction_leads_to_its_case(world: World, case: Case) -> None:
    send_back(case, world)
    first = corrected(case, world)
    send_back(case, world)
    second = start_correction(case, by=by(world.sarah))
    first.refresh_from_db()

    assert case_corrected_by(first) == case_corrected_by(second) == case
    assert correct_case(first, by=by(world.sarah)) == case
    assert case_corrected_by(world.draft()) is None


def test_a_correction_from_before_gets_the_documents_that_came_since(
    world: World, case: Case
) -> None:
    first, came = make_file(world.sarah), make_file(world.sarah)
    put_on(case, first)
    row = put_on(case, came)
    CaseFile.objects.filter(pk=row.pk).update(via="change")
    send_back(case, world)
    draft = start_correction(case, by=by(world.sarah, later(2)))
    draft.files.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(import_module("loket.cases.migrations.0016_papers_of_corrections").FILL)

    assert list(draft.files.values_list("file", "slot")) == [(came.pk, "overige")]
