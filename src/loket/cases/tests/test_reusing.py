"""A document that lies with us already is used again with one click, as long as it is valid."""

from contextlib import nullcontext
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from tests.make import make_file, make_service

from loket.cases.actions.again import do_again
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.actions.reusing import reuse_document
from loket.cases.actions.submit import submit_case
from loket.cases.actions.withdrawing import withdraw_case
from loket.cases.earlier import Earlier, earlier_documents
from loket.cases.models import Case, CaseFile, Change
from loket.cases.papers import Reader, paper_views
from loket.cases.problems import SubmitRefusedError
from loket.cases.tests.conftest import World, by, later
from loket.catalogue.actions.answers import mark_later
from loket.catalogue.actions.files import remove_draft_file
from loket.catalogue.models import Draft, DraftFile
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import standing_of
from loket.catalogue.tests.forms import LEAVE
from loket.core.errors import RuleError
from loket.documents.models import StoredFile
from loket.documents.store import full_path
from loket.people.models import Person

A_MONTH = 30


def form(**slot: Any) -> Any:
    spec: Any = deepcopy(LEAVE) | {
        "after_submit": {"amend_until": "in_progress", "withdraw_until": "awaiting_acceptance"}
    }
    documents = {one["id"]: one for one in spec["documents"]}
    documents["rooster"] |= slot
    return spec


@pytest.fixture
def again(world: World) -> World:
    """A world whose form takes a schedule again for a month."""
    return replace(world, service=make_service(world.nele, form(reuse=True, valid_for="P30D")))


@pytest.fixture
def paper(again: World) -> StoredFile:
    return make_file(again.sarah, "rooster.pdf")


@pytest.fixture
def first(again: World, paper: StoredFile) -> Case:
    """An earlier request with the schedule in it."""
    draft = again.draft()
    DraftFile.objects.create(draft=draft, file=paper, slot="rooster")
    return submit_case(draft, by=by(again.sarah))


def offered(draft: Draft, person: Person, at: datetime) -> list[Earlier]:
    standing = standing_of(draft, by=by(person, at))
    slots = [one.slot for one in standing.state.slots]
    return earlier_documents(standing, slots, by=by(person, at)).get("rooster", [])


def use(draft: Draft, paper: StoredFile, person: Person, days: float = 1) -> DraftFile:
    return reuse_document(draft, "rooster", paper.key, by=by(person, later(days)))


def test_what_was_handed_in_before_is_offered_with_its_day_and_its_last_day(
    again: World, first: Case, paper: StoredFile
) -> None:
    (found,) = offered(again.draft(later(1)), again.sarah, later(1))

    assert (found.file, found.number) == (paper, first.number)
    assert found.given_at == first.created_at
    assert found.until == later(A_MONTH).date()


def test_what_is_too_old_is_not_offered(again: World, first: Case, paper: StoredFile) -> None:
    draft = again.draft(later(A_MONTH))

    assert len(offered(draft, again.sarah, later(A_MONTH))) == 1
    assert offered(draft, again.sarah, later(A_MONTH + 1)) == []
    with pytest.raises(RuleError):
        use(draft, paper, again.sarah, A_MONTH + 1)


def test_using_it_again_does_not_make_it_younger(
    again: World, first: Case, paper: StoredFile
) -> None:
    draft = again.draft(later(20))
    use(draft, paper, again.sarah, 20)
    submit_case(draft, by=by(again.sarah, later(20)))

    assert offered(again.draft(later(31)), again.sarah, later(31)) == []


def test_one_that_expires_in_the_draft_is_refused_when_it_is_handed_in(
    again: World, first: Case, paper: StoredFile
) -> None:
    draft = again.draft(later(20))
    use(draft, paper, again.sarah, 20)

    with pytest.raises(SubmitRefusedError) as refused:
        submit_case(draft, by=by(again.sarah, later(31)))

    assert [one.code for one in refused.value.problems] == ["document_expired"]


def test_the_desk_sees_when_it_was_handed_in_first(
    again: World, first: Case, paper: StoredFile
) -> None:
    draft = again.draft(later(5))
    use(draft, paper, again.sarah, 5)
    second = submit_case(draft, by=by(again.sarah, later(5)))

    reader = Reader("nl", "cases:file", cleared=True, person_id=again.nele.pk)
    (view,) = paper_views(second, spec_of(second.version), (), reader)

    assert view.given == first.created_at


def test_the_same_click_twice_uses_it_once(again: World, first: Case, paper: StoredFile) -> None:
    draft = again.draft(later(1))

    assert use(draft, paper, again.sarah) == use(draft, paper, again.sarah)
    assert offered(draft, again.sarah, later(1)) == []


def test_taking_it_out_or_withdrawing_the_first_request_breaks_nothing(
    again: World, first: Case, paper: StoredFile
) -> None:
    draft, other = again.draft(later(1)), again.draft(later(1))
    use(draft, paper, again.sarah)
    use(other, paper, again.sarah)

    remove_draft_file(other, paper.key, by=by(again.sarah, later(1)))
    withdraw_case(first, by=by(again.sarah, later(1)), given=Given())
    second = submit_case(draft, by=by(again.sarah, later(2)))

    held = CaseFile.objects.filter(file=paper).values_list("case", flat=True)
    assert sorted(held) == sorted([first.pk, second.pk])


