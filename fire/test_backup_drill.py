"""The drill: backed up while people write, destroyed, put back in a new home, and worked with again."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.clones import ROOT, environment_of

from fire.installation import burning
from fire.writers.waiting import wait_for
from loket.backup.manifest import read_manifest, the_backup
from loket.config.caught_mail import read_mails
from loket.config.ports import LOCAL, kept_free
from loket.config.processes import Processes
from loket.config.programs import mail_catcher, worker
from loket.core import database, embedded
from loket.core.database import Server

PATIENCE = 120.0
NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL", "LOKET_DB_NAME")


@dataclass
class Home:
    """A home of Loket, and what its commands are told."""

    told: dict[str, str]
    server: Server

    def command(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of manage.py."""
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *words],
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def environment(self) -> dict[str, str]:
        """Everything a program of this home is told."""
        known = {name: value for name, value in os.environ.items() if name not in NAMES}
        return known | self.told

    def rows(self, query: str) -> list[Any]:
        """Ask the database, whatever organisation the rows are of."""
        with self.server.connect("admin", self.told.get("LOKET_DB_NAME", "loket")) as connection:
            return [row[0] for row in connection.execute(query.encode()).fetchall()]


@dataclass
class Drill:
    """What is left after the fire: backups, the key, and what people were told."""

    place: Path
    before: list[str]
    """Numbers that people were given before the backup began."""
    mails: set[str]
    """The Message-IDs of what was sent by the old installation."""
    schema: str
    new: Home

    @property
    def backups(self) -> Path:
        """Where the backups are, in a path with spaces."""
        return self.place / "veilig bewaard"


@pytest.fixture(scope="module")
def drill(database_server: Server) -> Iterator[Drill]:
    """Work, back up while people write, and lose everything but the backups and the key."""
    place = Path(tempfile.mkdtemp(prefix="een oefening "))
    place.chmod(0o711)
    new = _new_home(place / "nieuw huis")
    try:
        with burning(database_server, "drill") as burns:
            old = _home_of(burns.loket.database, burns.loket.files, database_server)
            done = Drill(place, [], set(), "", new)
            _write_and_back_up(old, done, burns.loket.mail)
            done.schema = _schema(old)
        shutil.rmtree(burns.loket.files)
        with embedded.running(_cluster(new)):
            yield done
    finally:
        embedded.remove(_cluster(new))
        shutil.rmtree(_cluster(new).state, ignore_errors=True)
        shutil.rmtree(place)


def _home_of(name: str, files: Path, server: Server) -> Home:
    assert server.cluster is not None
    return Home(environment_of(name, files, server.cluster.name), server)


def _new_home(folder: Path) -> Home:
    folder.mkdir()
    cluster = embedded.find_cluster("data", folder)
    base = {"host": str(cluster.sockets), "port": cluster.port, "user": embedded.SUPERUSER}
    settings = {"DJANGO_SETTINGS_MODULE": "loket.config.settings", "LOKET_DEMO": "1"}
    return Home(settings | {"LOKET_HOME": str(folder)}, Server(base, None, cluster))


def _cluster(home: Home) -> embedded.Cluster:
    assert home.server.cluster is not None
    return home.server.cluster


def _write_and_back_up(old: Home, done: Drill, mail: Path) -> None:
    notes = done.place / "gekregen nummers"
    notes.touch()
    asker = [sys.executable, "-m", "fire.writers.asker", str(notes)]
    with subprocess.Popen(asker, env=old.environment, cwd=ROOT) as asking:
        try:
            wait_for(
                "the first numbers", lambda: len(notes.read_text().splitlines()) >= 3, PATIENCE
            )
            killed = old.command("backup", str(done.backups), LOKET_CRASH_AT="backup.dumped")
            assert killed.returncode == -signal.SIGKILL
            first = old.command("backup", str(done.backups))
            assert first.returncode == 0, first.stderr
            time.sleep(1)  # names of backups are seconds
            done.before = notes.read_text().splitlines()
            second = old.command("backup", str(done.backups))
            assert second.returncode == 0, second.stderr
            many = len(notes.read_text().splitlines())
            wait_for(
                "more numbers", lambda: len(notes.read_text().splitlines()) >= many + 2, PATIENCE
            )
        finally:
            asking.kill()
    last = done.before[-1]
    wait_for(
        "the mails",
        lambda: any(last in one.subject + one.text for one in read_mails(mail)),
        PATIENCE,
    )
    done.mails = {str(one.message["Message-ID"]) for one in read_mails(mail)}
    shutil.copy(database.home() / "seal.key", done.place / "seal.key")


