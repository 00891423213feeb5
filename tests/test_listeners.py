"""Every job that is listed exists and runs, and everybody who must hear of an event has a way to."""

import pytest

from loket.cases.rules.transitions import TABLE
from loket.cases.rules.vocabulary import Tell
from loket.config.listeners import LISTENERS, PERIODIC
from loket.contacts.rules.matrix import MATRIX, Role
from loket.core.jobs import Periodic, resolve, run_periodic
from loket.core.tenancy import current_organisation
from tests.world import make_world

JOBS = {job for jobs in LISTENERS.values() for job in jobs} | {each.job for each in PERIODIC}
KINDS = {occasion.partition(":")[0] for occasion in MATRIX}
TELLS = [(t.action, t.event, tell) for t in TABLE.values() for tell in t.tells]
CLOCKWORK = [each for each in PERIODIC if each.job != "core.tasks.retry_stalled_jobs"]
"""That one talks to the workers outside the transaction of a test: see test_worker.py."""
ROLES = {
    Tell.REQUESTER: Role.REQUESTER,
    Tell.SUBJECT: Role.SUBJECT,
    Tell.ASSIGNEE: Role.ASSIGNEE,
    Tell.TEAM: Role.TEAM,
    Tell.APPROVER: Role.APPROVER,
    Tell.ASKED: Role.ASKED,
    Tell.ASKER: Role.ASKER,
    Tell.FORMER: Role.FORMER,
}


@pytest.mark.parametrize("job", sorted(JOBS))
def test_a_job_that_is_listed_exists(job: str) -> None:
    assert callable(resolve(job))


@pytest.mark.django_db
@pytest.mark.parametrize("periodic", CLOCKWORK, ids=lambda each: each.job)
def test_what_comes_round_by_the_clock_runs_for_every_organisation(periodic: Periodic) -> None:
    make_world("hier")
    make_world("daar")

    run_periodic(periodic)

    assert current_organisation() is None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_people_must_hear_of_is_listened_to(kind: str) -> None:
    assert any(job.rpartition(".")[2].startswith("tell_") for job in LISTENERS[kind])


@pytest.mark.parametrize(("action", "event", "tell"), TELLS)
def test_whom_the_status_model_tells_the_table_of_notices_tells(
    action: str, event: str, tell: Tell
) -> None:
    told = {
        role for occasion, rows in MATRIX.items() if occasion.startswith(event) for role in rows
    }

    assert ROLES[tell] in told, action
