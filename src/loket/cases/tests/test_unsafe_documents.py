"""A document in which the check finds something after submitting is asked for once more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.make import NOW, attach_to_case

from loket.cases.actions import handling
from loket.cases.actions.given import Given
from loket.cases.models import Case, CaseFile, Task
from loket.cases.papers import Reader, paper_views
from loket.cases.tests.conftest import World, by
from loket.catalogue.specs import spec_of
from loket.documents.actions import MOST_TRIES, finish_check, postpone_check, start_check
from loket.documents.examine import Findings
from loket.documents.models import StoredFile
from loket.documents.rules.findings import Code
from loket.people.models import Party

RunJobs = Callable[..., list[str]]
SOON = NOW + timedelta(days=1)


def make_case_with_document(world: World) -> tuple[Case, CaseFile]:
    """A case whose schedule was handed in, so that no task asks for it any more."""
    case = world.case()
    Task.objects.filter(case=case, kind="deliver").update(done_at=NOW)
    return case, attach_to_case(case)


def find(problem: Code | None, case_file: CaseFile, world: World) -> None:
    """End the check of a file as the worker does."""
    StoredFile.objects.filter(pk=case_file.file_id).update(state=StoredFile.State.UPLOADED)
    start_check(case_file.file_id)
    finish_check(case_file.file_id, Findings(problem=problem), by=by(world.sarah).as_system())


def asked_again(case: Case) -> list[str]:
    tasks = Task.objects.filter(case=case, kind="replace", done_at=None)
    return list(tasks.values_list("slot", flat=True))


@pytest.mark.parametrize("problem", [Code.INFECTED, Code.ENCRYPTED])
def test_a_bad_document_is_refused_with_its_sentence_and_asked_for_again(
    problem: Code, world: World, run_jobs: RunJobs
) -> None:
    case, case_file = make_case_with_document(world)

    find(problem, case_file, world)
    run_jobs(at=SOON)

    case_file.refresh_from_db()
    assert case_file.state == CaseFile.State.REFUSED
    assert "rooster.pdf" in case_file.reason
    assert case_file.checked_by_id is None
    assert asked_again(case) == ["rooster"]


def test_a_document_whose_check_broke_down_is_asked_for_again(
    world: World, run_jobs: RunJobs
) -> None:
    case, case_file = make_case_with_document(world)
    StoredFile.objects.filter(pk=case_file.file_id).update(state=StoredFile.State.UPLOADED)

    for _ in range(MOST_TRIES):
        start_check(case_file.file_id)
        postpone_check(case_file.file_id, scanner_away=False, by=by(world.sarah).as_system())
    run_jobs(at=SOON)

    case_file.refresh_from_db()
    assert case_file.state == CaseFile.State.REFUSED
    assert "niet controleren" in case_file.reason
    assert asked_again(case) == ["rooster"]


@pytest.mark.parametrize(
    ("state", "says"),
    [("failed", "niet controleren"), ("refused", "niet aannemen"), ("infected", "niet veilig")],
)
def test_a_case_says_of_a_bad_file_what_is_wrong_with_it(
    state: str, says: str, world: World
) -> None:
    case, case_file = make_case_with_document(world)
    StoredFile.objects.filter(pk=case_file.file_id).update(state=state)
    reader = Reader("nl", "cases:file", cleared=True, person_id=world.nele.pk)

    (view,) = paper_views(case, spec_of(case.version), (), reader)

    assert view.file is not None
    assert says in view.file.error


def test_the_sentence_is_in_the_language_of_the_requester(world: World, run_jobs: RunJobs) -> None:
    Party.objects.filter(pk=world.sarah.pk).update(language="fr")
    _, case_file = make_case_with_document(world)

    find(Code.INFECTED, case_file, world)
    run_jobs(at=SOON)

    case_file.refresh_from_db()
    assert case_file.reason.startswith("Le fichier «\u00a0rooster.pdf\u00a0» contient un virus.")


def test_a_good_document_stays_as_it_is(world: World, run_jobs: RunJobs) -> None:
    case, case_file = make_case_with_document(world)

    find(None, case_file, world)
    run_jobs(at=SOON)

    case_file.refresh_from_db()
    assert case_file.state == CaseFile.State.GIVEN
    assert asked_again(case) == []


def test_a_case_handed_in_at_that_very_moment_is_seen_at_the_second_look(
    world: World, run_jobs: RunJobs
) -> None:
    case, case_file = make_case_with_document(world)
    CaseFile.objects.filter(pk=case_file.pk).update(state=CaseFile.State.REPLACED)
    find(Code.INFECTED, case_file, world)
    run_jobs(at=NOW)
    assert asked_again(case) == []

    CaseFile.objects.filter(pk=case_file.pk).update(state=CaseFile.State.GIVEN)
    run_jobs(at=SOON)

    assert asked_again(case) == ["rooster"]


def test_a_case_that_has_ended_is_left_alone(world: World, run_jobs: RunJobs) -> None:
    case, case_file = make_case_with_document(world)
    nele = by(world.nele)
    handling.claim_case(case, by=nele)
    handling.cancel_case(case, by=nele, given=Given(text="Dubbel."))

    find(Code.INFECTED, case_file, world)
    run_jobs(at=SOON)

    case_file.refresh_from_db()
    assert case_file.state == CaseFile.State.GIVEN
    assert asked_again(case) == []
