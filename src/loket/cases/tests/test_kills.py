"""A process that is killed with -9 while somebody submits or saves leaves everything or nothing."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from django.db import connection
from tests.make import NOW, attach_to_draft, make_service

from loket.cases.actions.again import do_again
from loket.cases.actions.batches import Order, choose_cases, start_batch
from loket.cases.actions.changing import send_changes, start_changes
from loket.cases.actions.deciding import Verdict, decide_changes
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case
from loket.cases.actions.submit import submit_case
from loket.cases.models import Approval, Batch, Case, CaseFile, CaseMessage, Change, ChangeSet, Task
from loket.cases.tasks import run_batch
from loket.cases.tests.conftest import World, by, make_world
from loket.catalogue.actions.answers import Typed, mark_later, save_answers, save_field
from loket.catalogue.models import Draft
from loket.catalogue.tests.forms import LEAVE
from loket.core.models import Clock, Event, NumberSeries
from loket.documents.models import StoredFile

BEGIN = """
import sys
from datetime import datetime
import django
django.setup()
from loket.cases.actions.submit import submit_case
from loket.catalogue.actions.answers import save_field
from loket.catalogue.models import Draft
from loket.core.acting import Acting
from loket.core.tenancy import acting_in
person, organisation, draft = map(int, sys.argv[1:4])
by = Acting(person, organisation, datetime.fromisoformat(sys.argv[4]))
with acting_in(organisation):
    draft = Draft.objects.get(pk=draft)
"""
SUBMIT = f"{BEGIN}    submit_case(draft, by=by)\n"
SEND = f"{BEGIN}    from loket.cases.actions.changing import send_changes\n    send_changes(draft, by=by)\n"
AGAIN = f"""{BEGIN}
    from loket.cases.actions.again import do_again
    do_again(draft.case, by=by, loa='substantial')
"""
SPLIT = f"""{BEGIN}
    from loket.cases.actions.given import Given
    from loket.cases.actions.splitting import Along, split_case
    by = Acting(draft.case.assignee_id, organisation, by.at)
    files = list(draft.case.files.values_list('pk', flat=True))
    split_case(draft.case, Along(files=files), by=by, given=Given(text='Apart.', key='k' * 20))
"""
EXPIRE = f"""{BEGIN}
    from datetime import timedelta
    from loket.catalogue.actions.expiry import announce_expiry, delete_expired
    for days in (80, 89, 100):
        at = Acting(None, organisation, by.at + timedelta(days=days))
        announce_expiry(by=at)
        delete_expired(by=at)
"""
DECIDE = f"""{BEGIN}
    from loket.cases.actions.deciding import Verdict, decide_changes
    from loket.cases.actions.given import Given
    made = draft.change_set
    verdicts = {{one.pk: Verdict(True) for one in made.changes.all()}}
    by = Acting(made.case.assignee_id, organisation, by.at)
    decide_changes(made.case, verdicts, by=by, given=Given(key='k' * 20))
"""
SAVE = f"{BEGIN}    save_field(draft, 'begindatum', '2027-06-01', by=by)\n"
MADE_BY_SUBMIT = (Case, Task, Approval, CaseFile, Clock)


@pytest.fixture
def world(own_database: str) -> World:
    return make_world()


@pytest.fixture
def draft(world: World) -> Draft:
    """A draft with a file in it."""
    draft = world.draft()
    attach_to_draft(draft)
    mark_later(draft, "rooster", later=False, by=by(world.sarah))
    return Draft.objects.get(pk=draft.pk)


def run(script: str, draft: Draft, database: str, crash_at: str = "") -> int:
    """Do it in a process of its own, which may be killed at a point."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "loket.config.settings_test",
        "LOKET_DB_NAME": database,
        "LOKET_CRASH_AT": crash_at,
    }
    words = (draft.owner_id, draft.organisation_id, draft.pk, NOW.isoformat())
    command = [sys.executable, "-c", script, *map(str, words)]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  our own


def whole(draft: Draft) -> dict[str, object]:
    """Everything that a draft holds, its files included."""
    row = Draft.objects.filter(pk=draft.pk).values().get()
    return row | {"files": list(draft.files.order_by("pk").values("file", "slot", "item"))}


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        (count,) = cursor.fetchone() or (0,)
    return int(count)


