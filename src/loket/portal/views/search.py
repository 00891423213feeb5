"""Search: forms by people's own words, their own cases by number and title."""

import re
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.cases.models import Case
from loket.catalogue.models import Service
from loket.catalogue.search import LONGEST_QUERY, find_services, telling_words
from loket.catalogue.words import normalise
from loket.core.http import ActingRequest
from loket.core.page import said_in
from loket.core.partview import Link, TileView
from loket.people.middleware import is_signed_in
from loket.people.models import Person
from loket.portal import places
from loket.portal.caserows import case_row, cases_of
from loket.portal.shelves import meant_for, offered, on_shelves, theme_views, tile_of

NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{7}", re.ASCII)
RECENT = 100
"""So many of one's newest cases are searched by title."""
SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What fits the words."""

    services: list[Service]
    cases: list[Case]


@require_safe
def search(request: ActingRequest) -> HttpResponseBase:
    """The page of results; the exact number of a case that one may see opens that case."""
    query = query_of(request)
    case = case_by_number(request, query)
    if case is not None:
        return redirect(page_of(case, request))
    found = find(request, query)
    context = {
        "query": query,
        "tiles": [tile_of(request, service) for service in found.services],
        "cases": [case_row(case, request) for case in found.cases],
        "themes": []
        if found.services or found.cases
        else theme_views(request, meant_for(request, on_shelves())),
        "trail": [Link(_("Startpagina"), "/")],
    }
    return render(request, "portal/search.html", context)


@require_safe
def suggest(request: ActingRequest) -> HttpResponseBase:
    """What the search box offers while somebody types."""
    query = query_of(request)
    case = case_by_number(request, query)
    found = Found([], []) if case else find(request, query)
    own = [case_tile(request, one, places.case_url(one)) for one in found.cases[:SUGGESTED]]
    exact = [case_tile(request, case, page_of(case, request))] if case else []
    groups = [
        (_("Formulieren"), [tile_of(request, one) for one in found.services[:SUGGESTED]]),
        (_("Zaken") if case else _("Mijn zaken"), exact or own),
    ]
    return render(request, "ui/parts/suggestions.html", {"groups": groups})


def query_of(request: ActingRequest) -> str:
    """The words that are looked for."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]


def case_by_number(request: ActingRequest, query: str) -> Case | None:
    """The case with exactly this number, when it is one's own to see or to handle."""
    number = re.sub(r"[\s.-]", "", query).upper()
    if not NUMBER.fullmatch(number) or not is_signed_in(request):
        return None
    return Case.objects.visible_to(request.person).filter(number=number).first()


def page_of(case: Case, request: ActingRequest) -> str:
    """Where this person sees a case: in the portal, or at the desk when it is their work."""
    own = is_signed_in(request) and Case.objects.concerning(request.person).filter(pk=case.pk)
    return places.case_url(case) if own else places.desk_case_url(case)


def find(request: ActingRequest, query: str) -> Found:
    """Forms and own cases that fit these words."""
    services = meant_for(request, find_services(query, offered())) if query else []
    cases = own_cases(request.person, query) if query and is_signed_in(request) else []
    return Found(services, cases)


def own_cases(person: Person, query: str) -> list[Case]:
    """The newest own cases with all the words in their number or title."""
    words = telling_words(normalise(query))
    newest = cases_of(person).order_by("-last_public_at", "-pk")[:RECENT]
    return [case for case in newest if all(word in _text_of(case) for word in words)][:10]


def _text_of(case: Case) -> str:
    return normalise(f"{case.number} {' '.join(case.title.values())}")


def case_tile(request: ActingRequest, case: Case, url: str) -> TileView:
    """A case as a suggestion."""
    return TileView(
        title=said_in(case.title, request.acting.language),
        url=url,
        icon="folder",
        meta=case.number,
    )
