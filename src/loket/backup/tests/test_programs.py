"""The programs of the database server are found, and told where to go without a password in sight."""

import pytest

from loket.backup.programs import BackupFailed, environment, find_programs
from loket.core.database import Server, find_server

BASE = {"host": "db.example", "user": "kantoor", "password": "geheim", "sslmode": "verify-full"}
READER = {"host": "db.example", "user": "loket_backup", "password": "sleutel"}


def test_the_programs_of_the_own_server_come_with_it() -> None:
    found = find_programs(find_server("test"), 18)

    assert (found / "pg_restore").is_file()


def test_a_version_that_is_not_here_is_asked_for_by_name() -> None:
    with pytest.raises(BackupFailed, match="install postgresql-client-12"):
        find_programs(Server(BASE, None, None), 12)


def test_a_program_hears_the_password_from_its_environment_only() -> None:
    told = environment(Server(BASE, None, None), "owner")

    assert told["PGPASSWORD"] == "geheim"
    assert told["PGSSLMODE"] == "verify-full"
    assert told["PGOPTIONS"] == "-c role=loket_owner"
    assert told["PGDATABASE"] == "loket"


def test_what_another_command_set_is_not_taken_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSERVICE", "elders")

    assert "PGSERVICE" not in environment(Server(BASE, None, None), "owner")


def test_backups_are_made_by_who_may_read_every_row() -> None:
    told = environment(Server(BASE, None, None, READER), "backup")

    assert (told["PGUSER"], told.get("PGOPTIONS")) == ("loket_backup", None)
