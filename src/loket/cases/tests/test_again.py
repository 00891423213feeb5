"""Go on from a case: the request again with copies of everything, or a question about a closed one."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from tests.make import acting, attach_to_draft, make_case, make_service

from loket.cases.actions.again import ask_about, do_again
from loket.cases.actions.answering import approve
from loket.cases.actions.given import Given
from loket.cases.actions.handling import cancel_case, claim_case, start_case
from loket.cases.actions.submit import submit_case
from loket.cases.actions.withdrawing import withdraw_case
from loket.cases.models import Case, CaseFile, CaseLink, Continuation, Task
from loket.cases.tests.conftest import World, by
from loket.catalogue.actions.answers import mark_later, save_field
from loket.catalogue.actions.files import delete_draft
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.tests.forms import LEAVE
from loket.core.errors import RuleError
from loket.core.models import Event, Organisation
from loket.documents.store import full_path

LOA = "substantial"
TAKEN_BACK = LEAVE | {"after_submit": {"withdraw_until": "awaiting_acceptance"}}


@pytest.fixture
def world(world: World, settings: Settings, tmp_path: Path) -> World:
    """The world, with a folder for its files and a form that may be taken back."""
    settings.MEDIA_ROOT = str(tmp_path)
    return replace(world, service=make_service(world.nele, TAKEN_BACK))


@pytest.fixture
def case(world: World) -> Case:
    """A case of Sarah with her schedule."""
    draft = world.draft()
    attach_to_draft(draft)
    mark_later(draft, "rooster", later=False, by=by(world.sarah))
    return submit_case(Draft.objects.get(pk=draft.pk), by=by(world.sarah))


def again(world: World, case: Case) -> Draft:
    return do_again(case, by=by(world.sarah), loa=LOA)


def read(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def links(case: Case) -> list[tuple[str, str]]:
    rows = CaseLink.objects.standing().filter(case=case).order_by("pk")
    return [(link.kind, link.other.number) for link in rows]


def begin_work(world: World, case: Case) -> None:
    asked = Task.objects.get(case=case, kind="approve")
    approve(case, by=by(world.tom), given=Given(task=asked.pk))
    claim_case(case, by=by(world.nele))
    start_case(case, by=by(world.nele))


def test_the_new_draft_has_the_answers_and_files_of_its_own(world: World, case: Case) -> None:
    draft = again(world, case)

    assert draft.answers == Draft.objects.get(case=case).answers
    assert not draft.lasting
    ours, theirs = DraftFile.objects.get(draft=draft), CaseFile.objects.get(case=case)
    assert (ours.slot, ours.file.name) == (theirs.slot, theirs.file.name)
    assert (ours.file_id, ours.file.path) != (theirs.file_id, theirs.file.path)
    assert full_path(ours.file.path).read_bytes() == full_path(theirs.file.path).read_bytes()


def test_what_was_declared_of_the_old_request_is_declared_anew(world: World) -> None:
    spec: dict[str, Any] = deepcopy(TAKEN_BACK)
    declared = {"id": "waar", "type": "statement", "version": "1", "required": True}
    spec["steps"][0]["fields"].append(declared | {"label": spec["title"]})
    world = replace(world, service=make_service(world.nele, spec))
    draft = world.draft()
    save_field(draft, "waar", True, by=by(world.sarah))
    case = submit_case(draft, by=by(world.sarah))
    assert case.answers["waar"] == {"given": True, "version": "1"}

    anew = again(world, case)

    assert "waar" not in anew.answers
    assert anew.answers["begindatum"] == case.answers["begindatum"]
    assert Continuation.objects.get(draft=anew).left == []


def test_each_side_keeps_its_files_when_the_other_lets_go(world: World, case: Case) -> None:
    draft = again(world, case)

    delete_draft(draft, by=by(world.sarah))

    assert full_path(CaseFile.objects.get(case=case).file.path).exists()
    assert not Continuation.objects.exists()


def test_twice_the_same_click_is_one_draft_and_after_handing_in_it_is_another(
    world: World, case: Case
) -> None:
    first, second = again(world, case), again(world, case)
    submit_case(first, by=by(world.sarah))

    assert first == second
    assert again(world, case) != first


def test_the_old_case_makes_place_when_the_new_one_is_handed_in_before_the_work_began(
    world: World, case: Case
) -> None:
    draft = again(world, case)
    assert read(case).status == "open"

    new = submit_case(draft, by=by(world.sarah))

    assert (read(case).status, read(case).outcome) == ("superseded", "superseded")
    assert links(new) == [("replaces", case.number)]
    assert submit_case(draft, by=by(world.sarah)) == new
    assert Event.objects.about(case).filter(kind="case.closed").count() == 1


def test_once_the_work_began_the_old_case_goes_on_and_both_are_linked(
    world: World, case: Case
) -> None:
    begin_work(world, case)

    new = submit_case(again(world, case), by=by(world.sarah))

    assert read(case).status == "in_progress"
    assert links(new) == [("again", case.number)]


def test_a_form_that_lets_nothing_be_taken_back_lets_nothing_be_replaced(world: World) -> None:
    case = replace(world, service=make_service(world.nele, LEAVE)).case()

    submit_case(again(world, case), by=by(world.sarah))

    assert read(case).status == "open"


def test_a_closed_case_is_done_again_and_stays_as_it_ended(world: World, case: Case) -> None:
    withdraw_case(case, by=by(world.sarah), given=Given())

    new = submit_case(again(world, case), by=by(world.sarah))

    assert read(case).status == "withdrawn"
    assert links(new) == [("again", case.number)]


def test_answers_and_documents_that_the_form_no_longer_has_are_named(
    world: World, case: Case
) -> None:
    form: Any = deepcopy(TAKEN_BACK)
    form["steps"][1]["fields"] = [
        one for one in form["steps"][1]["fields"] if one["id"] not in ("begindatum", "einddatum")
    ]
    form["checks"] = []
    form["documents"] = [one for one in form["documents"] if one["id"] != "rooster"]
    make_service(world.nele, form)

    draft = again(world, case)

    assert draft.version.n > case.version.n
    assert "begindatum" not in draft.answers
    assert Continuation.objects.get(draft=draft).left == ["begindatum", "rooster"]
    assert not DraftFile.objects.filter(draft=draft).exists()


def test_answers_and_documents_that_hide_behind_another_answer_now_are_named_too(
    world: World, case: Case
) -> None:
    form: Any = deepcopy(TAKEN_BACK)
    hidden = {"f": "verlof", "eq": "ouderschap"}
    for one in (*form["steps"][1]["fields"], *form["documents"]):
        if one["id"] in ("begindatum", "rooster"):
            one["show_when" if "type" in one else "when"] = hidden
    make_service(world.nele, form)

    draft = again(world, case)

    assert Continuation.objects.get(draft=draft).left == ["begindatum", "rooster"]
    assert draft.files.get().slot == "rooster", "it is there again when the answer asks for it"


def test_a_document_stays_behind_where_it_would_be_kept_less_well(world: World) -> None:
    guarded: Any = deepcopy(TAKEN_BACK)
    for slot in guarded["documents"]:
        slot["privacy"] = "special"
    draft = replace(world, service=make_service(world.nele, guarded)).draft()
    attach_to_draft(draft)
    mark_later(draft, "rooster", later=False, by=by(world.sarah))
    case = submit_case(Draft.objects.get(pk=draft.pk), by=by(world.sarah))
    make_service(world.nele, TAKEN_BACK)

    renewed = again(world, case)

    assert not renewed.files.exists()
    assert Continuation.objects.get(draft=renewed).left == ["rooster"]


def test_only_whoever_asked_does_it_again(world: World, case: Case) -> None:
    for person in (world.kim, world.tom, world.nele):
        with pytest.raises(RuleError) as refusal:
            do_again(case, by=by(person), loa=LOA)
        assert refusal.value.code == "not_your_role"
    assert not Continuation.objects.exists()


def test_a_new_question_opens_the_form_that_the_organisation_names(
    world: World, case: Case
) -> None:
    question: Any = deepcopy(LEAVE) | {"key": "hr.vraag", "slug": "vraag"}
    make_service(world.nele, question)
    Organisation.objects.update(settings={"question_form": "hr.vraag"})
    claim_case(case, by=by(world.nele))
    cancel_case(case, by=by(world.nele), given=Given(text="Dubbel."))

    first = ask_about(case, by=by(world.sarah), loa=LOA)
    second = ask_about(case, by=by(world.sarah), loa=LOA)

    assert first == second
    assert first.version.form.key == "hr.vraag"
    assert "begindatum" not in first.answers


def test_a_new_question_is_linked_both_ways_and_the_closed_case_stays_closed(world: World) -> None:
    case = make_case(world.sarah, world.service, status="closed_complete")
    draft = ask_about(case, by=by(world.sarah), loa=LOA)
    for name, value in (("verlof", "vierdagenweek"), ("begindatum", "2027-03-01")):
        save_field(draft, name, value, by=by(world.sarah))
    save_field(draft, "statuut", "statutair", by=by(world.sarah))
    mark_later(draft, "rooster", later=True, by=by(world.sarah))

    new = submit_case(draft, by=by(world.sarah))

    assert links(new) == [("question", case.number)]
    assert read(case).status == "closed_complete"
    said = [Event.objects.about(one).get(kind="case.linked").data for one in (new, case)]
    assert said == [
        {"action": "question", "case": case.pk},
        {"action": "questioned", "case": new.pk},
    ]


def test_no_question_about_a_case_that_runs_or_to_somebody_elses(world: World, case: Case) -> None:
    with pytest.raises(RuleError) as runs:
        ask_about(case, by=by(world.sarah), loa=LOA)
    closed = make_case(world.sarah, world.service, status="closed_complete")
    with pytest.raises(RuleError) as not_mine:
        ask_about(closed, by=acting(world.kim), loa=LOA)

    assert (runs.value.code, not_mine.value.code) == ("not_closed", "not_your_role")
