"""One list as its page shows it: the rows, the filters that are on, and where to go from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.cases.problems import SENTENCES
from loket.core.addresses import address_of
from loket.core.keys import new_key
from loket.core.page import said_in
from loket.core.partview import ChipView, LiveView, WorkTableView
from loket.desk.batchwords import KINDS
from loket.desk.filterwords import (
    COLUMNS,
    chips_of_filters,
    column_choices,
    fields_of,
    sort_choices,
)
from loket.desk.gone import where_it_went
from loket.desk.narrowing import conditions_of
from loket.desk.rows import row_of
from loket.desk.savedlists import saved_chips, teams_led
from loket.desk.ways import START, Way, case_url
from loket.desk.wish import Wish, Words, read_wish
from loket.desk.worklist import (
    ALL,
    VIEWS,
    Place,
    Scope,
    View,
    Worklist,
    count_views,
    queues_worked_by,
    read_place,
    read_worklist,
)
from loket.people.middleware import PersonRequest
from loket.routing.models import Queue

QUEUE = "wachtrij"
"""The column that says nothing to who has one queue."""
REFUSED = "fout"
"""What stands in the address when nothing could be done with what was ticked, and why."""
REFUSALS = {code: SENTENCES[code] for code in ("nothing_chosen", "too_many_chosen")}
LABELS = {
    "unassigned": gettext_lazy("Nog van niemand"),
    "mine": gettext_lazy("Van mij"),
    "later": gettext_lazy("Later"),
    "team": gettext_lazy("Van het team"),
    "waiting": gettext_lazy("In afwachting"),
    "late": gettext_lazy("Te laat"),
}


BACK = ("case.reopened", "case.restored")
TAKES: Mapping[View, Sequence[str]] = {
    View.UNASSIGNED: ("case.submitted", "case.released", "case.moved", *BACK),
    View.MINE: ("case.assigned", "case.handed_over", "case.brought_back", *BACK),
    View.LATER: ("case.put_off",),
    View.TEAM: ("case.submitted", "case.moved", *BACK),
    View.WAITING: ("case.submitted", "case.moved", "case.asked", "case.returned", "case.proposed"),
    View.LATE: ("case.late",),
}
"""By which events a case may come into a view; whether it did, the list itself is asked."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list that somebody asks for: a view on one of their queues or on all, and their wish."""

    queue: str
    view: View
    mine: Sequence[Queue]
    chosen: Sequence[Queue]
    wish: Wish

    @property
    def several(self) -> bool:
        """Whether it says of each case in which queue it is."""
        return len(self.mine) > 1

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it shows: who has one queue needs none for it."""
        return tuple(one for one in self.wish.columns if one != QUEUE or self.several)

    def way(self, start: Place | None) -> Way:
        """The page of it that begins at a place."""
        return Way(self.queue, self.view, self.wish, start)

    def scope(self, request: PersonRequest) -> Scope:
        """What it asks of the database."""
        return Scope(
            view=self.view,
            queues=tuple(queue.pk for queue in self.chosen),
            today=request.acting.today,
            conditions=conditions_of(self.wish, request.acting),
            sort=self.wish.sort,
            with_unit="dienst" in self.wish.columns,
        )


def find_list(
    request: PersonRequest, queue: str, view: str, words: Words | None = None
) -> ListPage:
    """The list at this address, if it is one of this person; `words` stand behind its question mark."""
    mine = queues_worked_by(request.person.pk)
    chosen = [one for one in mine if queue in (ALL, one.slug)]
    if view not in VIEWS or not (chosen or queue == ALL):
        raise Http404
    return ListPage(queue, View(view), mine, chosen, read_wish(words or request.GET))


def context_of(request: PersonRequest, asked: ListPage) -> dict[str, Any]:
    """Everything that the page of a list shows."""
    wish, query = asked.wish, asked.wish.query
    place = read_place(request.GET.get(START, ""), wish.sort)
    page = read_worklist(asked.scope(request), request.person, place)
    counts = count_views(asked.chosen, request)
    opened = "filter" in request.GET
    return {
        "table": table_of(request, asked, page, place),
        "title": LABELS[asked.view],
        "chips": view_chips(asked, counts),
        "queues": queue_chips(asked, request.acting.language) if asked.several else (),
        "filters": chips_of_filters(wish, request) if wish.filters else (),
        "cleared_url": f"?{wish.unfiltered().query}",
        "unfiltered": counts[asked.view],
        "saved": saved_chips(request),
        "saving": teams_led(asked.mine, request) if "bewaar" in request.GET else None,
        "saving_url": f"?{query}&bewaar#bewaar" if query else "?bewaar#bewaar",
        "panel": panel_of(asked, request) if opened else None,
        "panel_url": f"?{query}&filter#filter" if query else "?filter#filter",
        "closed_url": f"?{query}",
        "first_url": f"?{query}" if place else "",
        "next_url": next_url(query, page),
        "view": asked.view,
        "queue": asked.queue,
        "query": query,
        "here": here(request),
        "takes": " ".join(TAKES[asked.view]),
        "narrowed": bool(wish.filters),
        "gone": where_it_went(request),
        "refused": REFUSALS.get(request.GET.get(REFUSED, ""), ""),
        "key": new_key(),
        "kinds": tuple(KINDS.items()),
        "live": LiveView(
            address_of("cases:stream_list", asked.queue),
            figures=f"{address_of('desk:figures', asked.queue)}?{view_and(query, asked.view)}",
        ),
    }


def table_of(
    request: PersonRequest, asked: ListPage, page: Worklist, start: Place | None
) -> WorkTableView:
    """The rows, with the columns that were chosen."""
    way = asked.way(start)
    return WorkTableView(
        label=str(LABELS[asked.view]),
        columns=tuple(COLUMNS[one] for one in asked.columns),
        rows=tuple(
            row_of(case, request, asked.columns, case_url(way, case)) for case in page.cases
        ),
        chooser="kies",
    )


def panel_of(asked: ListPage, request: PersonRequest) -> dict[str, Any]:
    """What can be filtered, ordered and shown; `kept` columns stay chosen without being asked."""
    wish = asked.wish
    useful = [one for one in COLUMNS if one != QUEUE or asked.several]
    return {
        "fields": fields_of(wish, request),
        "sorts": sort_choices(wish),
        "columns": column_choices(wish, useful),
        "kept": [one for one in wish.columns if one not in useful],
    }


def next_url(query: str, page: Worklist) -> str:
    """Where the list goes on."""
    if page.next is None:
        return ""
    return f"?{query}&na={quote(str(page.next))}" if query else f"?na={quote(str(page.next))}"


def view_chips(asked: ListPage, counts: dict[str, int]) -> tuple[ChipView, ...]:
    """The views with their figures; the filters go along."""
    query = asked.wish.query
    return tuple(
        ChipView(
            LABELS[one],
            with_query(f"../{one}/", query),
            current=one == asked.view,
            count=counts[one],
            figure=f"lijst-{one}",
        )
        for one in VIEWS
    )


def queue_chips(asked: ListPage, language: str) -> tuple[ChipView, ...]:
    """The queues to choose from; the filters go along."""
    names = [(ALL, _("Alle wachtrijen"))]
    names += [(one.slug, said_in(one.texts["name"], language)) for one in asked.mine]
    return tuple(
        ChipView(
            name,
            with_query(f"../../{slug}/{asked.view}/", asked.wish.query),
            current=slug == asked.queue,
        )
        for slug, name in names
    )


def here(request: PersonRequest) -> str:
    """The address of this list, without what was refused on it."""
    words = request.GET.copy()
    words.pop(REFUSED, None)
    return with_query(request.path, words.urlencode())


def refused_at(url: str, code: str) -> str:
    """The address of a list that says why nothing could be done with what was ticked."""
    return f"{url}{'&' if '?' in url else '?'}{REFUSED}={code}#kies"


def view_and(query: str, view: View) -> str:
    """The words of a list, with its view."""
    return f"beeld={view}&{query}" if query else f"beeld={view}"


def with_query(url: str, query: str) -> str:
    """An address with these words behind it."""
    return f"{url}?{query}" if query else url
