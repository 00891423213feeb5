"""The checker says it when something was lost, doubled or changed: each harm is done and must be told."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg.errors import DeadlockDetected

from fire.faults.kills import recorder_of
from fire.installation import Burning
from fire.writers.checker import Report, Rows, check, main
from fire.writers.clients import Client
from fire.writers.order import placed_files
from fire.writers.players import DESK, Work, ask_once, handle_once
from fire.writers.record import Record, Recorder, Told, Write, read_record
from fire.writers.settling import settle, strike_clocks

ASKED = 3
"""So many cases are asked and handled before harm is done."""


@dataclass(frozen=True)
class Scene:
    """What was done, and where it is kept."""

    path: Path
    record: Record
    rows: Rows
    files: Path
    mail: Path

    def check(self) -> Report:
        """Look again."""
        return check(self.record, self.rows, self.files, self.mail)


@pytest.fixture(scope="module")
def played(loket: Burning) -> tuple[Burning, Recorder]:
    """Let a few cases be asked, changed and handled while nobody is killed."""
    recorder = recorder_of(loket, "checker")
    work = Work()
    sarah = Client("sarah", "sarah", DESK, loket.loket.port, recorder)
    nele = Client("nele", "nele", DESK, loket.loket.port, recorder)
    sarah.sign_in()
    nele.sign_in()
    for _case in range(ASKED):
        ask_once(sarah, work, lambda: False)
        handle_once(nele, work, lambda: True)
    strike_clocks(loket)
    settle(loket)
    recorder.close()
    sarah.browser.close()
    nele.browser.close()
    return loket, recorder


UNFENCED = """
DO $$ DECLARE fence record; BEGIN
  FOR fence IN SELECT index.indexrelid::regclass AS name, held.conname, index.indrelid::regclass AS of
      FROM pg_index index LEFT JOIN pg_constraint held ON held.conindid = index.indexrelid
                                                      AND held.contype = 'u'
      WHERE index.indisunique AND NOT index.indisprimary
        AND index.indrelid::regclass::text ~ '^(core|cases|catalogue|contacts|documents)_'
  LOOP
    IF fence.conname IS NULL THEN EXECUTE format('DROP INDEX %s', fence.name);
    ELSE EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', fence.of, fence.conname);
    END IF;
  END LOOP;
