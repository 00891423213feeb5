"""The mail server takes a mail and dies, says "later", or says nothing: no mail goes twice, others go on."""

from collections.abc import Iterator

import pytest

from fire.installation import Burning
from fire.writers.storm import Storm, storming
from fire.writers.waiting import wait_for
from loket.config.caught_mail import order, read_mails, waiting_orders

CLIENTS = 4
SOME = 30
PATIENCE = 120.0
MOODS = ("hang", "drop", "lose", "451", "drop")
"""What the server does with the next mails; of the first it says nothing for ever."""
UNCERTAIN = 4
STATES = "SELECT state, count(*) FROM contacts_outgoingmail GROUP BY 1"


@pytest.fixture(scope="module")
def storm(loket: Burning, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """People who write, and so get mail."""
    with storming(loket, tmp_path_factory.mktemp("storm"), CLIENTS) as made:
        yield made


def states(loket: Burning) -> dict[str, int]:
    """Count the mails in each state."""
    with loket.server.connect("admin", loket.loket.database) as rows:
        return dict(rows.execute(STATES).fetchall())


def orders_left(loket: Burning) -> int:
    """Count the mails that the server is still to treat badly."""
    with waiting_orders(loket.loket.mail) as waiting:
        return len(waiting)


def test_a_server_in_bad_moods_gets_no_mail_twice_and_holds_up_no_other(
    loket: Burning, storm: Storm
) -> None:
    before = states(loket).get("uncertain", 0)
    order(loket.loket.mail, *MOODS)
    storm.wait_for_writes(SOME)
    wait_for("all moods", lambda: orders_left(loket) == 0, PATIENCE)
    caught = len(read_mails(loket.loket.mail))

    wait_for("mails of others", lambda: len(read_mails(loket.loket.mail)) > caught + 3, PATIENCE)
    storm.go_home()

    wanted = before + UNCERTAIN
    wait_for("what nobody knows", lambda: states(loket).get("uncertain") == wanted, PATIENCE)


def test_each_mail_was_sent_once_or_is_known_to_be_uncertain(storm: Storm) -> None:
    """The last of those who share the storm: it lets the people go home."""
    report = storm.end()

    assert not report.violations, str(report)
    assert storm.troubles == []
