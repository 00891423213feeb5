"""Questions that are asked all the time find their partial index, also by a plan that is kept.

Each is asked in a database of its own: what others wrote and took back there would count as rows.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from loket.contacts.actions.bundles import close_bundles
from loket.contacts.actions.mails import doubt_forgotten_mails
from loket.contacts.figures import mails_in_trouble
from loket.contacts.tasks import send_mails
from loket.core.acting import Acting
from loket.core.events import recorded_once
from loket.core.literals import Literal
from loket.documents.tasks import check_left_files
from tests.make import NOW, acting, make_organisation, make_person


@pytest.fixture
def by(own_database: str) -> Acting:
    make_organisation()
    return acting(make_person("Sarah Vermeulen"), NOW + timedelta(days=1))


ASKED: dict[str, tuple[str, Callable[[Acting], object]]] = {
    "what was done by this click": ("event_once", lambda _by: recorded_once("case:1:take:abc")),
    "bundles to close": ("outgoingmail_due", lambda by: close_bundles(by=by)),
    "mails to send": ("outgoingmail_due", lambda _by: send_mails()),
    "forgotten mails": ("outgoingmail_trouble", lambda by: doubt_forgotten_mails(by=by)),
    "mails in trouble": ("outgoingmail_trouble", lambda _by: mails_in_trouble()),
    "files left unchecked": ("storedfile_unfinished", lambda _by: check_left_files()),
    "photos left unmade": ("photopdf_making", lambda _by: check_left_files()),
}


@pytest.mark.parametrize("what", ASKED)
def test_a_plan_that_is_kept_reads_the_partial_index(what: str, by: Acting) -> None:
    index, ask = ASKED[what]
    asked: list[str] = []

    def listen(execute: Any, query: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(query)
        return execute(query, params, many, context)

    with connection.execute_wrapper(listen):
        ask(by)

    assert any(index in plan_of(one) for one in asked if one.startswith("SELECT")), asked


def plan_of(query: str) -> str:
    """How a question is answered whose values are blank, where to read a whole table is dear."""
    blank = query % tuple(f"${number + 1}" for number in range(query.count("%s")))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = cursor.connection.execute(f"EXPLAIN (GENERIC_PLAN) {blank}").fetchall()
        return "\n".join(row[0] for row in found)


def test_only_a_code_is_written_out() -> None:
    with pytest.raises(ValueError, match="no code"):
        Literal("a' OR 1=1 --")