def test_nobody_else_is_offered_it(again: World, first: Case, paper: StoredFile) -> None:
    draft = again.draft(later(1))
    Draft.objects.filter(pk=draft.pk).update(owner=again.kim, subject=again.kim.party)
    theirs = Draft.objects.get(pk=draft.pk)

    assert offered(theirs, again.kim, later(1)) == []
    with pytest.raises(RuleError):
        use(theirs, paper, again.kim)


def form_of(name: str, privacy: str) -> Any:
    """A form of this name that asks a schedule of this privacy."""
    title = dict.fromkeys(("nl", "fr", "de", "en"), name)
    return form(reuse=True, privacy=privacy) | {"key": f"hr.{name}", "title": title}


@pytest.mark.parametrize(
    ("first_asked", "asked_now", "offers"),
    [
        ("special", "normal", 0),
        ("special", "sensitive", 0),
        ("sensitive", "normal", 0),
        ("special", "special", 1),
        ("normal", "special", 1),
    ],
)
def test_a_document_is_used_again_only_where_it_is_kept_from_other_eyes_as_well(
    world: World, first_asked: str, asked_now: str, offers: int
) -> None:
    given = make_service(world.nele, form_of("eerste", first_asked))
    asking = make_service(world.nele, form_of("tweede", asked_now))
    paper = make_file(world.sarah, "attest.pdf")
    old = replace(world, service=given).draft()
    DraftFile.objects.create(draft=old, file=paper, slot="rooster")
    submit_case(old, by=by(world.sarah))

    draft = replace(world, service=asking).draft(later(1))

    assert len(offered(draft, world.sarah, later(1))) == offers
    with pytest.raises(RuleError) if not offers else nullcontext():
        use(draft, paper, world.sarah)
    assert draft.files.count() == offers


@pytest.mark.parametrize("state", ["refused", "replaced"])
def test_what_was_not_good_is_not_offered(
    again: World, first: Case, paper: StoredFile, state: str
) -> None:
    CaseFile.objects.filter(case=first).update(state=state)

    assert offered(again.draft(later(1)), again.sarah, later(1)) == []


def test_what_is_refused_since_it_was_put_in_a_draft_is_not_handed_in_with_it(
    again: World, first: Case, paper: StoredFile
) -> None:
    draft = again.draft(later(1))
    use(draft, paper, again.sarah)
    CaseFile.objects.filter(case=first).update(state="refused")

    with pytest.raises(SubmitRefusedError) as refused:
        submit_case(draft, by=by(again.sarah, later(2)))

    assert [(one.code, one.key) for one in refused.value.problems] == [
        ("document_refused", "rooster")
    ]


def test_what_was_refused_in_one_case_is_not_offered_from_another(
    again: World, first: Case, paper: StoredFile
) -> None:
    draft = again.draft(later(1))
    use(draft, paper, again.sarah)
    submit_case(draft, by=by(again.sarah, later(1)))
    CaseFile.objects.filter(case=first).update(state="refused")

    assert offered(again.draft(later(2)), again.sarah, later(2)) == []


def test_a_request_done_again_makes_no_document_younger(
    again: World, first: Case, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    old = CaseFile.objects.get(case=first).file
    full_path(old.path).parent.mkdir(parents=True, exist_ok=True)
    full_path(old.path).write_bytes(b"rooster")

    draft = do_again(first, by=by(again.sarah, later(31)), loa="substantial")

    assert draft.files.get().given_at == first.created_at
    with pytest.raises(SubmitRefusedError) as refused:
        submit_case(draft, by=by(again.sarah, later(31)))
    assert [one.code for one in refused.value.problems] == ["document_expired"]


def test_a_form_that_does_not_say_so_offers_nothing(world: World) -> None:
    draft = world.draft()
    paper = make_file(world.sarah)
    DraftFile.objects.create(draft=draft, file=paper, slot="rooster")
    submit_case(draft, by=by(world.sarah))

    again = world.draft(later(1))
    assert offered(again, world.sarah, later(1)) == []
    with pytest.raises(RuleError):
        use(again, paper, world.sarah)


def test_a_change_uses_it_again_and_the_case_knows_since_when(
    again: World, first: Case, paper: StoredFile
) -> None:
    waiting = again.draft(later(1))
    mark_later(waiting, "rooster", later=True, by=by(again.sarah, later(1)))
    second = submit_case(waiting, by=by(again.sarah, later(1)))
    change = start_changes(second, by=by(again.sarah, later(2)))
    use(change, paper, again.sarah, 2)
    send_changes(change, by=by(again.sarah, later(2)))

    asked = {one.pk: Verdict(accepted=True) for one in Change.objects.all()}
    decide_changes(second, asked, by=by(again.nele, later(3)), given=Given())

    assert CaseFile.objects.get(case=second).given_at == first.created_at
