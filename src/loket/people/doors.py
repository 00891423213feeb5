"""Doors: who may come to a page at all. What may happen there, the action asks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from loket.accounts.rules import suffices
from loket.core.error_pages import not_taken
from loket.core.typed import words_in
from loket.people.middleware import PersonRequest, is_signed_in
from loket.people.models import RoleGrant

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
type PersonView[**P] = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def signed_in[**P](view: PersonView[P]) -> View[P]:
    """Only for people who signed in; others sign in first and come back here."""

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_signed_in(request):
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return door


def holding[**P](*roles: RoleGrant.Role) -> Callable[[PersonView[P]], View[P]]:
    """Only for people who hold one of these roles; for others the page does not exist."""

    def decorate(view: PersonView[P]) -> View[P]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not is_signed_in(request):
                return to_sign_in(request)
            if not any(request.rights.has(role) for role in roles):
                raise Http404
            return view(request, *args, **kwargs)

        return door

    return decorate


def staff[**P](view: PersonView[P]) -> View[P]:
    """Only for those who work at the desk."""
    return holding(RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)(view)


def step_up(request: PersonRequest, wanted: str, back: str = "") -> HttpResponseBase | None:
    """The page that asks for a stronger key, when the session's is too weak for `wanted`.

    `back` is where to go on afterwards, when this address takes a form only. What was typed stays
    with whoever sent it, as when they must sign in.
    """
    if suffices(request.loa, wanted):
        return None
    asked = urlencode({"niveau": wanted, "naar": back or page_to_return_to(request)})
    return lead_or_keep(request, f"{reverse('accounts:step_up')}?{asked}")


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Lead to signing in, and afterwards back to this page, or to the one that sent the form.

    What was typed does not come along: whoever sent it gets a page that holds it.
    """
    asked = urlencode({"naar": page_to_return_to(request)})
    return lead_or_keep(request, f"{reverse('accounts:sign_in')}?{asked}")


def lead_or_keep(request: HttpRequest, door: str) -> HttpResponseBase:
    """Lead to another page, or give what was typed back with the way to that page."""
    if typed := words_in(request):
        return not_taken(request, typed, door)
    return lead_to(request, door)


def lead_to(request: HttpRequest, url: str) -> HttpResponseBase:
    """Lead to another page; what asked for a part of a page is not given a whole one for it."""
    if request.method == "POST" and "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def page_to_return_to(request: HttpRequest) -> str:
    """This page, or the one of ours on which the form stood; where nobody says so, the first."""
    if request.method == "GET":
        return request.get_full_path()
    said = urlsplit(request.headers.get("Referer", ""))
    if said.netloc != request.get_host() or not said.path.startswith("/"):
        return "/"
    return f"{said.path}?{said.query}" if said.query else said.path
