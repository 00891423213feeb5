"""Who only looks changes nothing: no GET and no HEAD writes, but where it stands what was seen."""

import pytest

from loket.cases.models import Task
from loket.cases.rules.tasks import TaskKind
from loket.contacts.models import Notification
from loket.core.tenancy import acting_in
from tests.make import make_notice, make_task
from tests.security.asking import Way, ask, send, undone
from tests.test_access import BUILT, Row, Scene, scene
from tests.world import ACTORS

__all__ = ["scene"]  # a fixture
PAGE = "text/html"
TYPES = {PAGE, "application/json", "text/plain", "text/event-stream", "application/pdf",
         "application/yaml", "application/schema+json", "image/jpeg"}  # fmt: skip
"""What is sent out: nothing for a spreadsheet, which needs tests of row S51 once it is."""
LOOKED_AT = [row for row in BUILT if "GET" in row.methods]
SEEN = {
    "cases:stream_desk_case": {"core_presence"},
    "contacts:notice": {"contacts_notification"},
    "portal:case": {"contacts_notification"},
}
"""Where it stands that somebody looks: who is at a case now, and which notices they saw."""


@pytest.mark.parametrize("row", LOOKED_AT, ids=str)
def test_s20_s51_to_look_at_a_page_changes_nothing_but_what_was_seen_and_gives_no_table(
    scene: Scene, row: Row
) -> None:
    actors = [actor for actor in ACTORS if row.expected(actor) == "in"]
    address = row.address(scene.here)

    said = {
        (actor, method): ask(scene, actor, Way(method, address))
        for actor, method in [
            *((actor, "GET") for actor in actors[:2]),
            *((actor, "HEAD") for actor in actors[-1:]),
        ]
    }

    seen = SEEN.get(row.name, set())
    for (_, method), one in said.items():
        assert set(one.wrote) <= (seen if method == "GET" else set())
        assert dict(one.headers).get("Content-Type", PAGE).partition(";")[0] in TYPES


def test_s20_to_ask_only_for_the_head_of_a_page_reads_no_message_and_no_notice(
    scene: Scene,
) -> None:
    here = scene.here
    requester, case = here.people["requester"], here.things["case"]
    address = f"/zaken/{case.number}/"

    with acting_in(here.organisation.pk), undone():
        task = make_task(case, TaskKind.READ, person=requester)
        notice = make_notice(requester, case, "answered", url=address)
        standing = {}
        for method in ("HEAD", "GET"):
            send(scene, "requester", Way(method, address))
            send(scene, "requester", Way(method, f"/berichten/{notice.key}/"))
            with acting_in(here.organisation.pk):
                unread = Notification.objects.filter(pk=notice.pk, read_at=None).exists()
                standing[method] = Task.objects.open().filter(pk=task.pk).exists(), unread

    assert standing == {"HEAD": (True, True), "GET": (False, False)}


def test_s20_a_link_of_a_mail_that_a_machine_opens_changes_nothing(scene: Scene) -> None:
    """A machine that opens links has no session: every address of a mail asks it to sign in."""
    here = scene.here
    links = [f"/zaken/{here.things['case'].number}/", f"/berichten/{here.things['notice'].key}/",
             f"/goedkeuringen/{here.things['approval'].task.key}/", "/taken/", "/berichten/mails/"]  # fmt: skip

    said = {link: ask(scene, "anonymous", Way(method, link, {"answer": "ja"}))
            for link in links for method in ("GET", "HEAD")}  # fmt: skip

    assert {link: (one.status, one.wrote) for link, one in said.items()} == dict.fromkeys(
        links, (302, {})
    )


def test_s20_no_word_in_an_address_acts(scene: Scene) -> None:
    """What a form says with a button does nothing when it stands behind the address of a page."""
    address = f"/werk/zaken/{scene.here.things['case'].number}/"
    words = {"doe": "sluiten", "answer": "ja", "sluiten": "1", "close": "", "_method": "POST",
             "text": "Gesloten", "verb": "sluiten"}  # fmt: skip
    headers = {"X-HTTP-Method-Override": "DELETE"}

    said = ask(scene, "handler", Way("GET", address, words, headers))

    assert (said.status, said.wrote) == (200, {})
