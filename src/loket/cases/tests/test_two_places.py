"""A document that is asked at two places of one request stands at both, each with its own verdict."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from tests.make import attach_to_draft, make_service

from loket.cases.actions import handling
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.correction import correct_case, start_correction
from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.actions.submit import submit_case
from loket.cases.models import Case, CaseFile, Change
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.actions.answers import mark_later
from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE

YES, NO = Verdict(accepted=True), Verdict(accepted=False, reason="Het rooster blijft nodig.")


@pytest.fixture
def world(world: World, settings: Settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = str(tmp_path)
    form: Any = LEAVE | {"after_submit": {"amend_until": "in_progress"}}
    return replace(world, service=make_service(world.nele, form))


@pytest.fixture
def case(world: World) -> Case:
    """A case of Sarah with her schedule."""
    draft = world.draft()
    attach_to_draft(draft)
    mark_later(draft, "rooster", later=False, by=by(world.sarah))
    return submit_case(Draft.objects.get(pk=draft.pk), by=by(world.sarah))


def stands(case: Case) -> list[tuple[str, str]]:
    rows = CaseFile.objects.filter(case=case).order_by("slot", "pk")
    return [(row.slot, row.state) for row in rows]


@pytest.mark.parametrize(
    ("verdict", "schedule"), [(YES, "replaced"), (NO, "given")], ids=["moved", "at both"]
)
def test_a_document_that_changes_put_elsewhere_leaves_its_first_place_only_when_that_is_wanted(
    world: World, case: Case, verdict: Verdict, schedule: str
) -> None:
    draft = start_changes(case, by=by(world.sarah))
    draft.files.update(slot="overige")
    mark_later(draft, "rooster", later=True, by=by(world.sarah))
    send_changes(draft, by=by(world.sarah))
    verdicts = {
        one.pk: verdict if one.kind == Change.Kind.REMOVED else YES
        for one in Change.objects.filter(change_set__case=case)
    }

    decide_changes(case, verdicts, by=by(world.nele, later(1)), given=Given())

    assert stands(case) == [("overige", "given"), ("rooster", schedule)]
    other = CaseFile.objects.get(case=case, slot="overige")
    assert other.given_at == case.created_at


def test_a_correction_puts_a_document_at_the_other_place(world: World, case: Case) -> None:
    handling.claim_case(case, by=by(world.nele))
    asked = Given(text="Dit is geen rooster.")
    handling.return_for_correction(case, by=by(world.nele), given=asked)
    draft = start_correction(case, by=by(world.sarah, later(1)))
    draft.files.update(slot="overige")
    mark_later(draft, "rooster", later=True, by=by(world.sarah, later(1)))

    correct_case(draft, by=by(world.sarah, later(1)))

    assert stands(case) == [("overige", "given"), ("rooster", "replaced")]
