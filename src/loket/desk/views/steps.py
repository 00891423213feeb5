"""From one case of a list to the next, to the one before, and back to the list where it was."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from loket.cases.models import Case
from loket.desk.listpage import ListPage, find_list
from loket.desk.ways import HERE, START, case_url, list_url
from loket.desk.worklist import PAGE, Place, cases_behind, place_of, read_place
from loket.people.doors import staff
from loket.people.middleware import PersonRequest


@require_safe
@staff
def forward(request: PersonRequest, queue: str, view: str, number: str) -> HttpResponse:
    """The next case of the list."""
    return step(request, find_list(request, queue, view), number, turned=False)


@require_safe
@staff
def backward(request: PersonRequest, queue: str, view: str, number: str) -> HttpResponse:
    """The case before it in the list."""
    return step(request, find_list(request, queue, view), number, turned=True)


@require_safe
@staff
def back(request: PersonRequest, queue: str, view: str, number: str) -> HttpResponse:
    """The list where it was left, at the row of this case."""
    asked = find_list(request, queue, view)
    start = read_place(request.GET.get(START, ""), asked.wish.sort)
    return redirect(list_url(asked.way(start), number))


def step(request: PersonRequest, asked: ListPage, number: str, *, turned: bool) -> HttpResponse:
    """A neighbour of a case; where there is none, the list.

    The case may be gone from the list by now: what counts is the place at which it stood.
    """
    sort = asked.wish.sort
    start = read_place(request.GET.get(START, ""), sort)
    place = read_place(request.GET.get(HERE, ""), sort) or place_now(request, asked, number)
    scope = asked.scope(request)
    found = cases_behind(scope, request.person, place, 1, turned=turned)
    if not found:
        return redirect(list_url(asked.way(start), number))
    there = found[0]
    start = page_around(request, asked, there, start)
    return redirect(case_url(asked.way(start), there))


def place_now(request: PersonRequest, asked: ListPage, number: str) -> Place:
    """Where a case stands now, for an address that does not say where it stood."""
    mine = Case.objects.visible_to(request.person).handled_by(request.person)
    case = mine.filter(number=number).first()
    if case is None:
        raise Http404
    return place_of(case, asked.wish.sort)


def page_around(
    request: PersonRequest, asked: ListPage, case: Case, start: Place | None
) -> Place | None:
    """Where the page of the list begins on which a case stands: the same page while it does."""
    scope, person = asked.scope(request), request.person
    page = cases_behind(scope, person, start, PAGE)
    if any(one.pk == case.pk for one in page):
        return start
    before = cases_behind(scope, person, place_of(case, scope.sort), PAGE, turned=True)
    return place_of(before[-1], scope.sort) if len(before) == PAGE else None
