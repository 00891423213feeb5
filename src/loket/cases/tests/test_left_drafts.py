"""What was being typed about a case when it ended stays with whoever typed it."""

from dataclasses import replace
from typing import Any

import pytest
from tests.make import make_file, make_service

from loket.cases.actions import handling
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.correction import start_correction
from loket.cases.actions.given import Given
from loket.cases.actions.replacing import restore_case, supersede_case
from loket.cases.actions.submit import submit_case
from loket.cases.models import Case, CaseFile, CaseLink, Change, Continuation
from loket.cases.tests.conftest import World, by, later
from loket.cases.tests.test_changes import change, read
from loket.catalogue.actions.upgrade import take_newer_version
from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE, said


@pytest.fixture
def open_to_change(world: World) -> World:
    """A world whose form may be changed until somebody begins to work."""
    form: Any = LEAVE | {"after_submit": {"amend_until": "in_progress"}}
    return replace(world, service=make_service(world.nele, form))


@pytest.fixture
def case(open_to_change: World) -> Case:
    made = open_to_change.case()
    handling.claim_case(made, by=by(open_to_change.nele))
    return made


def test_changes_that_were_being_typed_are_there_again_when_a_merge_is_undone(
    open_to_change: World, case: Case
) -> None:
    nele, other = by(open_to_change.nele, later(1)), open_to_change.case()
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")
    supersede_case(case, other, by=nele)
    assert Draft.objects.get(pk=draft.pk).lasting is False
    assert Continuation.objects.get(draft=draft).kind == "change"

    restore_case(case, by=by(open_to_change.nele, later(2)), given=Given(text="Toch twee."))

    assert start_changes(case, by=by(open_to_change.sarah, later(2))) == draft
    assert Draft.objects.get(pk=draft.pk).lasting is True
    send_changes(draft, by=by(open_to_change.sarah, later(2)))
    (asked,) = Change.objects.filter(change_set__case=case)
    assert (asked.name, asked.kind) == ("opmerking", "answer")
    assert not Continuation.objects.exists()


def test_changes_that_became_a_request_of_their_own_stay_that(
    open_to_change: World, case: Case
) -> None:
    nele, other = by(open_to_change.nele, later(1)), open_to_change.case()
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")
    supersede_case(case, other, by=nele)
    new = submit_case(Draft.objects.get(pk=draft.pk), by=by(open_to_change.sarah, later(1)))

    restore_case(case, by=by(open_to_change.nele, later(2)), given=Given(text="Toch twee."))

    assert read(case).open_change is None
    assert CaseLink.objects.get(case=new, kind="again").other == case


def test_changes_that_went_on_in_a_newer_version_of_the_form_stay_with_their_writer(
    open_to_change: World, case: Case
) -> None:
    nele, sarah = by(open_to_change.nele, later(1)), by(open_to_change.sarah, later(1))
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")
    supersede_case(case, open_to_change.case(), by=nele)
    form: Any = LEAVE | {
        "after_submit": {"amend_until": "in_progress"},
        "title": said("Minder werken"),
    }
    make_service(open_to_change.nele, form)
    taken = take_newer_version(Draft.objects.get(pk=draft.pk), by=sarah)
    assert taken.version_id != case.version_id

    restore_case(case, by=by(open_to_change.nele, later(2)), given=Given(text="Toch twee."))

    assert read(case).open_change is None
    assert Draft.objects.get(pk=draft.pk).lasting is False
    begun = start_changes(case, by=by(open_to_change.sarah, later(2)))
    assert (begun.version_id, begun == draft) == (case.version_id, False)


def test_only_what_the_writer_changed_is_a_change_after_a_merge_was_undone(
    open_to_change: World, case: Case
) -> None:
    nele = by(open_to_change.nele, later(1))
    first = make_file(open_to_change.sarah)
    row = CaseFile.objects.create(
        case=case, file=first, slot="overige", added_at=later(0), added_by=None
    )
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")
    draft.files.filter(file=first).delete()
    CaseFile.objects.filter(pk=row.pk).update(state=CaseFile.State.REFUSED)
    Case.objects.filter(pk=case.pk).update(answers=read(case).answers | {"einddatum": "2027-08-31"})
    began = read(case).open_change
    assert began is not None
    supersede_case(case, open_to_change.case(), by=nele)

    restore_case(case, by=by(open_to_change.nele, later(2)), given=Given(text="Toch twee."))

    back = read(case).open_change
    assert back is not None
    assert (back.before, back.places) == (began.before, began.places)
    send_changes(draft, by=by(open_to_change.sarah, later(2)))
    assert [one.name for one in Change.objects.filter(change_set__case=case)] == ["opmerking"]


def test_documents_in_a_draft_that_was_left_keep_their_age(
    open_to_change: World, case: Case
) -> None:
    nele, file = by(open_to_change.nele, later(1)), make_file(open_to_change.sarah)
    row = CaseFile.objects.create(
        case=case, file=file, slot="overige", added_at=later(0), added_by=None
    )
    draft = change(case, open_to_change, opmerking="Liefst op woensdag.")

    supersede_case(case, open_to_change.case(), by=nele)
    assert draft.files.get(file=file).given_at == row.added_at

    restore_case(case, by=by(open_to_change.nele, later(2)), given=Given(text="Toch twee."))
    assert draft.files.get(file=file).given_at is None


def test_a_correction_that_was_not_sent_knows_of_which_case_it_was(
    open_to_change: World, case: Case
) -> None:
    nele = by(open_to_change.nele, later(1))
    handling.return_for_correction(case, by=nele, given=Given(text="De datum klopt niet."))
    draft = start_correction(case, by=by(open_to_change.sarah, later(1)))

    handling.cancel_case(case, by=nele, given=Given(text="Dubbel."))

    left = Continuation.objects.get(draft=draft)
    assert (left.kind, left.case, read(case).correction) == ("correct", case, None)
    assert Draft.objects.get(pk=draft.pk).lasting is False
