"""Pages of the desk that show many cases."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from loket.cases.models import Case
from loket.core.page import said_in
from loket.core.partview import ChipView, WorkTableView
from loket.desk.rows import row_of
from loket.desk.worklist import (
    ALL,
    VIEWS,
    count_views,
    queues_worked_by,
    read_place,
    read_worklist,
)
from loket.people.doors import staff
from loket.people.middleware import PersonRequest
from loket.routing.models import Queue

LABELS = {
    "unassigned": gettext_lazy("Nog van niemand"),
    "mine": gettext_lazy("Van mij"),
    "team": gettext_lazy("Van het team"),
    "waiting": gettext_lazy("In afwachting"),
    "late": gettext_lazy("Te laat"),
}
MOST_FOUND = 50


@require_safe
@staff
def home(request: PersonRequest) -> HttpResponse:
    """Begin where the work lies."""
    return redirect("desk:worklist", ALL, "mine")


@require_safe
@staff
def worklist(request: PersonRequest, queue: str, view: str) -> HttpResponse:
    """One list: a view on one of my queues, or on all of them."""
    mine = queues_worked_by(request.person.pk)
    chosen = [one for one in mine if queue in (ALL, one.slug)]
    if view not in VIEWS or not (chosen or queue == ALL):
        raise Http404
    page = read_worklist(view, chosen, request.person, read_place(request.GET.get("na", "")))
    language = request.acting.language
    several = len(mine) > 1
    columns = [_("Aanvrager"), _("Behandelaar"), *([_("Wachtrij")] if several else [])]
    table = WorkTableView(
        label=str(LABELS[view]),
        columns=tuple(columns),
        rows=tuple(row_of(case, request, view, with_queue=several) for case in page.cases),
    )
    context = {
        "table": table,
        "title": LABELS[view],
        "chips": chips_of(chosen, request, queue, view),
        "queues": queue_chips(mine, queue, view, language) if several else (),
        "first_url": "?" if request.GET.get("na") else "",
        "next_url": f"?na={page.next}".replace("+", "%2B") if page.next else "",
        "view": view,
    }
    return render(request, "desk/worklist.html", context)


def chips_of(
    queues: Sequence[Queue], request: PersonRequest, queue: str, view: str
) -> tuple[ChipView, ...]:
    """The views with their figures."""
    counts = count_views(queues, request)
    return tuple(
        ChipView(LABELS[one], f"../{one}/", current=one == view, count=counts[one]) for one in VIEWS
    )


def queue_chips(
    queues: Sequence[Queue], queue: str, view: str, language: str
) -> tuple[ChipView, ...]:
    """The queues to choose from."""
    names = [(ALL, _("Alle wachtrijen"))]
    names += [(one.slug, said_in(one.texts["name"], language)) for one in queues]
    return tuple(
        ChipView(name, f"../../{slug}/{view}/", current=slug == queue) for slug, name in names
    )


@require_safe
@staff
def search(request: PersonRequest) -> HttpResponse:
    """Find a case by its exact number, or cases by the name of whoever asked."""
    words = request.GET.get("q", "").strip()
    cases = Case.objects.visible_to(request.person).handled_by(request.person)
    exact = cases.filter(number=words.upper()).first() if words else None
    if exact is not None:
        return redirect("cases:case", exact.number)
    found: list[Case] = []
    if len(words) >= 2:
        found = list(
            cases.filter(requester__name__icontains=words)
            .select_related("requester", "assignee__party", "queue")
            .order_by("-pk")[:MOST_FOUND]
        )
    table = WorkTableView(
        label=_("Gevonden zaken"),
        columns=(_("Aanvrager"), _("Behandelaar")),
        rows=tuple(row_of(case, request, "found", with_queue=False) for case in found),
    )
    return render(request, "desk/search.html", {"table": table, "search": words})
