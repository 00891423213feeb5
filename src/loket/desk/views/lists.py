"""Pages of the desk that show many cases."""

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.cases.models import Case
from loket.core.partview import WorkTableView
from loket.desk.listpage import context_of, find_list
from loket.desk.rows import row_of
from loket.desk.savedlists import first_list, list_view
from loket.desk.worklist import ALL, VIEWS, count_views, found_among
from loket.people.doors import staff
from loket.people.middleware import PersonRequest

MOST_FOUND = 50
CHOSEN = "toon"
"""The button of the form with the filters."""
MOST_HEARD = 100
KEY = re.compile(r"[0-9]{1,18}", re.ASCII).fullmatch
FOUND = ("aanvrager", "behandelaar")


@require_safe
@staff
def home(request: PersonRequest) -> HttpResponse:
    """Begin with the list that was chosen for it, or where the work lies."""
    first = first_list(request)
    if first is not None:
        return redirect(list_view(first, request).url)
    return redirect("desk:worklist", ALL, "mine")


@require_safe
@staff
def worklist(request: PersonRequest, queue: str, view: str) -> HttpResponse:
    """One list: a view on one of my queues, or on all of them.

    What was chosen in the form gets the one address that says it, without what was left open.
    """
    asked = find_list(request, queue, view)
    if CHOSEN in request.GET:
        return redirect(f"{request.path}?{asked.wish.query}")
    return render(request, "desk/worklist.html", context_of(request, asked))


@require_safe
@staff
def figures(request: PersonRequest, queue: str) -> HttpResponse:
    """The figures of a list and of the menu, for a page that is open.

    Of the cases that the page heard of it says which are in its list.
    """
    asked = find_list(request, queue, request.GET.get("beeld", VIEWS[0]))
    counts = count_views(asked.chosen, request)
    heard = [int(one) for one in request.GET.get("gehoord", "").split(",")[:MOST_HEARD] if KEY(one)]
    there = found_among(asked.scope(request), request.person, heard)
    return render(request, "desk/figures.html", {"counts": counts.items(), "there": there})


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
        rows=tuple(row_of(case, request, FOUND) for case in found),
    )
    return render(request, "desk/search.html", {"table": table, "search": words})
