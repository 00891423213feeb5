"""The menu of the desk and its figures, for every page of the work side."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from loket.core.menu import Menu, MenuItem
from loket.desk.worklist import mine_by_queue
from loket.people.middleware import PersonRequest, is_signed_in

PREFIX = "/werk/"


def desk_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menu and the counters of the desk, on its own pages only."""
    if not request.path.startswith(PREFIX) or not is_signed_in(request):
        return {}
    if not request.rights.is_staff:
        return {}
    mine = sum(mine_by_queue(request).values())
    return {"menu": menu_of(request), "counters": {"mine": mine}}


def menu_of(request: PersonRequest) -> Menu:
    """Where a handler can go."""
    items = (
        MenuItem(
            key="mine",
            label=_("Werkbak"),
            url=reverse("desk:worklist", args=["alle", "mine"]),
            icon="inbox",
            current=request.path.endswith("/mine/"),
        ),
        MenuItem(
            key="queues",
            label=_("Wachtrijen"),
            url=reverse("desk:worklist", args=["alle", "unassigned"]),
            icon="list-details",
            current=request.path.startswith(PREFIX) and not request.path.endswith("/mine/"),
        ),
    )
    return Menu(
        items=items,
        other=MenuItem(key="portal", label=_("Mijn eigen zaken"), url="/", icon="home"),
        home_url=reverse("desk:home"),
        search_url=reverse("desk:search"),
        sign_out_url=reverse("accounts:sign_out"),
        profile_url=reverse("people:profile"),
        person=request.person.party.name,
    )