def traces() -> dict[str, int]:
    """How much there is of everything that submitting makes."""
    counts = {model.__name__: model.objects.count() for model in MADE_BY_SUBMIT}
    submitted = Event.objects.filter(kind="case.submitted").count()
    series = NumberSeries.objects.get(key="HRB").next
    return counts | {"events": submitted, "jobs": jobs(), "next number": series}


@pytest.mark.parametrize(
    "point", ["submit.before_inserts", "submit.before_number", "submit.before_commit"]
)
def test_killed_while_submitting_there_is_nothing_and_again_makes_one_case_without_a_gap(
    own_database: str, world: World, draft: Draft, point: str
) -> None:
    other = world.draft()
    before, nothing = whole(draft), traces()

    assert run(SUBMIT, draft, own_database, point) == -signal.SIGKILL
    assert traces() == nothing
    assert whole(draft) == before

    first = submit_case(draft, by=by(world.sarah))
    again = submit_case(draft, by=by(world.sarah))
    second = submit_case(other, by=by(world.sarah))
    assert (first.number, again.pk, second.number) == ("HRB0000001", first.pk, "HRB0000002")
    assert CaseFile.objects.filter(case=first).count() == 1
    assert Case.objects.count() == 2


def test_who_never_heard_that_it_was_submitted_gets_the_same_case(
    own_database: str, world: World, draft: Draft
) -> None:
    assert run(SUBMIT, draft, own_database) == 0

    again = submit_case(draft, by=by(world.sarah))

    assert [case.pk for case in Case.objects.all()] == [again.pk]


def test_killed_while_saving_the_draft_is_as_it_was_and_can_be_saved(
    own_database: str, world: World, draft: Draft
) -> None:
    before = whole(draft)

    assert run(SAVE, draft, own_database, "autosave.before_commit") == -signal.SIGKILL

    assert whole(draft) == before
    saved = save_answers(
        draft, Typed({"begindatum": "2027-06-01"}, seen=draft.rev), by=by(world.sarah)
    )
    assert (saved.draft.answers["begindatum"], saved.disputed) == ("2027-06-01", ())


def test_a_save_that_was_done_but_not_heard_is_no_difference_with_itself(
    own_database: str, world: World, draft: Draft
) -> None:
    assert run(SAVE, draft, own_database) == 0

    again = save_field(draft, "begindatum", "2027-06-01", seen=draft.rev, by=by(world.sarah))

    assert again.disputed == ()
    assert again.draft.conflicts == {}


BATCH = """
import sys
import django
django.setup()
from loket.cases.tasks import run_batch
from loket.core.tenancy import acting_in
organisation, batch = map(int, sys.argv[1:3])
with acting_in(organisation):
    run_batch(batch)
"""


@pytest.mark.parametrize(
    ("point", "done"),
    [("batch.before_row:2", 1), ("batch.before_commit:2", 1), ("batch.after_row:2", 2)],
)
def test_a_killed_batch_goes_on_where_it_was_and_does_no_row_twice(
    own_database: str, world: World, point: str, done: int
) -> None:
    cases = [world.case() for _ in range(3)]
    nele = by(world.nele)
    batch = choose_cases([case.pk for case in cases], "/werk/alle/mine/", key="k", by=nele)
    start_batch(batch, Order(kind=Batch.Kind.MESSAGE, text="Wij sluiten vrijdag."), by=nele)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "loket.config.settings_test",
        "LOKET_DB_NAME": own_database,
        "LOKET_CRASH_AT": point,
    }
    words = [sys.executable, "-c", BATCH, str(batch.organisation_id), str(batch.pk)]

    ended = subprocess.run(words, env=environment, check=False).returncode  # noqa: S603  our own
    assert ended == -signal.SIGKILL
    assert CaseMessage.objects.count() == done
    run_batch(batch.pk)

    assert set(batch.items.values_list("state", flat=True)) == {"done"}
    assert sorted(CaseMessage.objects.values_list("case", flat=True)) == [one.pk for one in cases]


@pytest.fixture
def changed(world: World) -> Draft:
    """Changes of a case that were typed and not sent: another day, and a document."""
    may_change = LEAVE | {"after_submit": {"amend_until": "in_progress"}}
    world = replace(world, service=make_service(world.nele, may_change))
    case = world.case()
    claim_case(case, by=by(world.nele))
    draft = start_changes(case, by=by(world.sarah))
    save_field(draft, "begindatum", "2027-06-01", by=by(world.sarah))
    attach_to_draft(draft, "overige")
    return Draft.objects.get(pk=draft.pk)


