"""Events only grow, and what they cause is enqueued with them or not at all."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.make import acting, make_organisation

from loket.core.database import Server
from loket.core.events import listeners_of, record
from loket.core.models import Event, Organisation

CHANGES = (
    "UPDATE core_event SET kind = 'other'",
    "DELETE FROM core_event",
    "TRUNCATE core_event CASCADE",
)
KIND = "case.submitted"


def enter(connection: psycopg.Connection[tuple[object, ...]], organisation: Organisation) -> None:
    words = [str(organisation.pk)]
    connection.execute("SELECT set_config('loket.organisation', %s, false)", words)


@pytest.fixture
def organisation(db: None) -> Organisation:
    return make_organisation()


@pytest.mark.parametrize("change", CHANGES)
def test_the_application_may_not_change_what_happened(
    organisation: Organisation, change: str
) -> None:
    event = record("case.started", organisation, by=acting(None))

    with (
        pytest.raises(DatabaseError, match="permission denied for table core_event"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert Event.objects.get().kind == event.kind


@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_owner_of_the_table_changes_what_happened(
    database_server: Server, own_database: str, change: str
) -> None:
    organisation = make_organisation()
    event = record("case.started", organisation, by=acting(None))

    with database_server.connect("owner", own_database) as owner:
        enter(owner, organisation)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="core_event only grows"):
            owner.execute(change.encode())

    assert Event.objects.get().kind == event.kind


def test_what_is_undone_leaves_no_event_and_no_job(organisation: Organisation) -> None:
    assert listeners_of(KIND)
    with transaction.atomic():
        record(KIND, organisation, by=acting(None))
        assert ProcrastinateJob.objects.count() == len(listeners_of(KIND))
        transaction.set_rollback(True)

    assert not Event.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_one_job_for_each_listening_module_knows_ids_only(organisation: Organisation) -> None:
    event = record(KIND, organisation, by=acting(None))

    jobs = ProcrastinateJob.objects.values_list("args", flat=True)

    assert [job["job"] for job in jobs] == list(listeners_of(KIND))
    assert [job["arguments"] for job in jobs] == [{"event_id": event.pk}]


def test_what_nobody_listens_to_enqueues_nothing(organisation: Organisation) -> None:
    record("nobody.listens", organisation, by=acting(None))

    assert not ProcrastinateJob.objects.exists()


def test_an_event_that_may_happen_once_happens_once(organisation: Organisation) -> None:
    record("case.started", organisation, by=acting(None), idem="start:1")

    with pytest.raises(DatabaseError, match="event_once"), transaction.atomic():
        record("case.started", organisation, by=acting(None), idem="start:1")


def test_who_reads_on_misses_no_event_of_a_transaction_that_took_longer(
    database_server: Server, own_database: str
) -> None:
    organisation = make_organisation()
    first = record("case.started", organisation, by=acting(None))

    with database_server.connect("app", own_database) as slow:
        enter(slow, organisation)
        slow.execute("BEGIN")
        slow.execute(
            "INSERT INTO core_event (about_kind, about_id, kind, visibility, channel, occurred_at,"
            " topics, data, idem) VALUES ('x', 1, 'slow', 'audit', 'web', now(), '{}', '{}', '')"
        )
        quick = record("case.proposed", organisation, by=acting(None))
        while_it_ran = list(Event.objects.settled())
        slow.execute("COMMIT")

    in_order = list(Event.objects.order_by("tx", "id").values_list("kind", flat=True))
    assert while_it_ran in ([first], [])  # what runs in another database may hold it back too
    assert in_order == [first.kind, "slow", quick.kind]
