"""The world in which is measured: an organisation, queues with handlers, and the form."""

from dataclasses import dataclass

from tests.make import (
    acting,
    employ,
    grant,
    make_handler,
    make_organisation,
    make_person,
    make_queue,
    make_series,
    make_service,
    make_unit,
)

from bench.seed import FIRST, Setting
from bench.visitor import Site, Visitor
from loket.accounts.actions import open_session
from loket.accounts.sessions import SessionStore
from loket.catalogue.models import Service
from loket.core.clock import now
from loket.core.models import NumberSeries, Organisation
from loket.core.tenancy import enter_organisation
from loket.people.models import Party, Person
from loket.routing.models import Queue

QUEUES = 8
HANDLERS = 6
"""Handlers of each queue."""
UNITS = 200
"""Departments in which people work; a filter by one of them lets little through."""
FIRST_HANDLES = 3
"""The first handler handles so many queues."""


def make_world(slug: str = FIRST, *, first_case: int = 1, first_person: int = 0) -> Setting:
    """Make everything that the cases point to."""
    organisation = make_organisation(slug)
    queues = [make_queue("tijd"), *(make_queue(f"q{number}") for number in range(1, QUEUES))]
    make_series()
    handlers: list[Person] = []
    for queue in queues:
        for number in range(HANDLERS):
            login = "handler" if not handlers else ""
            handlers.append(make_handler(f"Team {queue.slug} {number}", queue, login=login))
    for queue in queues[1:FIRST_HANDLES]:
        grant(handlers[0], "handler", queue.team)
    chief = make_person("Tom Claes", login="chief")
    sarah = make_person("Sarah Vermeulen", login="sarah", email="sarah@voorbeeld.example")
    ministry = make_unit("fod")
    employ(chief, ministry)
    employ(sarah, ministry, chief=chief)
    service = make_service(handlers[0])
    version = service.form.live_version
    assert version is not None
    return Setting(
        organisation=organisation.pk,
        version=version.pk,
        queues=[queue.pk for queue in queues],
        units=[make_unit(f"dienst-{number}").pk for number in range(UNITS)],
        handlers=[handler.pk for handler in handlers],
        title=service.texts["title"],
        first_case=first_case,
        first_person=first_person or (Party.objects.latest("pk").pk // 1000 + 1) * 1000,
    )


@dataclass(frozen=True)
class Players:
    """Who asks and who handles, each in a browser of their own."""

    sarah: Person
    handler: Person
    portal: Visitor
    desk: Visitor
    service: Service
    queue: Queue
    series: NumberSeries


def meet_players(site: Site) -> Players:
    """Find the people of the world again and let them sign in."""
    organisation = Organisation.objects.get(slug=FIRST)
    enter_organisation(organisation.pk)
    sarah = Person.objects.get(user__login="sarah")
    handler = Person.objects.get(user__login="handler")
    return Players(
        sarah,
        handler,
        visitor(site, sarah),
        visitor(site, handler),
        Service.objects.select_related("form__live_version").get(),
        Queue.objects.get(slug="tijd"),
        NumberSeries.objects.get(),
    )


def visitor(site: Site, person: Person) -> Visitor:
    """A browser in which this person is signed in."""
    return Visitor(site, person, open_browser(person))


def open_browser(person: Person) -> str:
    """Let this person sign in; give the key of the session."""
    session = SessionStore()
    assert person.user is not None
    by = acting(person, now())
    open_session(session, person.user, ip="127.0.0.1", agent="bench", by=by)
    session.save()
    return str(session.session_key)
