"""Who hears that a case ended, was split, or goes on after all."""

import pytest
from tests.make import attach_to_case

from loket.cases.actions import handling
from loket.cases.actions.given import Given
from loket.cases.actions.papers import check_document, refuse_document
from loket.cases.actions.replacing import restore_case, supersede_case
from loket.cases.actions.splitting import Along, split_case
from loket.cases.models import Case, Task
from loket.cases.tests.conftest import World, by, later
from loket.cases.tests.test_tell_people import RunJobs, forget, mails, notices

pytestmark = pytest.mark.usefixtures("letters")


@pytest.fixture
def taken(world: World, run_jobs: RunJobs) -> Case:
    """A case of Nele of which everybody has heard."""
    case = world.case()
    handling.claim_case(case, by=by(world.nele))
    forget(run_jobs)
    return case


def test_what_is_asked_of_somebody_is_taken_back_when_the_case_ends(
    world: World, run_jobs: RunJobs, taken: Case
) -> None:
    asked = handling.whom_to_ask(taken, Task.Party.PERSONNEL, by=by(world.nele))
    handling.ask(taken, asked, by=by(world.nele), given=Given(text="Klopt de graad?"))
    forget(run_jobs)
    handling.cancel_case(taken, by=by(world.nele, later(1)), given=Given(text="Dubbel."))

    run_jobs()

    assert notices(world.pia) == ["question_dropped"]
    assert mails(world.pia) != []
    assert notices(world.sarah) == ["closed"]


def test_the_personnel_department_hears_that_its_answer_is_no_longer_needed(
    world: World, run_jobs: RunJobs, taken: Case
) -> None:
    asked = handling.whom_to_ask(taken, Task.Party.PERSONNEL, by=by(world.nele))
    handling.ask(taken, asked, by=by(world.nele), given=Given(text="Klopt de graad?"))
    forget(run_jobs)
    handling.stop_waiting(taken, by=by(world.nele, later(1)), given=Given(text="Gevonden"))

    run_jobs()

    assert notices(world.pia) == ["question_dropped"]


def test_the_chief_hears_that_nobody_needs_to_agree_any_more(
    world: World, run_jobs: RunJobs, taken: Case
) -> None:
    handling.cancel_case(taken, by=by(world.nele, later(1)), given=Given(text="Dubbel."))

    run_jobs()

    assert notices(world.tom) == ["question_dropped"]


def test_a_document_that_is_found_valid_after_all_need_not_be_sent_again(
    world: World, run_jobs: RunJobs, taken: Case
) -> None:
    paper = attach_to_case(taken, "overige")
    refuse_document(paper, by=by(world.nele), given=Given(text="Onleesbaar."))
    forget(run_jobs)

    check_document(paper, by=by(world.nele, later(1)), given=Given())
    run_jobs()

    assert notices(world.sarah) == ["document_waived"]


def test_a_document_that_nobody_refused_is_found_valid_in_silence(
    world: World, run_jobs: RunJobs, taken: Case
) -> None:
    check_document(attach_to_case(taken), by=by(world.nele, later(1)), given=Given())

    run_jobs()

    assert notices(world.sarah) == []


def test_after_undoing_a_merge_the_chief_hears_that_he_is_asked_again(
    world: World, run_jobs: RunJobs
) -> None:
    case, other = world.case(), world.case()
    for one in (case, other):
        handling.claim_case(one, by=by(world.nele))
    supersede_case(case, other, by=by(world.nele, later(1)))
    forget(run_jobs)
    restore_case(case, by=by(world.nele, later(1.5)), given=Given(text="Toch twee."))

    run_jobs(later(2))

    assert notices(world.tom) == ["approval_asked"]


def test_who_never_sent_the_part_that_was_split_off_gets_no_receipt_for_it(
    world: World, run_jobs: RunJobs
) -> None:
    case = world.case()
    handling.claim_case(case, by=by(world.nele))
    forget(run_jobs)
    given = Given(text="Dit gaat apart verder.")
    split_case(case, Along(), by=by(world.nele, later(1)), given=given)

    run_jobs(later(2))

    assert set(notices(world.sarah)) == {"split_off"}
    assert notices(world.tom) == ["approval_asked"]
