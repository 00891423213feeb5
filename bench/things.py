"""What is measured: the pages and actions that people wait for most often."""

from collections.abc import Callable
from itertools import count

from django.urls import reverse
from tests.make import acting

from bench.visitor import Site, Visitor
from bench.world import Players, meet_players
from loket.cases.actions.answering import write_to_case
from loket.cases.actions.given import Given
from loket.cases.actions.handling import claim_case, send_message
from loket.cases.actions.notes import add_note
from loket.cases.actions.submit import submit_case
from loket.cases.models import Case
from loket.catalogue.actions.answers import mark_later, save_field
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.models import Draft
from loket.core.clock import now
from loket.core.keys import new_key
from loket.core.models import Event

REMARK = "opmerking"
TURNS = 14
"""So often both sides write in a case: more than a page of 25 entries."""
FULL_PAGE = 25
WORDS = "Dank u wel voor uw bericht.\n\nMag ik nog vragen vanaf welke dag dit geldt? " * 3
DRAFTS = 4
"""So many drafts a person has open, more than the home page shows."""

type Work = Callable[[], object]


def things_to_measure(site: Site, times: int) -> dict[str, Work]:
    """Each by its name in the table of results; those that write can be done so many times."""
    players = meet_players(site)
    case = talked_about(players)
    everything = reverse("desk:worklist", args=["alle", "team"])
    queue, desk, portal = players.queue.slug, players.desk, players.portal
    for _ in range(DRAFTS):
        full_draft(players)
    written = talked_about(players)
    drafts = iter([full_draft(players) for _ in range(times)])
    return {
        "list, one queue": page(desk, reverse("desk:worklist", args=[queue, "team"])),
        "list, unassigned, all queues": page(
            desk, reverse("desk:worklist", args=["alle", "unassigned"])
        ),
        "list, mine": page(desk, reverse("desk:worklist", args=["alle", "mine"])),
        "list, by priority": page(desk, f"{everything}?volgorde=prioriteit"),
        "list, filtered, a page full": page(desk, f"{everything}?status=open&schrijftaal=fr"),
        "list, filtered, next to nothing": page(
            desk, f"{everything}?dienst=dienst-7&schrijftaal=de&prioriteit=3&volgorde=nieuwste"
        ),
        "case at the desk": page(desk, reverse("cases:case", args=[case.number])),
        "case in the portal": page(portal, reverse("portal:case", args=[case.number])),
        "home": page(portal, reverse("portal:home")),
        "autosave of one field": autosave(portal, full_draft(players)),
        "message": lambda: write(portal, written),
        "submit": lambda: hand_in(portal, next(drafts)),
    }


def page(visitor: Visitor, address: str) -> Work:
    """Fetch a page."""
    return lambda: visitor.get(address)


def talked_about(players: Players) -> Case:
    """A case in hand with a page full of messages, notes and what happened besides."""
    case = submit_case(full_draft(players), by=acting(players.sarah, now()))
    claim_case(case, by=acting(players.handler, now()))
    for _ in range(TURNS):
        write_to_case(case, by=acting(players.sarah, now()), given=said())
        send_message(case, by=acting(players.handler, now()), given=said())
    for _ in range(TURNS // 2):
        add_note(case, by=acting(players.handler, now()), given=said())
    assert Event.objects.about(case).filter(visibility="public").count() > FULL_PAGE
    return case


def said() -> Given:
    """What somebody wrote."""
    return Given(text=WORDS, key=new_key())


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


def autosave(visitor: Visitor, draft: Draft) -> Work:
    """Save another text in one field each time, as the page does."""
    numbers = count()
    address = reverse("portal:autosave", args=[draft.key])

    def save() -> object:
        number = next(numbers)
        seen = f"tekst {number - 1}" if number else ""
        typed = {"path": REMARK, "value": f"tekst {number}", "seen": seen}
        return visitor.post(address, typed, **{"HX-Request": "true"})

    return save


def write(visitor: Visitor, case: Case) -> object:
    """Write in a case, with a key of its own as the page gives it."""
    typed = {"text": WORDS, "key": new_key()}
    return visitor.post(reverse("portal:write", args=[case.number]), typed)


def hand_in(visitor: Visitor, draft: Draft) -> object:
    """Hand in a prepared draft."""
    return visitor.post(reverse("portal:submit", args=[draft.key]), {})
