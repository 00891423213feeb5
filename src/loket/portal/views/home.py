"""The home page: for who signed in what waits for them, for a visitor what can be asked."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.core.http import ActingRequest
from loket.people.doors import signed_in
from loket.people.middleware import PersonRequest, is_signed_in
from loket.portal.context import counters_of
from loket.portal.homepage import home_context, public_context


@require_safe
def home(request: ActingRequest) -> HttpResponseBase:
    """The first page."""
    if not is_signed_in(request):
        return render(request, "portal/home_public.html", public_context(request))
    counters = counters_of(request)
    context = home_context(request, counters) | {"counters": counters}
    return render(request, "portal/home.html", context)


@require_safe
@signed_in
def figures(request: PersonRequest) -> HttpResponse:
    """What waits for somebody, for a page that is open."""
    return render(request, "portal/figures.html")
