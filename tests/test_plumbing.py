"""The tests' own plumbing: jobs run in the test's transaction, commits stay in one test."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_socket import SocketConnectBlockedError

from loket.core.clock import now
from loket.core.jobs import enqueue
from loket.core.models import Organisation
from loket.core.tenancy import acting_in
from tests.clones import lock_of

Jobs = Callable[..., list[str]]


def make_organisation() -> Organisation:
    return Organisation.objects.create(slug="proef", name="Proef")


@pytest.mark.django_db
def test_a_job_runs_when_it_is_due_and_not_before(run_jobs: Jobs) -> None:
    later: datetime = now() + timedelta(hours=1)
    with acting_in(make_organisation().pk):
        enqueue("core.tenancy.current_organisation", at=later)

    assert run_jobs() == []
    assert run_jobs(at=later) == ["core.tenancy.current_organisation"]
    assert ProcrastinateJob.objects.get().status == "succeeded"


@pytest.mark.django_db
def test_what_follows_from_the_past_lets_everything_else_go_first(run_jobs: Jobs) -> None:
    with acting_in(make_organisation().pk):
        enqueue("core.tenancy.current_organisation", behind=True)
        enqueue("core.clock.now")

    assert run_jobs() == ["core.clock.now", "core.tenancy.current_organisation"]


def test_a_test_with_a_database_of_its_own_may_commit_from_another_thread(
    own_database: str,
) -> None:
    def count() -> int:
        try:
            return Organisation.objects.count()
        finally:
            connection.close()

    make_organisation()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(count).result() == 1


@pytest.mark.django_db
def test_what_another_test_committed_is_gone() -> None:
    assert not Organisation.objects.filter(slug="proef").exists()


@pytest.mark.django_db
def test_a_test_can_ask_as_the_owner_of_the_tables(
    owner: psycopg.Connection[tuple[Any, ...]],
) -> None:
    assert owner.execute("SELECT current_user").fetchone() == ("loket_owner",)


@pytest.mark.parametrize("kind", ["demo", "template"])
def test_tests_do_not_wait_for_a_demo_that_runs_in_the_same_folder(kind: str) -> None:
    assert lock_of(kind).name not in {"demo.lock", "database.lock"}


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_no_test_reaches_the_world_outside() -> None:
    with pytest.raises(SocketConnectBlockedError), socket.socket() as outward:
        outward.connect(("192.0.2.1", 80))


def test_a_test_may_talk_to_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