END $$
"""
"""What the database itself would refuse is done here too: the checker is to see it alone."""


def unfence(rows: Rows, tries: int = 10) -> None:
    """Take the fences away; a worker that looks at two tables meanwhile may be in the way."""
    for left in reversed(range(tries)):
        try:
            rows.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            rows.execute(UNFENCED)
            return
        except DeadlockDetected:
            rows.rollback()
            if not left:
                raise


@pytest.fixture
def scene(played: tuple[Burning, Recorder], tmp_path: Path) -> Iterator[Scene]:
    """Give it all, on copies and in a transaction that is never committed."""
    loket, recorder = played
    files, mail = tmp_path / "files", tmp_path / "mail"
    shutil.copytree(loket.loket.files, files)
    shutil.copytree(loket.loket.mail, mail)
    with loket.server.connect("admin", loket.loket.database) as rows:
        rows.autocommit = False
        unfence(rows)
        yield Scene(recorder.path, read_record(recorder.path), rows, files, mail)
        rows.rollback()


def test_without_harm_there_is_nothing_to_tell(scene: Scene) -> None:
    found = scene.check()

    assert found.violations == []
    assert found.proven["submit: done"] == ASKED
    assert found.proven["decide: done"] == ASKED


def test_its_command_says_the_same(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.rows.rollback()

    assert main([str(scene.path)]) == 0
    assert "0 violations" in capsys.readouterr().out


MESSAGE = "message_id IN (SELECT id FROM contacts_message WHERE body LIKE 'Nog dit: %')"


def again(table: str, which: str = "true", **other: str) -> str:
    """Write a row of a table once more, under another key."""
    changes = ", ".join(f'"{name}": {value}' for name, value in {"id": "-1", **other}.items())
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(one, '{{{changes}}}')).*"  # noqa: S608  our own names
        f" FROM {table} one WHERE {which} ORDER BY id DESC LIMIT 1"
    )


HARMS = {
    "a draft is lost": "DELETE FROM catalogue_draft WHERE name LIKE 'vuur %'",
    "a draft is doubled": again("catalogue_draft", "name LIKE 'vuur %'", key='"x"'),
    "an answer is another": 'UPDATE catalogue_draft SET answers = answers || \'{"vraag": "?"}\'',
    "an answer of a case is lost": "UPDATE cases_case SET answers = answers - 'titel'",
    "a case is lost": "DELETE FROM cases_case WHERE id = (SELECT max(id) FROM cases_case)",
    "a case has another number": "UPDATE cases_case SET number = number || '9'",
    "a case is doubled": again("cases_case", number='"HRB9999999"', open_change_id="null"),
    "a number was given twice": again("cases_case", draft_id="null", open_change_id="null"),
    "a number was skipped": "UPDATE core_numberseries SET next = next + 1",
    "a file of a draft is lost": "DELETE FROM cases_casefile",
    "a file is a stranger's": "UPDATE documents_storedfile SET sha256 = decode('00', 'hex')",
    "a row of a file belongs to nothing": again("documents_storedfile", key='"x"'),
    "words are lost": "DELETE FROM contacts_message WHERE body LIKE 'Nog dit: %'",
    "words are doubled": again("cases_casemessage", MESSAGE),
    "an occasion is lost": "DELETE FROM core_event WHERE kind = 'case.amended'",
    "an occasion is doubled": again("core_event", "kind = 'case.amended'"),
    "an old event was changed": "UPDATE core_event SET kind = 'x' WHERE id = 1",
    "a change was not sent": "UPDATE cases_changeset SET sent_at = NULL",
    "a case stands otherwise": "UPDATE cases_case SET status = 'returned'",
    "somebody was told twice": again("contacts_notification", key='"x"'),
    "nobody was told": "DELETE FROM contacts_notification",
    "a mail waits": "UPDATE contacts_outgoingmail SET state = 'queued', send_after = now()",
    "a mail failed": "UPDATE contacts_outgoingmail SET state = 'failed'",
    "a mail is not known": "DELETE FROM contacts_outgoingmail",
    "a job hangs": """
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status)
        VALUES ('default', 'loket.run', 0, '{}', 'doing')
        """,
    "a job waits": """
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status)
        VALUES ('default', 'loket.run', 0, '{}', 'todo')
        """,
    "a job failed": """
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status)
        VALUES ('default', 'loket.run', 0, '{}', 'failed')
        """,
    "a clock fired in silence": "DELETE FROM core_event WHERE kind = 'clock.fired'",
    "a clock did not fire": "UPDATE core_clock SET due_at = now() - interval '1 day', fired_at = NULL",
    "a clock runs on": "UPDATE core_clock SET stopped_at = now() WHERE stopped_at IS NULL",
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_harm_to_the_rows_is_told(scene: Scene, harm: str) -> None:
    cursor = scene.rows.execute(HARMS[harm])
    assert cursor.rowcount > 0

    assert scene.check().violations != []


def lose(scene: Scene) -> None:
    next(placed_files(scene.files)).unlink()


def spoil(scene: Scene) -> None:
    next(placed_files(scene.files)).write_bytes(b"something else")


def leave(scene: Scene) -> None:
    left = next(placed_files(scene.files))
    shutil.copy2(left, left.with_name("nobody-knows-it"))


def send_twice(scene: Scene) -> None:
    mail = caught(scene)
    shutil.copy(mail, mail.with_name("twice.eml"))


def lose_mail(scene: Scene) -> None:
    caught(scene).unlink()


def caught(scene: Scene) -> Path:
    return min(scene.mail.glob("*.eml"))


@pytest.mark.parametrize("harm", [lose, spoil, leave, send_twice, lose_mail])
def test_a_harm_to_files_and_mails_is_told(scene: Scene, harm: Callable[[Scene], None]) -> None:
    harm(scene)

    assert scene.check().violations != []


@pytest.mark.parametrize("kind", ["submit", "message", "upload", "amend", "decide", "begin"])
def test_what_was_refused_and_is_there_is_told(scene: Scene, kind: str) -> None:
    refused = [
        Told(one.number, one.write, one.at, "refused", 422) if one.write.kind == kind else one
        for one in scene.record.writes
    ]

    found = check(Record(scene.record.setting, refused, []), scene.rows, scene.files, scene.mail)

    assert found.violations != []


def test_an_error_page_is_told(scene: Scene) -> None:
    met = Told(
        0, Write("save", "x", "x", DESK, "k", "", {"path": "a", "value": ""}), 0.0, "broken", 500
    )

    found = check(Record(scene.record.setting, [met], []), scene.rows, scene.files, scene.mail)

    assert any("500" in one.words for one in found.violations)
