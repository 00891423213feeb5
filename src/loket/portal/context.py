"""What the shell of the portal shows around every page: the menu, and what waits."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from loket.cases.models import Case, Task
from loket.core.addresses import address_of
from loket.core.http import ActingRequest
from loket.core.menu import Menu, MenuItem
from loket.core.page import said_in
from loket.core.partview import LiveView
from loket.core.prepared import counted, prepared
from loket.people.middleware import PersonRequest, is_signed_in
from loket.people.models import Person, RoleGrant
from loket.portal import places
from loket.portal.caserows import cases_of

LIVE = (places.CASES, places.TASKS, places.APPROVALS)
"""Pages of which the figures are kept up to date."""


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menu and the counters, on every page that is not the desk's."""
    if request.path.startswith(places.DESK) or not hasattr(request, "organisation"):
        return {}
    visit = cast("ActingRequest", request)
    found: dict[str, Any] = {"menu": SimpleLazyObject(lambda: menu_of(visit))}
    if is_signed_in(request):
        visitor = request
        found["counters"] = SimpleLazyObject(lambda: counters_of(visitor))
        if request.path == "/" or request.path.startswith(LIVE):
            found["live"] = LiveView(
                address_of("cases:stream"), figures=address_of("portal:figures")
            )
    return found


def counters_of(request: PersonRequest) -> Mapping[str, int]:
    """What waits for this person, counted now over partial indexes."""
    person_id = request.person.pk
    waiting = dict(tasks_by_kind(person_id, *sorted(request.units)))
    (cases,) = number_of_cases(person_id)
    return {
        "tasks": sum(waiting.values()),
        "approvals": waiting.get(Task.Kind.APPROVE, 0),
        "cases": cases,
    }


@prepared
def tasks_by_kind(person_id: int, *unit_ids: int) -> QuerySet[Task, tuple[str, int]]:
    """How many tasks of each kind wait for a person or one of these units: by their ids, so that
    an index finds each; the predicate is the fence."""
    mine = Task.objects.open().filter(Q(person=person_id) | Q(unit__in=unit_ids))
    tasks = mine.visible_to(Person(pk=person_id)).order_by()
    return tasks.values("kind").annotate(n=Count("pk")).values_list("kind", "n")


@prepared
def number_of_cases(person_id: int) -> QuerySet[Case, int]:
    """How many cases of this person are open."""
    return counted(cases_of(Person(pk=person_id)).filter(closed_at=None))


def menu_of(request: ActingRequest) -> Menu:
    """The menu of the portal for whoever looks at it."""
    if not is_signed_in(request):
        return Menu(
            items=(_home(request), _requests(request)),
            search_url=address_of("portal:search"),
            suggest_url=address_of("portal:suggest"),
            sign_in_url=f"{address_of('accounts:sign_in')}?naar={request.path}",
        )
    return Menu(
        items=(_home(request), _requests(request), _cases(request)),
        tasks=_item(request, "tasks", _("Mijn taken"), places.TASKS, "checklist"),
        other=_desk(request),
        search_url=address_of("portal:search"),
        suggest_url=address_of("portal:suggest"),
        sign_out_url=address_of("accounts:sign_out"),
        profile_url=address_of("people:profile"),
        person=request.person.party.name,
        avatar_url=_avatar(request.person),
    )


def _avatar(person: Person) -> str:
    key = person.avatar_key
    return address_of("people:photo_of", key) if key else ""


def _home(request: ActingRequest) -> MenuItem:
    url = address_of("portal:home")
    return MenuItem("home", _("Startpagina"), url, "home", current=request.path == url)


def _requests(request: ActingRequest) -> MenuItem:
    url = address_of("portal:themes")
    label = portal_text(request, "catalogue") or _("Aanvragen")
    here = request.path.startswith((url, "/formulier/", "/concept/"))
    return MenuItem("requests", label, url, "forms", current=here)


def _cases(request: ActingRequest) -> MenuItem:
    item = _item(request, "cases", _("Mijn zaken"), places.CASES, "folders")
    here = item.current or request.path.startswith(address_of("portal:drafts"))
    return MenuItem(item.key, item.label, item.url, item.icon, current=here)


def _desk(request: PersonRequest) -> MenuItem | None:
    """The way to the other side: to the cases, else to what the person keeps beside them."""
    if request.rights.is_staff:
        return MenuItem("desk", _("Naar de werkplek"), places.DESK, "briefcase")
    if request.rights.has(RoleGrant.Role.FORM_MANAGER):
        return MenuItem("desk", _("Naar de formulieren"), address_of("formdesk:forms"), "briefcase")
    if request.rights.has(RoleGrant.Role.ADMIN):
        return MenuItem(
            "desk", _("Naar de tekstblokken"), address_of("contacts:blocks"), "briefcase"
        )
    return None


def _item(request: ActingRequest, key: str, label: str, url: str, icon: str) -> MenuItem:
    return MenuItem(key, label, url, icon, current=request.path.startswith(url))


def portal_settings(request: ActingRequest) -> Mapping[str, Any]:
    """What the pack of the organisation says of the portal."""
    found: Mapping[str, Any] = request.organisation.settings
    return found


def portal_text(request: ActingRequest, name: str) -> str:
    """A text of the portal in the language of the page; empty when the pack has none."""
    language = request.acting.language
    words = portal_settings(request).get(name, "")
    return said_in(words, language) if words else ""