def _schema(home: Home) -> str:
    """The shape of all tables with their rights and fences."""
    programs = embedded.find_package() / "pginstall" / "bin"
    name = home.told.get("LOKET_DB_NAME", "loket")
    known = home.server.base
    reach = ["-h", str(known["host"]), "-p", str(known["port"]), "-U", str(known["user"])]
    said = subprocess.run(
        [str(programs / "pg_dump"), "--schema-only", *reach, name],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    differ = ("\\restrict", "\\unrestrict", "ARRAY[")  # random words; casts that are written anew
    return "\n".join(line for line in said.splitlines() if not any(one in line for one in differ))


def test_1_a_second_backup_links_what_the_first_has_and_half_a_one_is_cleared_away(
    drill: Drill,
) -> None:
    first, second = sorted(each for each in drill.backups.iterdir() if each.is_dir())

    old = {each.name: each.stat() for each in (first / "files").rglob("*") if each.is_file()}
    new = {each.name: each.stat() for each in (second / "files").rglob("*") if each.is_file()}
    both = old.keys() & new.keys()
    assert both
    assert {name for name in both if old[name].st_ino != new[name].st_ino} == set()
    assert read_manifest(second).missing == []


def test_2_a_backup_is_verified_without_an_installation(drill: Drill) -> None:
    said = drill.new.command("verify", str(drill.backups))

    assert "is in order." in said.stdout, said.stderr


def test_3_without_the_key_it_is_refused_before_anything_is_touched(drill: Drill) -> None:
    refused = drill.new.command("restore", str(drill.backups))

    assert refused.returncode == 1
    assert "it is not in the backup" in refused.stderr
    assert drill.new.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [0]
    assert not (drill.place / "nieuw huis" / "files").exists()
    assert not (drill.place / "nieuw huis" / "seal.key").exists()


def test_4_killed_while_it_puts_back_it_starts_again_and_does_all_of_it(drill: Drill) -> None:
    shutil.copy(drill.place / "seal.key", drill.place / "nieuw huis" / "seal.key")
    killed = drill.new.command("restore", str(drill.backups), LOKET_CRASH_AT="restore.files_placed")
    assert killed.returncode == -signal.SIGKILL

    done = drill.new.command("restore", str(drill.backups))

    assert done.returncode == 0, done.stderr
    assert "Everybody is signed out, and all mails wait." in done.stdout
    said = drill.new.command("verify")
    assert "This installation is in order." in said.stdout, said.stderr


def test_5_tables_rights_and_fences_are_what_they_were(drill: Drill) -> None:
    assert _schema(drill.new) == drill.schema


def test_6_who_was_told_a_number_before_the_backup_has_that_case_and_no_number_lacks(
    drill: Drill,
) -> None:
    numbers = drill.new.rows("SELECT number FROM cases_case")

    assert set(drill.before) - set(numbers) == set()
    prefix = drill.before[0].rstrip("0123456789")
    mine = sorted(int(one.removeprefix(prefix)) for one in numbers if one.startswith(prefix))
    assert mine == list(range(mine[0], mine[0] + len(mine)))


def test_7_nobody_is_signed_in(drill: Drill) -> None:
    assert drill.new.rows("SELECT count(*) FROM accounts_session") == [0]


def test_8_it_is_not_put_back_twice(drill: Drill) -> None:
    refused = drill.new.command("restore", str(drill.backups))

    assert refused.returncode == 1
    assert "is not empty, and nothing is ever written over" in refused.stderr


def test_9_nobody_is_mailed_again_and_who_asks_now_gets_the_next_number(drill: Drill) -> None:
    with _working(drill) as mail:
        due = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        now_due = f"{due} AND coalesce(scheduled_at, now()) <= now()"
        wait_for("all jobs are done", lambda: drill.new.rows(now_due) == [0], PATIENCE)
        assert read_mails(mail) == []
        decided = drill.new.command("mails", "--doubt")
        assert "rijnbeek: " in decided.stdout, decided.stderr
        prefix = drill.before[0].rstrip("0123456789")
        numbers = drill.new.rows("SELECT number FROM cases_case ORDER BY number")
        last = [one for one in numbers if one.startswith(prefix)][-1]

        notes = drill.place / "het volgende nummer"
        asked = [sys.executable, "-m", "fire.writers.asker", str(notes), "1"]
        subprocess.run(asked, env=drill.new.environment, cwd=ROOT, check=True)

        number = notes.read_text().strip()
        assert int(number.removeprefix(prefix)) == int(last.removeprefix(prefix)) + 1
        wait_for("its mail", lambda: any(number in one.text for one in read_mails(mail)), PATIENCE)
        sent = {str(one.message["Message-ID"]) for one in read_mails(mail)}
        assert sent & drill.mails == set()
        assert all(number in one.text for one in read_mails(mail))


@contextlib.contextmanager
def _working(drill: Drill) -> Iterator[Path]:
    """Let the worker of the new home work, and catch what it mails."""
    mail, processes = drill.place / "mail", Processes(drill.place)
    with kept_free() as smtp:
        drill.new.told["SMTP_URL"] = f"smtp://{LOCAL}:{smtp}"
        drill.new.told["LOKET_MAIL_BUNDLE_SECONDS"] = "1"
        try:
            processes.start(mail_catcher(mail, smtp, {}))
            processes.start(worker(drill.new.told))
            yield mail
        finally:
            processes.stop()


def test_the_drill_was_with_the_newest_backup(drill: Drill) -> None:
    assert read_manifest(the_backup(drill.backups)).rows["cases_case"] >= len(drill.before)
