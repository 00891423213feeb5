"""What was being typed about a case when it ended stays with whoever typed it."""

from dataclasses import replace
from typing import Any

import pytest
from tests.make import make_service

from loket.cases.actions import handling
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.correction import start_correction
from loket.cases.actions.given import Given
from loket.cases.actions.replacing import restore_case, supersede_case
from loket.cases.actions.submit import submit_case
from loket.cases.models import Case, CaseLink, Change, Continuation
from loket.cases.tests.conftest import World, by, later
from loket.cases.tests.test_changes import change, read
from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE


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
