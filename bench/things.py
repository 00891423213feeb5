"""What is measured: the pages and actions that people wait for most often."""

from collections.abc import Callable
from itertools import count

from django.test import Client
from django.urls import reverse
from tests.make import acting

from bench.world import Players, meet_players
from loket.cases.actions.submit import submit_case
from loket.cases.models import Case
from loket.catalogue.actions.answers import mark_later, save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.models import Draft
from loket.core.clock import now
from loket.core.tenancy import acting_in

REMARK = "opmerking"


def things_to_measure() -> dict[str, Callable[[], object]]:
    """Each by its name in the table of results."""
    players = meet_players()
    own = submit_case(full_draft(players), by=acting(players.sarah, now()))
    queue = players.queue.slug
    desk, portal = players.desk, players.portal
    open_case = Case.objects.filter(queue=players.queue, closed_at=None).latest("pk")
    drafts = iter([full_draft(players) for _ in range(62)])
    draft = full_draft(players)
    return {
        "list, one queue": page(desk, reverse("desk:worklist", args=[queue, "team"])),
        "list, unassigned, all queues": page(
            desk, reverse("desk:worklist", args=["alle", "unassigned"])
        ),
        "list, mine": page(desk, reverse("desk:worklist", args=["alle", "mine"])),
        "case at the desk": page(desk, reverse("cases:case", args=[open_case.number])),
        "case in the portal": page(portal, reverse("portal:case", args=[own.number])),
        "home": page(portal, reverse("portal:home")),
        "autosave of one field": autosave(portal, draft),
        "submit, without the page": lambda: submit(next(drafts), players),
    }


def page(client: Client, address: str) -> Callable[[], object]:
    """Fetch a page and look whether it came."""

    def fetch() -> object:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    return fetch


def full_draft(players: Players) -> Draft:
    """A draft in which every question is answered."""
    by = acting(players.sarah, now())
    draft = start_draft(players.service, by=by, loa="substantial")
    for name, value in (
        ("verlof", "vierdagenweek"),
        ("begindatum", "2027-03-01"),
        ("statuut", "statutair"),
    ):
        save_field(draft, name, value, by=by)
    mark_later(draft, "rooster", later=True, by=by)
    return draft


def autosave(client: Client, draft: Draft) -> Callable[[], object]:
    """Save another text in one field each time, as the page does."""
    numbers = count()
    address = reverse("portal:autosave", args=[draft.key])

    def save() -> object:
        number = next(numbers)
        seen = f"tekst {number - 1}" if number else ""
        typed = {"path": REMARK, "value": f"tekst {number}", "seen": seen}
        answer = client.post(address, typed, headers={"HX-Request": "true"})
        assert answer.status_code < 300, answer.status_code
        return answer

    return save


def submit(draft: Draft, players: Players) -> object:
    """Hand in a prepared draft."""
    with acting_in(draft.organisation_id):
        return submit_case(draft, by=acting(players.sarah, now()))
