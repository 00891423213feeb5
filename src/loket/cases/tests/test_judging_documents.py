"""A document is judged once for each look at it, and a judgement can be taken back."""

import pytest
from tests.make import attach_to_case

from loket.cases.actions import handling
from loket.cases.actions.given import Given
from loket.cases.actions.papers import check_document, refuse_document
from loket.cases.models import Case, CaseFile, Task
from loket.cases.tests.conftest import World, by
from loket.core.errors import ConflictError, RuleError
from loket.core.models import Event


@pytest.fixture
def paper(world: World) -> CaseFile:
    """The schedule of a case of Nele, which no task asks for any more."""
    case = world.case()
    Task.objects.filter(case=case, kind="deliver").delete()
    handling.claim_case(case, by=by(world.nele))
    return attach_to_case(case)


def fresh(paper: CaseFile) -> CaseFile:
    return CaseFile.objects.select_related("case").get(pk=paper.pk)


def asked_again(paper: CaseFile) -> int:
    return Task.objects.open().filter(case=paper.case_id, kind="replace").count()


def judgements(paper: CaseFile) -> int:
    kinds = ("document.checked", "document.refused")
    return Event.objects.about(Case(pk=paper.case_id)).filter(kind__in=kinds).count()


def test_a_double_click_judges_once(world: World, paper: CaseFile) -> None:
    for _click in range(2):
        check_document(fresh(paper), by=by(world.nele), given=Given(key="knop"), was="given")

    assert fresh(paper).state == CaseFile.State.CHECKED
    assert judgements(paper) == 1


def test_in_two_tabs_the_second_hears_that_it_was_judged(world: World, paper: CaseFile) -> None:
    no = Given(text="Onleesbaar", key="een")
    refuse_document(fresh(paper), by=by(world.nele), given=no, was="given")

    with pytest.raises(ConflictError):
        check_document(fresh(paper), by=by(world.omar), given=Given(key="twee"), was="given")

    assert fresh(paper).state == CaseFile.State.REFUSED
    assert fresh(paper).checked_by == world.nele
    assert judgements(paper) == 1


def test_what_is_valid_after_all_is_not_asked_for_again(world: World, paper: CaseFile) -> None:
    refuse_document(fresh(paper), by=by(world.nele), given=Given(text="Onleesbaar"))
    assert asked_again(paper) == 1

    check_document(fresh(paper), by=by(world.nele), given=Given())

    assert fresh(paper).state == CaseFile.State.CHECKED
    assert fresh(paper).reason == "Onleesbaar", "why it was refused stays on the record"
    done = check_document(fresh(paper), by=by(world.nele), given=Given(), was="refused")
    assert done.repeated
    assert asked_again(paper) == 0
    assert Case.objects.get(pk=paper.case_id).waits_on == "manager"


def test_a_reason_with_a_yes_is_asked_about_and_not_thrown_away(
    world: World, paper: CaseFile
) -> None:
    with pytest.raises(RuleError) as refused:
        check_document(fresh(paper), by=by(world.nele), given=Given(text="Onleesbaar"), was="given")

    assert refused.value.code == "reason_with_yes"
    assert fresh(paper).state == CaseFile.State.GIVEN
