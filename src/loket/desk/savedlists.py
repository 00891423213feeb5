"""The saved lists of a person and of their teams, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from loket.core.page import said_in
from loket.core.partview import ChipView
from loket.core.prepared import prepared
from loket.desk.models import FirstList, SavedList
from loket.desk.worklist import ALL, count_views, queues_worked_by
from loket.people.middleware import PersonRequest
from loket.people.models import Person, RoleGrant
from loket.routing.models import Queue

CHIPS = 8  # saved lists above a list; with more, what is looked for is found sooner on their page


@dataclass(frozen=True, slots=True)
class ListView:
    """A saved list: where it leads, whose it is, and what may be done with it."""

    key: str
    name: str
    url: str
    team: str
    mine: bool
    first: bool = False
    count: int | None = None
    """How many cases it has, where that is known without counting."""


@prepared
def saved_for(person_id: int) -> QuerySet[SavedList]:
    """What this person finds among their lists: their own, then those of the teams."""
    found = SavedList.objects.visible_to(Person(pk=person_id)).kept()
    return found.select_related("team").order_by("team", "name")


def first_list(request: PersonRequest) -> SavedList | None:
    """With which list this person begins, while it is there."""
    chosen = FirstList.objects.filter(person=request.person).values("saved")
    lists = SavedList.objects.visible_to(request.person).kept()
    return lists.filter(pk__in=chosen).first()


def list_view(saved: SavedList, request: PersonRequest) -> ListView:
    """A saved list for whoever looks."""
    url = reverse("desk:worklist", args=[saved.queue, saved.view])
    leads = saved.team_id is not None and request.rights.has(RoleGrant.Role.LEAD, saved.team_id)
    return ListView(
        key=saved.key,
        name=saved.name,
        url=f"{url}?{saved.query}" if saved.query else url,
        team=said_in(saved.team.name, request.acting.language) if saved.team else "",
        mine=saved.owner_id == request.person.pk or leads,
    )


def lists_of(request: PersonRequest) -> tuple[ListView, ...]:
    """All of them, with the figure of those that ask for no more than a view."""
    first = FirstList.objects.filter(person=request.person).values_list("saved", flat=True).first()
    queues = queues_worked_by(request.person.pk)
    found = []
    for saved in saved_for(request.person.pk):
        view = list_view(saved, request)
        found.append(
            ListView(
                *(view.key, view.name, view.url, view.team, view.mine),
                first=saved.pk == first,
                count=figure_of(saved, queues, request),
            )
        )
    return tuple(found)


def figure_of(saved: SavedList, queues: Sequence[Queue], request: PersonRequest) -> int | None:
    """The kept figure of its view; what filters has none."""
    if saved.query:
        return None
    chosen = [queue for queue in queues if saved.queue in (ALL, queue.slug)]
    return count_views(chosen, request)[saved.view] if chosen else 0


def saved_chips(request: PersonRequest) -> tuple[ChipView, ...]:
    """The saved lists above a list; the one that is shown is marked.

    Of many the first stand there, and the way to all of them.
    """
    here = request.get_full_path()
    views = (list_view(saved, request) for saved in saved_for(request.person.pk))
    chips = [ChipView(one.name, one.url, current=one.url == here) for one in views]
    if len(chips) <= CHIPS:
        return tuple(chips)
    shown = [chip for place, chip in enumerate(chips) if place < CHIPS or chip.current]
    return (
        *shown,
        ChipView(_("Alle bewaarde lijsten"), reverse("desk:saved_lists"), count=len(chips)),
    )


def teams_led(queues: Sequence[Queue], request: PersonRequest) -> tuple[tuple[int, str], ...]:
    """The teams for which this person may save a list."""
    language = request.acting.language
    led = {
        queue.team_id: said_in(queue.texts.get("team") or queue.texts["name"], language)
        for queue in queues
        if request.rights.has(RoleGrant.Role.LEAD, queue.team_id)
    }
    return tuple(led.items())
