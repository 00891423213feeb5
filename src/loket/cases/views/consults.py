"""The opinions that colleagues ask of each other, over all cases."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.cases.consults import asked_by, asked_of, row_of
from loket.people.doors import staff
from loket.people.middleware import PersonRequest


@require_safe
@staff
def consults(request: PersonRequest) -> HttpResponse:
    """What is asked of me and my teams, and what I asked and still wait for."""
    by = request.acting
    mine = [row_of(one, by, answering=True) for one in asked_of(request.person, request.units)]
    waiting = [row_of(one, by, answering=False) for one in asked_by(request.person)]
    lists = ((_("Aan u of uw team gevraagd"), mine), (_("Door u gevraagd"), waiting))
    return render(request, "cases/consults.html", {"lists": lists})