def changes_of(case: Case) -> dict[str, object]:
    """Everything that a change set touches."""
    head = Case.objects.filter(pk=case.pk).values("answers", "answers_rev", "status", "waits_on")
    sets = ChangeSet.objects.filter(case=case).values("state", "before", "after", "sent_at")
    return {
        "head": head.get(),
        "sets": list(sets),
        "changes": list(Change.objects.order_by("pk").values("name", "state")),
        "tasks": list(Task.objects.filter(case=case).order_by("pk").values("kind", "done_at")),
        "files": CaseFile.objects.filter(case=case).count(),
        "events": Event.objects.about(case).count(),
        "clocks": list(Clock.objects.order_by("pk").values("metric", "stopped_at")),
        "jobs": jobs(),
    }


@pytest.mark.parametrize("point", ["case.amend.before_event", "case.amend.before_commit"])
def test_killed_while_sending_changes_none_is_sent_and_again_sends_each_once(
    own_database: str, world: World, changed: Draft, point: str
) -> None:
    case = changed.change_set.case
    before = changes_of(case)

    assert run(SEND, changed, own_database, point) == -signal.SIGKILL
    assert changes_of(case) == before

    for _again in range(2):
        send_changes(changed, by=by(world.sarah))
    assert Change.objects.count() == 2
    assert Task.objects.open().filter(case=case, kind="decide_changes").count() == 1
    assert Event.objects.about(case).filter(kind="case.amended").count() == 1


@pytest.mark.parametrize(
    "point", ["case.decide_changes.before_event", "case.decide_changes.before_commit"]
)
def test_killed_while_deciding_about_changes_nothing_changed_and_again_changes_it_once(
    own_database: str, world: World, changed: Draft, point: str
) -> None:
    case = send_changes(changed, by=by(world.sarah))
    before = changes_of(case)

    assert run(DECIDE, changed, own_database, point) == -signal.SIGKILL
    assert changes_of(case) == before

    verdicts = {one.pk: Verdict(accepted=True) for one in Change.objects.all()}
    for _again in range(2):
        decide_changes(case, verdicts, by=by(world.nele), given=Given(key="k" * 20))
    after = Case.objects.get(pk=case.pk)
    assert (after.answers["begindatum"], after.answers_rev) == ("2027-06-01", 2)
    assert CaseFile.objects.filter(case=case).count() == 1
    assert Event.objects.about(case).filter(kind="case.changes_decided").count() == 1


def test_killed_while_a_request_is_done_again_there_is_no_draft_and_again_makes_one(
    own_database: str, world: World, draft: Draft
) -> None:
    case = submit_case(draft, by=by(world.sarah))
    files = StoredFile.objects.count()

    assert run(AGAIN, draft, own_database, "again.before_commit") == -signal.SIGKILL
    assert (Draft.objects.open().count(), StoredFile.objects.count()) == (0, files)

    for _again in range(2):
        do_again(case, by=by(world.sarah), loa="substantial")
    made = Draft.objects.open().get()
    assert made.continues.case == case
    assert (made.files.count(), StoredFile.objects.count()) == (1, files + 1)


def test_killed_while_a_case_is_split_there_is_no_part_and_again_makes_one_without_a_gap(
    own_database: str, world: World, draft: Draft
) -> None:
    case = submit_case(draft, by=by(world.sarah))
    claim_case(case, by=by(world.nele))
    before, files = traces(), StoredFile.objects.count()

    assert run(SPLIT, draft, own_database, "split.before_commit") == -signal.SIGKILL
    assert (traces(), StoredFile.objects.count()) == (before, files)

    for _again in range(2):
        assert run(SPLIT, draft, own_database) == 0
    assert sorted(Case.objects.values_list("number", flat=True)) == ["HRB0000001", "HRB0000002"]
    assert StoredFile.objects.count() == files + 1


def test_killed_while_old_drafts_go_each_is_whole_or_gone(
    own_database: str, world: World, draft: Draft
) -> None:
    world.draft()

    assert run(EXPIRE, draft, own_database, "expiry.before_commit:2") == -signal.SIGKILL
    assert Draft.objects.count() == 2
    assert draft.files.count() == StoredFile.objects.count() == 1

    assert run(EXPIRE, draft, own_database) == 0
    assert (Draft.objects.count(), StoredFile.objects.count()) == (0, 0)
