"""Events are read in the order in which they settle, and somebody who was away misses none."""

from datetime import timedelta

import psycopg
import pytest
from tests.make import make_organisation

from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.database import Server
from loket.core.events import record
from loket.core.live import reading
from loket.core.live.hearing import Cursor, Ear
from loket.core.live.hub import look_around
from loket.core.live.reading import happenings, lineage, missed, settled_until
from loket.core.models import Event, Organisation

EARS = frozenset({Ear("queue:7", "lijst", frozenset({"public"}))})
PATIENCE = 200_000  # looks; what runs in another database may hold an event back for a moment


@pytest.fixture
def organisation(own_database: str) -> Organisation:
    return make_organisation()


def record_one(organisation: Organisation, kind: str = "case.asked") -> Event:
    by = Acting(person_id=None, organisation_id=organisation.pk, at=now())
    made = record(kind, organisation, by=by, topics=("queue:7",))
    made.refresh_from_db()
    return made


def cursor_of(event: Event) -> Cursor:
    return Cursor(event.tx, event.pk, lineage())


def kinds_since(since: Cursor, wanted: int) -> list[str]:
    for _ in range(PATIENCE):
        found = happenings(since, settled_until(), 100)
        if len(found) >= wanted:
            break
    return [event.kind for event in found]


def begin_slowly(slow: psycopg.Connection[tuple[object, ...]], organisation: Organisation) -> None:
    words = [str(organisation.pk)]
    slow.execute("SELECT set_config('loket.organisation', %s, false)", words)
    slow.execute("BEGIN")
    slow.execute(
        "INSERT INTO core_event (about_kind, about_id, kind, visibility, channel, occurred_at,"
        " topics, data, idem) VALUES ('x', 1, 'slow', 'public', 'web', now(), '{}', '{}', '')"
    )


def test_an_event_of_a_slower_transaction_is_told_in_its_turn(
    organisation: Organisation, database_server: Server, own_database: str
) -> None:
    first = record_one(organisation)
    with database_server.connect("app", own_database) as slow:
        begin_slowly(slow, organisation)
        record_one(organisation, "quick")
        before = settled_until()
        while_it_ran = [event.kind for event in happenings(cursor_of(first), before, 100)]
        slow.execute("COMMIT")

    assert while_it_ran == []
    assert kinds_since(Cursor(before), 2)[-2:] == ["slow", "quick"]


def test_who_comes_back_hears_what_happened_since_and_nothing_twice(
    organisation: Organisation,
) -> None:
    heard, later = record_one(organisation), record_one(organisation)
    kinds_since(cursor_of(heard), 1)

    news = missed(EARS, cursor_of(heard), now=now())

    assert [one.cursor for one in news.said] == [cursor_of(later)]
    assert missed(EARS, news.until, now=now()).said == ()


def test_a_page_hears_what_its_questions_did_not_see(organisation: Organisation) -> None:
    page = Cursor(settled_until())
    record_one(organisation)
    kinds_since(page, 1)

    assert [one.word for one in missed(EARS, page, now=now()).said] == ["lijst"]


@pytest.mark.parametrize("of_another", [Cursor(2**60), Cursor(3, 4, "ffffffff")])
def test_a_cursor_of_another_database_is_answered_by_reading_anew(
    organisation: Organisation, of_another: Cursor
) -> None:
    news = missed(EARS, of_another, now=now())

    assert (news.anew, news.said) == (True, ())


def test_who_missed_too_much_or_meets_what_was_put_back_reads_anew(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = record_one(organisation)
    record_one(organisation)
    record_one(organisation)
    kinds_since(cursor_of(heard), 2)

    put_back = missed(EARS, cursor_of(heard), now=now() + timedelta(days=1))
    monkeypatch.setattr(reading, "MOST", 1)
    too_much = missed(EARS, cursor_of(heard), now=now())

    assert (put_back.anew, too_much.anew) == (True, True)


def test_the_reader_of_a_process_sees_the_organisations_of_its_streams_only(
    organisation: Organisation,
) -> None:
    here = record_one(organisation)
    record_one(make_organisation("elders"))  # and that is where the test is now
    kinds_since(cursor_of(here), 1)

    found = look_around(Cursor(here.tx), [organisation.pk], [])

    assert {event.organisation_id for event in found.events} == {organisation.pk}
    assert look_around(Cursor(2**60), [organisation.pk], []).overrun
