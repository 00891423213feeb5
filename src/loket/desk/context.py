"""The menu of the desk and its figures, for every page of the work side."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from loket.core.addresses import address_of
from loket.core.menu import Menu, MenuItem
from loket.core.partview import LiveView
from loket.desk.worklist import ALL, mine_by_queue
from loket.people.middleware import PersonRequest, is_signed_in
from loket.people.models import RoleGrant

PREFIX = "/werk/"
BESIDE = (
    "desk:saved_lists",
    "contacts:blocks",
    "cases:consults",
    "cases:absences",
    "formdesk:forms",
)
"""Lists of other things than the cases of queues."""


def desk_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menu and the counters of the desk, on its own pages only."""
    if not request.path.startswith(PREFIX) or not is_signed_in(request):
        return {}
    if request.rights.is_staff:
        mine = sum(now for now, _later in mine_by_queue(request).values())
        live = LiveView(address_of("cases:stream"), figures=address_of("desk:figures", ALL))
        return {"menu": menu_of(request), "counters": {"mine": mine}, "live": live}
    beside = beside_items(request)
    return {"menu": menu_beside(request, beside)} if beside else {}


def menu_beside(request: PersonRequest, items: tuple[MenuItem, ...]) -> Menu:
    """Where somebody can go who handles no cases."""
    return replace(menu_of(request), items=items, home_url=items[0].url, search_url="")


def beside_items(request: PersonRequest) -> tuple[MenuItem, ...]:
    """The ways to what is kept beside the cases, for those who keep it."""
    found = []
    if request.rights.is_staff or request.rights.has(RoleGrant.Role.ADMIN):
        found.append(texts_item(request))
    if request.rights.has(RoleGrant.Role.FORM_MANAGER):
        found.append(item_of(request, "forms", _("Formulieren"), "formdesk:forms", "forms"))
    return tuple(found)


def texts_item(request: PersonRequest) -> MenuItem:
    """The way to the text blocks."""
    return item_of(request, "blocks", _("Teksten"), "contacts:blocks", "blockquote")


def item_of(request: PersonRequest, key: str, label: str, name: str, icon: str) -> MenuItem:
    """A place with its own pages below it."""
    url = address_of(name)
    return MenuItem(key=key, label=label, url=url, icon=icon, current=request.path.startswith(url))


def is_queue(path: str) -> bool:
    """Whether a page is about the queues, or one of their cases."""
    others = tuple(map(address_of, BESIDE))
    beside = path.endswith("/mine/") or path.startswith(others)
    return path.startswith(PREFIX) and not beside


def menu_of(request: PersonRequest) -> Menu:
    """Where a handler can go."""
    items = (
        MenuItem(
            key="mine",
            label=_("Werkbak"),
            url=address_of("desk:worklist", "alle", "mine"),
            icon="inbox",
            current=request.path.endswith("/mine/"),
        ),
        MenuItem(
            key="queues",
            label=_("Wachtrijen"),
            url=address_of("desk:worklist", "alle", "unassigned"),
            icon="list-details",
            current=is_queue(request.path),
        ),
        item_of(request, "lists", _("Lijsten"), "desk:saved_lists", "star"),
        item_of(request, "consults", _("Adviezen"), "cases:consults", "users"),
        item_of(request, "absences", _("Afwezig"), "cases:absences", "beach"),
        *beside_items(request),
    )
    return Menu(
        items=items,
        other=MenuItem(key="portal", label=_("Mijn eigen zaken"), url="/", icon="home"),
        home_url=address_of("desk:home"),
        search_url=address_of("desk:search"),
        sign_out_url=address_of("accounts:sign_out"),
        profile_url=address_of("people:profile"),
        person=request.person.party.name,
    )
