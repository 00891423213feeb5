"""Pages with several cases of one person: a list to choose from, and a few side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.cases.beside import FEWEST, MOST, column_of, find_all, lines_of, of_one_person
from loket.cases.reading import find_handled_case
from loket.core.partview import Link
from loket.people.doors import staff
from loket.people.middleware import PersonRequest


@require_safe
@staff
def others(request: PersonRequest, number: str) -> HttpResponse:
    """The cases of whom a case is about; a page opens them as a part of itself."""
    case = find_handled_case(request.person, number)
    part = "HX-Request" in request.headers
    context = {
        "case": case,
        "lines": lines_of(case, request),
        "crumbs": (Link(case.number, "../"),),
    }
    return render(request, "cases/parts/others.html" if part else "cases/others.html", context)


@require_safe
@staff
def beside(request: PersonRequest) -> HttpResponse:
    """Two to four cases of one person side by side."""
    numbers = list(dict.fromkeys(request.GET.getlist("zaak")))
    cases = find_all(numbers, request.person)
    if len(cases) < min(len(numbers), MOST):
        raise Http404
    problem = ""
    if len(numbers) < FEWEST:
        problem = _("Kies twee tot vier zaken om naast elkaar te zetten.")
    elif not of_one_person(cases):
        problem = _("Deze zaken zijn niet van dezelfde persoon.")
        cases = []
    elif len(numbers) > MOST:
        problem = _("Er passen er vier naast elkaar. Dit zijn de eerste vier.")
    context = {
        "problem": problem,
        "columns": [column_of(case, request) for case in cases],
        "name": cases[0].subject.name if cases else "",
        "today": request.acting.today,
    }
    return render(request, "cases/beside.html", context)
