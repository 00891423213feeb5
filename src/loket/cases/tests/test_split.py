"""A part of a case goes on in a new one: the handler chooses what goes along."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.make import attach_to_case

from loket.cases.actions.answering import approve, refuse_approval, write_to_case
from loket.cases.actions.changing import start_changes
from loket.cases.actions.figures import recount
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, start_case
from loket.cases.actions.papers import refuse_document
from loket.cases.actions.splitting import Along, split_case
from loket.cases.links import in_portal, look_around
from loket.cases.models import Approval, Case, CaseFile, CaseLink, CaseMessage, Task
from loket.cases.parts import entry_views
from loket.cases.photos import current_photos, mark_for
from loket.cases.tests.conftest import World, by
from loket.cases.timeline_requester import for_requester
from loket.catalogue.specs import spec_of
from loket.core.counters import fold_counters, read_counters
from loket.core.errors import RuleError
from loket.core.keys import new_key
from loket.core.models import Clock
from loket.documents.models import PhotoPdf, StoredFile

WHY = "De vraag over het rooster gaat apart verder."
WROTE = "En hoe zit het met mijn rooster?"


@pytest.fixture
def world(world: World, settings: Settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = str(tmp_path)
    return world


@pytest.fixture
def old(world: World) -> Case:
    """A case of Sarah that Nele handles, with a document and a message."""
    case = world.case()
    claim_case(case, by=by(world.nele))
    attach_to_case(case, "overige")
    write_to_case(case, by=by(world.sarah), given=Given(text=WROTE))
    return case


def everything(case: Case) -> Along:
    files = CaseFile.objects.filter(case=case).values_list("pk", flat=True)
    messages = CaseMessage.objects.filter(case=case).values_list("pk", flat=True)
    return Along(answers=True, files=list(files), messages=list(messages))


def split(world: World, case: Case, along: Along, key: str = "") -> Case:
    return split_case(case, along, by=by(world.nele), given=Given(text=WHY, key=key))


def said(world: World, case: Case) -> list[str]:
    near = look_around(
        Case.objects.select_related("version").get(pk=case.pk), in_portal(world.sarah)
    )
    shown = for_requester(near, spec_of(near.case.version), "nl")
    return [f"{one.lead or one.text}" for one in entry_views(shown, near.case, "portal:case_file")]


def test_what_was_chosen_goes_along_as_copies_and_stays_where_it_was(
    world: World, old: Case
) -> None:
    new = split(world, old, everything(old))

    assert (new.status, new.requester, new.queue) == ("open", old.requester, old.queue)
    assert new.answers == Case.objects.get(pk=old.pk).answers
    (ours,), (theirs,) = (CaseFile.objects.filter(case=one) for one in (new, old))
    assert ours.file.name == theirs.file.name
    assert ours.file.path != theirs.file.path
    assert ours.given_at == theirs.added_at
    words = CaseMessage.objects.filter(case=new).order_by("pk")
    assert [one.message.body for one in words] == [WROTE, WHY]
    assert words[0].message.author == world.sarah
    assert CaseMessage.objects.filter(case=old, message__body=WROTE).exists()


def test_several_photos_of_one_document_come_with_one_pdf_in_the_new_case_too(
    world: World, old: Case
) -> None:
    for row in (attach_to_case(old, "rooster"), attach_to_case(old, "rooster")):
        StoredFile.objects.filter(pk=row.file_id).update(type="image/jpeg")
    assert not PhotoPdf.objects.exists()

    new = split(world, old, everything(old))

    (photos,) = current_photos(new)
    assert PhotoPdf.objects.get().mark == mark_for(photos)


def test_what_was_not_chosen_stays_behind(world: World, old: Case) -> None:
    new = split(world, old, Along(answers=False))

    assert (new.answers, new.sealed) == ({}, None)
    assert not CaseFile.objects.filter(case=new).exists()
    assert [one.message.body for one in CaseMessage.objects.filter(case=new)] == [WHY]


def test_both_cases_lead_to_each_other_and_say_why(world: World, old: Case) -> None:
    new = split(world, old, everything(old))

    assert CaseLink.objects.get(case=new, kind="split").other == old
    assert f"Deze zaak is afgesplitst van zaak {old.number}." in said(world, new)
    assert f"Een deel van deze zaak gaat verder in zaak {new.number}." in said(world, old)
    assert f"Overgenomen uit zaak {old.number}." in said(world, new)


def test_the_new_case_has_a_term_of_its_own_and_counts_in_the_lists(
    world: World, old: Case
) -> None:
    new = split(world, old, Along(answers=False))

    assert Clock.objects.filter(about_id=new.pk, metric="term", stopped_at=None).count() == 1
    assert not Task.objects.filter(case=new).exists()  # there is nothing to agree to
    fold_counters()
    counted = recount()
    assert read_counters(counted) == counted


def test_the_same_click_twice_splits_once(world: World, old: Case) -> None:
    key = new_key()

    first, second = (split(world, old, everything(old), key) for _click in range(2))

    assert first == second
    assert Case.objects.count() == 2


def test_the_new_case_can_be_changed_by_whoever_asked(world: World, old: Case) -> None:
    Case.objects.filter(pk=old.pk).update(version=old.version)
    new = split(world, old, everything(old))

    assert new.draft is not None
    assert new.draft.owner == world.sarah
    assert new.draft.submitted_at is not None
    with pytest.raises(RuleError) as refusal:  # this form lets nothing be changed
        start_changes(new, by=by(world.sarah))
    assert refusal.value.code == "amend_too_late"


def test_nobody_splits_without_words_nor_a_case_of_somebody_else(world: World, old: Case) -> None:
    for person, text, code in (
        (world.nele, " ", "missing_split"),
        (world.omar, WHY, "not_your_role"),
        (world.sarah, WHY, "not_your_role"),
    ):
        with pytest.raises(RuleError) as refusal:
            split_case(old, Along(), by=by(person), given=Given(text=text))
        assert refusal.value.code == code
    assert Case.objects.count() == 1


def refuse_for_now(world: World, case: Case) -> None:
    task = Task.objects.get(case=case, kind="approve")
    refuse_approval(case, by=by(world.tom), given=Given(task=task.pk, text="Nog niet."))


@pytest.mark.parametrize("refused", [False, True])
def test_a_yes_that_was_not_given_is_asked_in_the_new_case_as_well(
    world: World, old: Case, refused: bool
) -> None:
    if refused:
        refuse_for_now(world, old)

    new = split(world, old, everything(old))

    asked = Approval.objects.get(task__case=new)
    assert (asked.state, asked.approver, asked.spec_id) == ("asked", world.tom, "chef")
    assert new.waits_on == "manager,requester"
    claim_case(new, by=by(world.nele))
    with pytest.raises(RuleError) as refusal:
        start_case(new, by=by(world.nele))
    assert refusal.value.code == "approval_open"


def test_a_yes_that_was_given_counts_in_the_new_case(world: World, old: Case) -> None:
    task = Task.objects.get(case=old, kind="approve")
    approve(old, by=by(world.tom), given=Given(task=task.pk, text="Prima."))

    new = split(world, old, everything(old))

    given = Approval.objects.get(task__case=new)
    assert (given.state, given.decided_by, given.reason) == ("approved", world.tom, "Prima.")
    assert not Task.objects.open().filter(case=new, kind="approve").exists()
    assert new.waits_on == "requester"
    claim_case(new, by=by(world.nele))
    start_case(new, by=by(world.nele))


def test_a_document_that_must_still_come_is_asked_in_the_new_case(world: World, old: Case) -> None:
    new = split(world, old, everything(old))

    (theirs,), (ours,) = (Task.objects.filter(case=one, kind="deliver") for one in (old, new))
    assert (ours.slot, ours.person, ours.due_at) == ("rooster", world.sarah, theirs.due_at)


def test_a_document_that_was_refused_stays_refused_and_is_asked_anew(
    world: World, old: Case
) -> None:
    file = CaseFile.objects.get(case=old)
    refuse_document(file, by=by(world.nele), given=Given(text="Niet leesbaar."))

    new = split(world, old, Along(answers=False, files=[file.pk]))

    (ours,) = CaseFile.objects.filter(case=new)
    assert (ours.state, ours.reason) == ("refused", "Niet leesbaar.")
    assert [one.kind for one in Task.objects.filter(case=new)] == ["replace"]
