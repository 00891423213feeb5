"""The three tabs of a case at the desk."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from loket.cases.views.consults import no_longer_asked
from loket.cases.views.page import show_case
from loket.people.doors import staff
from loket.people.middleware import PersonRequest


@require_safe
@staff
def talk(request: PersonRequest, number: str) -> HttpResponse:
    """What was said and done, and the field to go on."""
    try:
        return show_case(request, number, tab="talk")
    except Http404:
        return no_longer_asked(request, number)


@require_safe
@staff
def answers(request: PersonRequest, number: str) -> HttpResponse:
    """What was asked: all answers of the form."""
    return show_case(request, number, tab="answers")


@require_safe
@staff
def files(request: PersonRequest, number: str) -> HttpResponse:
    """All documents, to look at and to judge."""
    return show_case(request, number, tab="files")
