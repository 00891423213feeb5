"""Submitted is not frozen: changes are asked, compared, and taken over one by one."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from tests.make import NOW, make_file, make_service

from loket.cases.actions import answering, handling, withdrawing
from loket.cases.actions.carry import carry_out
from loket.cases.actions.changing import discard_changes, send_changes, start_changes
from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.models import Approval, Case, CaseFile, Change, ChangeSet, Task
from loket.cases.problems import SubmitRefusedError
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.actions.answers import save_field
from loket.catalogue.actions.drafts import free_draft
from loket.catalogue.actions.expiry import delete_expired, delete_thrown
from loket.catalogue.actions.files import delete_draft, remove_draft_file
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.tests.forms import LEAVE
from loket.core.errors import RuleError
from loket.core.models import Event

YES = Verdict(accepted=True)
NO = Verdict(accepted=False, reason="Dat kan niet meer.")


@pytest.fixture
def open_to_change(world: World) -> World:
    """A world whose form may be changed until somebody begins to work."""
    form: Any = LEAVE | {
        "after_submit": {"amend_until": "in_progress", "withdraw_until": "awaiting_acceptance"}
    }
    return replace(world, service=make_service(world.nele, form))


@pytest.fixture
def case(open_to_change: World) -> Case:
    return open_to_change.case()


def read(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def change(case: Case, world: World, **answers: str) -> Draft:
    """Begin a change with these answers."""
    draft = start_changes(case, by=by(world.sarah))
    for name, value in answers.items():
        save_field(draft, name, value, by=by(world.sarah))
    return draft


def sent(case: Case, world: World, **answers: str) -> list[Change]:
    """Send a change with these answers."""
    send_changes(change(case, world, **answers), by=by(world.sarah))
    return list(Change.objects.filter(change_set__case=case).order_by("pk"))


def decide(case: Case, world: World, *verdicts: Verdict) -> None:
    changes = Change.objects.filter(change_set__case=case, state="asked").order_by("pk")
    keyed = {one.pk: said for one, said in zip(changes, verdicts, strict=True)}
    decide_changes(case, keyed, by=by(world.nele, later(1)), given=Given())


def test_a_change_begins_with_what_was_handed_in_and_changes_nothing_by_itself(
    open_to_change: World, case: Case
) -> None:
    draft = change(case, open_to_change, begindatum="2027-06-01")

    assert draft.answers["verlof"] == "vierdagenweek"
    assert read(case).answers["begindatum"] == "2027-03-01"
    assert start_changes(case, by=by(open_to_change.sarah)).pk == draft.pk
    assert Draft.objects.open().count() == 1


def test_what_was_sent_waits_for_the_handler_and_names_each_difference(
    open_to_change: World, case: Case
) -> None:
    changes = sent(case, open_to_change, begindatum="2027-06-01", opmerking="Liefst op woensdag.")

    assert [(one.kind, one.name) for one in changes] == [
        ("answer", "begindatum"),
        ("answer", "opmerking"),
    ]
    assert read(case).answers["begindatum"] == "2027-03-01"
    assert Task.objects.open().filter(case=case, kind="decide_changes").count() == 1
    assert Event.objects.about(case).filter(kind="case.amended").count() == 1


def test_each_change_is_taken_over_or_not(open_to_change: World, case: Case) -> None:
    sent(case, open_to_change, begindatum="2027-06-01", opmerking="Liefst op woensdag.")

    decide(case, open_to_change, YES, NO)

    now = read(case)
    assert (now.answers["begindatum"], now.answers_rev) == ("2027-06-01", 2)
    assert "opmerking" not in now.answers
    declined = Change.objects.get(name="opmerking")
    assert (declined.state, declined.reason) == ("declined", "Dat kan niet meer.")
    assert now.open_change is None
    assert not Task.objects.open().filter(case=case, kind="decide_changes").exists()


def test_an_approval_holds_for_the_answers_that_were_seen(
    open_to_change: World, case: Case
) -> None:
    task = Task.objects.get(case=case, kind="approve")
    answering.approve(case, by=by(open_to_change.tom), given=Given(task=task.pk))
    sent(case, open_to_change, begindatum="2027-06-01")
    assert Approval.objects.count() == 1

    decide(case, open_to_change, YES)

    again = Approval.objects.order_by("pk").last()
    assert again is not None
    assert (again.state, again.answers_rev) == ("asked", 2)


def test_a_change_that_is_not_taken_over_asks_nobody_anything(
    open_to_change: World, case: Case
) -> None:
    task = Task.objects.get(case=case, kind="approve")
    answering.approve(case, by=by(open_to_change.tom), given=Given(task=task.pk))
    sent(case, open_to_change, begindatum="2027-06-01")

    decide(case, open_to_change, NO)

    assert Approval.objects.get().state == "approved"
    assert read(case).answers_rev == 1


def test_a_document_comes_and_ends_what_asked_for_it(open_to_change: World, case: Case) -> None:
    draft = start_changes(case, by=by(open_to_change.sarah))
    file = make_file(open_to_change.sarah)
    DraftFile.objects.create(draft=draft, file=file, slot="rooster")
    send_changes(draft, by=by(open_to_change.sarah))
    assert not CaseFile.objects.filter(case=case).exists()

    decide(case, open_to_change, YES)

    assert CaseFile.objects.get(case=case).file == file
    assert not Task.objects.open().filter(case=case, kind="deliver").exists()


def test_a_document_is_replaced_by_another_one(open_to_change: World, case: Case) -> None:
    old, new = make_file(open_to_change.sarah), make_file(open_to_change.sarah)
    CaseFile.objects.create(case=case, file=old, slot="overige", added_at=case.created_at)
    draft = start_changes(case, by=by(open_to_change.sarah))
    draft.files.filter(slot="overige").delete()
    DraftFile.objects.create(draft=draft, file=new, slot="overige")
    send_changes(draft, by=by(open_to_change.sarah))

    decide(case, open_to_change, YES, YES)

    states = dict(CaseFile.objects.filter(case=case).values_list("file", "state"))
    assert states == {old.pk: "replaced", new.pk: "given"}


def test_only_a_whole_request_is_accepted(open_to_change: World, case: Case) -> None:
    draft = change(case, open_to_change, begindatum="")

    with pytest.raises(SubmitRefusedError):
        send_changes(draft, by=by(open_to_change.sarah))

    assert read(case).open_change.state == ChangeSet.State.EDITING  # type: ignore[union-attr]


def test_a_choice_that_leaves_the_request_incomplete_is_refused(
    open_to_change: World, case: Case
) -> None:
    draft = change(case, open_to_change, verlof="ouderschap")
    item = draft_item(draft, open_to_change)
    save_field(draft, f"kinderen.{item}.naam", "Lotte", by=by(open_to_change.sarah))
    save_field(draft, f"kinderen.{item}.geboortedatum", "2024-05-17", by=by(open_to_change.sarah))
    akte = make_file(open_to_change.sarah)
    DraftFile.objects.create(draft=draft, file=akte, slot="akte", item=item)
    send_changes(draft, by=by(open_to_change.sarah))
    kinds = list(Change.objects.order_by("pk").values_list("name", flat=True))
    assert kinds == ["verlof", "kinderen", "akte"]

    with pytest.raises(SubmitRefusedError) as refused:
        decide(case, open_to_change, YES, NO, YES)

    assert refused.value.problems
    assert Change.objects.filter(state="asked").count() == 3
    assert read(case).answers["verlof"] == "vierdagenweek"
    decide(case, open_to_change, YES, YES, YES)
    assert read(case).answers["kinderen"][0]["naam"] == "Lotte"


def draft_item(draft: Draft, world: World) -> str:
    """The first child, which is there to answer about."""
    save_field(draft, "kinderen.1.naam", "L", by=by(world.sarah))
    return "1"


def test_without_a_difference_nothing_is_sent(open_to_change: World, case: Case) -> None:
    draft = start_changes(case, by=by(open_to_change.sarah))

    with pytest.raises(RuleError, match="niets veranderd"):
        send_changes(draft, by=by(open_to_change.sarah))


def test_sending_twice_is_once(open_to_change: World, case: Case) -> None:
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")
    send_changes(draft, by=by(open_to_change.sarah))

    send_changes(draft, by=by(open_to_change.sarah))

    assert Change.objects.count() == 1
    assert Event.objects.about(case).filter(kind="case.amended").count() == 1


def test_what_was_typed_can_be_thrown_away(open_to_change: World, case: Case) -> None:
    change(case, open_to_change, opmerking="Liefst op woensdag.")

    discard_changes(case, by=by(open_to_change.sarah))

    assert (ChangeSet.objects.count(), Draft.objects.open().count()) == (0, 0)
    assert read(case).open_change is None


def withdraw(case: Case, world: World) -> None:
    withdrawing.withdraw_case(case, by=by(world.sarah, later(1)), given=Given())


def close(case: Case, world: World) -> None:
    handling.claim_case(case, by=by(world.nele))
    handling.close_case(case, by=by(world.nele, later(1)), given=Given(text="Niet volledig."))


@pytest.mark.parametrize("end", [withdraw, close])
def test_what_was_typed_and_not_sent_is_deleted_like_any_draft_when_the_case_ended(
    open_to_change: World, case: Case, end: Callable[[Case, World], None]
) -> None:
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")

    end(case, open_to_change)

    left = Draft.objects.open().get()
    assert (left.pk, left.lasting, read(case).open_change) == (draft.pk, False, None)
    delete_draft(left, by=by(open_to_change.sarah, later(2)))
    assert not Draft.objects.open().exists()


def test_drafts_that_an_ended_case_held_before_are_let_go(
    open_to_change: World, case: Case
) -> None:
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")
    Case.objects.filter(pk=case.pk).update(open_change=None)
    ChangeSet.objects.update(state="dropped")
    migration = import_module("loket.cases.migrations.0017_let_drafts_go")

    with connection.cursor() as cursor:
        cursor.execute(migration.LET_GO)

    assert not ChangeSet.objects.exists()
    free_draft(draft, by=by(open_to_change.sarah))
    delete_draft(draft, by=by(open_to_change.sarah))


def test_a_draft_that_something_still_holds_keeps_no_other_draft(
    open_to_change: World, case: Case
) -> None:
    held, other, gone = (open_to_change.draft() for _ in range(3))
    ChangeSet.objects.create(case=case, draft=held, state="dropped", created_at=NOW)
    Draft.objects.filter(pk__in=(held.pk, other.pk)).update(reminded=9, expires_at=NOW)
    Draft.objects.filter(pk=gone.pk).update(thrown_at=NOW)
    thrown = open_to_change.draft()
    ChangeSet.objects.create(case=case, draft=thrown, state="dropped", created_at=NOW)
    Draft.objects.filter(pk=thrown.pk).update(thrown_at=NOW)
    clock = by(open_to_change.sarah, later(8)).as_system()

    assert (delete_expired(by=clock), delete_thrown(by=clock)) == (1, 1)

    kept = Draft.objects.filter(submitted_at=None).order_by("pk")
    assert list(kept) == [held, thrown]
    assert not Event.objects.about(held).filter(kind="draft.expired").exists()


def test_after_the_limit_nobody_changes_anything(open_to_change: World, case: Case) -> None:
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")
    task = Task.objects.get(case=case, kind="approve")
    answering.approve(case, by=by(open_to_change.tom), given=Given(task=task.pk))
    handling.claim_case(case, by=by(open_to_change.nele))
    handling.start_case(case, by=by(open_to_change.nele))

    with pytest.raises(RuleError, match="niet meer veranderen"):
        send_changes(draft, by=by(open_to_change.sarah))

    assert Draft.objects.open().get().pk == draft.pk


def test_a_second_change_waits_for_the_first(open_to_change: World, case: Case) -> None:
    sent(case, open_to_change, opmerking="Liefst op woensdag.")

    with pytest.raises(RuleError):
        start_changes(case, by=by(open_to_change.sarah))


def test_every_change_needs_a_verdict_and_a_no_needs_a_reason_which_a_yes_does_not_have(
    open_to_change: World, case: Case
) -> None:
    (one,) = sent(case, open_to_change, opmerking="Liefst op woensdag.")

    no, yes = Verdict(accepted=False, reason=" "), Verdict(accepted=True, reason="Kan niet.")
    for verdicts in ({}, {one.pk: no}, {one.pk: yes}):
        with pytest.raises(RuleError):
            decide_changes(case, verdicts, by=by(open_to_change.nele), given=Given())

    assert read(case).open_change is not None


def test_nothing_is_decided_with_a_verdict_on_other_changes(
    open_to_change: World, case: Case
) -> None:
    (one,) = sent(case, open_to_change, opmerking="Liefst op woensdag.")
    decide(case, open_to_change, YES)
    _, two = sent(case, open_to_change, opmerking="Toch op donderdag.")

    verdicts = {one.pk: YES, two.pk: YES}
    with pytest.raises(RuleError) as refusal:
        decide_changes(case, verdicts, by=by(open_to_change.nele), given=Given())

    assert refusal.value.code == "changes_renewed"
    assert read(case).open_change is not None


def test_the_same_decision_twice_is_one_and_another_comes_too_late(
    open_to_change: World, case: Case
) -> None:
    (one,) = sent(case, open_to_change, opmerking="Liefst op woensdag.")
    nele, click = by(open_to_change.nele, later(1)), Given(key="a-key-of-sixteen-signs")
    decide_changes(case, {one.pk: YES}, by=nele, given=click)

    again = decide_changes(case, {one.pk: YES}, by=nele, given=click)

    assert again.repeated
    assert read(case).answers_rev == 2
    with pytest.raises(RuleError, match="geen wijzigingen"):
        decide_changes(case, {one.pk: NO}, by=nele, given=Given(key="another-key-of-signs"))


def test_only_whoever_typed_the_request_changes_it(open_to_change: World, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(subject=open_to_change.kim.party)
    change(case, open_to_change, opmerking="Liefst op woensdag.")

    with pytest.raises(RuleError):
        start_changes(case, by=by(open_to_change.kim))


def test_when_the_case_closes_its_changes_are_no_longer_asked(
    open_to_change: World, case: Case
) -> None:
    sent(case, open_to_change, opmerking="Liefst op woensdag.")

    carry_out(case.pk, "withdraw", by=by(open_to_change.sarah))

    assert ChangeSet.objects.get().state == ChangeSet.State.DROPPED
    assert read(case).open_change is None


def test_special_answers_stay_sealed_on_their_way(open_to_change: World, case: Case) -> None:
    draft = change(case, open_to_change, verlof="medisch", ziekte="geheime woorden")
    attest = make_file(open_to_change.sarah)
    DraftFile.objects.create(draft=draft, file=attest, slot="attest")
    send_changes(draft, by=by(open_to_change.sarah))

    made = ChangeSet.objects.get()
    assert "geheime" not in f"{made.before}{made.after}"
    assert {one.name: one.special for one in made.changes.all()} == {
        "verlof": False,
        "ziekte": True,
        "attest": True,
    }
    decide(case, open_to_change, YES, YES, YES)
    assert "geheime" not in str(read(case).answers)
    assert read(case).sealed is not None


def test_a_document_that_came_by_itself_is_removed_in_a_change_and_stays_on_the_case(
    open_to_change: World, case: Case
) -> None:
    paper = make_file(open_to_change.sarah, "rooster.pdf")
    given = Given(files=(paper.pk,), slot="rooster", key="k")
    carry_out(case.pk, "add_document", by=by(open_to_change.sarah), given=given)
    draft = start_changes(case, by=by(open_to_change.sarah))

    remove_draft_file(draft, paper.key, by=by(open_to_change.sarah))

    assert not draft.files.exists()
    assert CaseFile.objects.get(case=case, file=paper).state == "given"
