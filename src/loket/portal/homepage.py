"""What the home page shows: what waits, what one may want, where one's cases are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.cases.models import Case, Task
from loket.catalogue.models import Service
from loket.core.figures import day
from loket.core.http import ActingRequest
from loket.core.icons import known_icon
from loket.core.page import said_in
from loket.core.partview import FactView, Link, TileView
from loket.core.prepared import prepared
from loket.people.employer import leads_somebody
from loket.people.middleware import PersonRequest
from loket.people.models import Person
from loket.portal import places
from loket.portal.caserows import case_row, cases_of
from loket.portal.context import portal_settings
from loket.portal.draftrows import rows_of
from loket.portal.shelves import meant_for, on_shelves, theme_views, tile_of
from loket.portal.taskrows import open_tasks, task_views, when_of

TASKS, TILES, CASES, DRAFTS, NEWS = 3, 4, 4, 3, 3
RECENT = 200
"""Among so many of the newest requests we count what is asked most."""
MORNING, EVENING = 12, 18


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that everybody should know."""

    on: str
    iso: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place outside Loket."""

    label: str
    note: str
    url: str
    icon: str


def home_context(request: PersonRequest, counters: Mapping[str, int]) -> dict[str, Any]:
    """The home page of somebody who signed in."""
    person = request.person
    waiting = open_tasks(request, few=True)
    services = meant_for(request, on_shelves())
    tiles, why = recommended(request, services)
    return said_to_all(request, services) | {
        "hello": greeting(request),
        "facts": facts_of(request, counters, waiting),
        "tasks": task_views(waiting[:TASKS], request),
        "tasks_url": places.TASKS,
        "cases": [case_row(case, request) for case in newest_cases(person.pk)],
        "cases_url": places.CASES,
        "drafts": rows_of(request, DRAFTS),
        "drafts_url": places.drafts_url(),
        "tiles": tiles,
        "why": why,
    }


@prepared
def newest_cases(person_id: int) -> QuerySet[Case]:
    """The cases of this person in which something happened last."""
    return cases_of(Person(pk=person_id)).order_by("-last_public_at", "-pk")[:CASES]


def public_context(request: ActingRequest) -> dict[str, Any]:
    """The home page of somebody who is not signed in."""
    return said_to_all(request, on_shelves())


def said_to_all(request: ActingRequest, services: Sequence[Service]) -> dict[str, Any]:
    """What everybody sees, also who is not signed in."""
    said = portal_settings(request)
    language = request.acting.language
    return {
        "welcome": said_in(said.get("welcome", ""), language),
        "often": often_asked(said, language),
        "themes": theme_views(request, services),
        "themes_url": "/aanvragen/",
        "elsewhere": elsewhere_of(said, language),
        "news": news_of(said, language, request.acting.today),
    }


def greeting(request: PersonRequest) -> str:
    """Good morning, by the clock on the wall of the organisation."""
    name = request.person.given_name or request.person.party.name
    hour = request.acting.hour
    if hour < MORNING:
        return _("Goedemorgen %(name)s") % {"name": name}
    if hour < EVENING:
        return _("Goedemiddag %(name)s") % {"name": name}
    return _("Goedenavond %(name)s") % {"name": name}


def facts_of(
    request: PersonRequest, counters: Mapping[str, int], waiting: Sequence[Task]
) -> list[FactView]:
    """The figures in the hero: tasks with the first date, running cases; approvals for chiefs."""
    approvals = counters["approvals"]
    tasks = counters["tasks"] - approvals
    asked = next((task for task in waiting if task.kind == Task.Kind.APPROVE), None)
    first = next((task for task in waiting if task.kind != Task.Kind.APPROVE), None)
    when = when_of(first, request) if first else ""
    facts = [
        FactView(tasks, ngettext("Taak", "Taken", tasks), places.TASKS, when),
        FactView(
            counters["cases"],
            ngettext("Lopende zaak", "Lopende zaken", counters["cases"]),
            places.CASES,
        ),
    ]
    if not approvals and not leads_somebody(request.person.pk, request.acting.today):
        return facts
    return [
        *facts,
        FactView(
            approvals,
            ngettext("Goedkeuring", "Goedkeuringen", approvals),
            places.APPROVALS,
            _("Gevraagd door %(name)s") % {"name": asked.case.requester.name} if asked else "",
        ),
    ]


def recommended(request: PersonRequest, services: Sequence[Service]) -> tuple[list[TileView], str]:
    """Forms that this person used most, then those that others ask for; and why we show them."""
    by_form = {one.form_id: one for one in services}
    own = most_used(forms_of(request.person.pk), by_form)
    popular = most_used(newest_forms(), by_form)
    asked = list(dict.fromkeys([*own, *popular]))[:TILES]
    chosen = asked or sorted(services, key=lambda one: one.slug)[:TILES]
    return [tile_of(request, one) for one in chosen], why_of(own, asked)


def why_of(own: Sequence[Service], asked: Sequence[Service]) -> str:
    """Why these forms are shown; nobody is told to use what they never used."""
    if not asked:
        return _("Om mee te beginnen")
    if not own:
        return _("Vaak gevraagd")
    mine = set(asked) <= set(own)
    return _("Uw meest gebruikte formulieren") if mine else _("Vaak gevraagd, ook door u")


def most_used(forms: Iterable[int], services: Mapping[int, Service]) -> list[Service]:
    """The services of these forms, the one that is named most first."""
    return [services[form] for form, _n in Counter(forms).most_common() if form in services]


@prepared
def forms_of(person_id: int) -> QuerySet[Case, int]:
    """With which forms the newest cases of this person were made."""
    cases = cases_of(Person(pk=person_id)).order_by("-pk")
    return cases.values_list("version__form", flat=True)[:RECENT]


@prepared
def newest_forms() -> QuerySet[Case, int]:
    """With which forms the newest cases of everybody were made; of them nothing else is read."""
    return Case.objects.order_by("-pk").values_list("version__form", flat=True)[:RECENT]


def often_asked(said: Mapping[str, Any], language: str) -> list[Link]:
    """Words that many people look for, as links to what they find."""
    words = [said_in(one, language) for one in said.get("searches", ())]
    return [Link(word, f"/zoeken/?{urlencode({'q': word})}") for word in words]


def elsewhere_of(said: Mapping[str, Any], language: str) -> list[Elsewhere]:
    """The places outside Loket that the organisation names."""
    return [
        Elsewhere(
            said_in(one["label"], language),
            said_in(one.get("about", ""), language),
            said_in(one["url"], language),
            known_icon(one.get("icon", "external-link")),
        )
        for one in said.get("links", ())
    ]


def news_of(said: Mapping[str, Any], language: str, today: date) -> list[Announcement]:
    """The announcements that hold today, the newest first."""
    current = [one for one in said.get("announcements", ()) if holds(one, today)]
    current.sort(key=lambda one: str(one.get("from", "")), reverse=True)
    return [announcement_of(one, language, today) for one in current[:NEWS]]


def holds(notice: Mapping[str, str], today: date) -> bool:
    """Whether a notice is meant for this day."""
    return notice.get("from", "") <= today.isoformat() <= notice.get("until", "9999-12-31")


def announcement_of(one: Mapping[str, Any], language: str, today: date) -> Announcement:
    """One announcement in the language of the page."""
    since = one.get("from", "")
    return Announcement(
        day(date.fromisoformat(since), today) if since else "",
        since,
        said_in(one["title"], language),
        said_in(one.get("text", ""), language),
    )
