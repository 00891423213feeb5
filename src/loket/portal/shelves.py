"""Themes and forms as pages list them."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import ngettext

from loket.catalogue.audience import may_use
from loket.catalogue.models import Service
from loket.core.http import ActingRequest
from loket.core.icons import known_icon
from loket.core.page import said_in
from loket.core.partview import Link, ThemeView, TileView
from loket.core.prepared import prepared
from loket.people.middleware import is_signed_in
from loket.portal import places

SHOWN = 3
"""So many forms stand open under a theme; the theme's own page has all of them."""


def offered() -> QuerySet[Service]:
    """The services that can be asked for now."""
    return Service.objects.filter(offered=True)


@prepared
def on_shelves() -> QuerySet[Service]:
    """The services that can be asked for now, each with its theme."""
    return offered().select_related("theme")


def meant_for(request: ActingRequest, services: Iterable[Service]) -> list[Service]:
    """Those that are meant for whoever looks; a visitor finds out by signing in."""
    if not is_signed_in(request):
        return list(services)
    person, today = request.person.pk, request.acting.today
    return [one for one in services if may_use(one.audience, person, today)]


def theme_views(
    request: ActingRequest, services: Sequence[Service], most: int = SHOWN
) -> list[ThemeView]:
    """The themes that have some of these forms, with the first of them."""
    language = request.acting.language
    by_theme: dict[int, list[Service]] = {}
    for service in by_title(request, services):
        by_theme.setdefault(service.theme_id, []).append(service)
    themes = {service.theme_id: service.theme for service in services}
    return [
        ThemeView(
            title=said_in(one.texts["title"], language),
            url=places.theme_url(one),
            icon=known_icon(one.icon),
            forms=tuple(_link(service, language) for service in by_theme[one.pk][:most]),
            more=_more(len(by_theme[one.pk]), most),
        )
        for one in sorted(themes.values(), key=lambda theme: (theme.order, theme.slug))
    ]


def _link(service: Service, language: str) -> Link:
    return Link(said_in(service.texts["title"], language), places.form_url(service))


def _more(n: int, most: int) -> str:
    if n <= most:
        return ""
    return ngettext("Alle %(n)s formulieren", "Alle %(n)s formulieren", n) % {"n": n}


def by_title(request: ActingRequest, services: Iterable[Service]) -> list[Service]:
    """Services in the order of their titles in the language of the page."""
    language = request.acting.language
    return sorted(services, key=lambda one: said_in(one.texts["title"], language).casefold())


def tile_of(request: ActingRequest, service: Service) -> TileView:
    """A form to begin with."""
    language = request.acting.language
    return TileView(
        title=said_in(service.texts["title"], language),
        url=places.form_url(service),
        icon=known_icon(service.icon),
        text=said_in(service.texts.get("intro", ""), language),
        meta=about_minutes(service.minutes),
    )


def about_minutes(minutes: int | None) -> str:
    """About how long filling it in takes."""
    if not minutes:
        return ""
    words = ngettext("Ongeveer %(n)s minuut", "Ongeveer %(n)s minuten", minutes)
    return words % {"n": minutes}
