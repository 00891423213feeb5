"""Talk to the pages of a running Loket without its web server: quicker, and what is done can be undone."""

import contextlib
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import connections
from django.test import Client, override_settings
from e2e.installation import Installation
from pytest_django.plugin import DjangoDbBlocker
from tests.clones import environment_of, run
from tests.world import World, client_of, sign_in

from fire.input.crawl import Crawl, Found
from fire.input.filling import STARTS
from loket.catalogue.models import Draft
from loket.core import database
from loket.core.models import Organisation
from loket.core.tenancy import acting_in
from loket.people.models import Person

PLACE = ("HOST", "PORT", "NAME", "USER", "PASSWORD")
EVERY_QUESTION = "stad"
"""The small organisation whose form has every kind of question."""
PEOPLE = (
    *("sarah", "tom", "nele", "leila", "bram", "ingrid", "anke", "petra", "wout", "mei"),
    *("joris@rijnbeek", "hannelore@rijnbeek", "dennis@rijnbeek", "wilma@rijnbeek"),
    f"sam@{EVERY_QUESTION}",
)
"""Who asks, who handles, leads a team, approves, answers for personnel, keeps forms, at each desk."""
BEGIN = "portal:begin"


@contextlib.contextmanager
def inside(loket: Installation, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let Django work in the database and the files of this installation."""
    there = database.django_database("data")
    known = connections["default"].settings_dict
    before = {part: known[part] for part in PLACE}
    try:
        with blocker.unblock(), override_settings(MEDIA_ROOT=str(loket.files), DEMO=True):
            connections.close_all()
            known.update({part: there[part] for part in PLACE} | {"NAME": loket.database})
            yield
    finally:
        with blocker.unblock():
            connections.close_all()
        known.update(before)


def add_every_question(loket: Installation) -> None:
    """Add the organisation whose form has every kind of question."""
    environment = environment_of(loket.database, loket.files, "data")
    pack = str(settings.PACKS / "test")
    run("django", "pack", "apply", pack, "--to", EVERY_QUESTION, "--demo", **environment)


def browser(who: str) -> Client:
    """Give a browser of somebody (`joris@rijnbeek`) who is signed in."""
    login, _at, slug = who.partition("@")
    organisation = Organisation.objects.get(slug=slug or "persopoint")
    with acting_in(organisation.pk):
        person = Person.objects.select_related("party", "user").get(user__login=login)
        world = World(organisation, {}, {})
        return client_of(world, sign_in(world, person))


def everybody() -> dict[str, Client]:
    """Give everybody a browser."""
    return {who: browser(who) for who in PEOPLE}


def begin_every_form(people: Mapping[str, Client]) -> None:
    """Begin each form once, so that the pages of all its steps are there."""
    begun = set()
    for crawl in walk(people, {}):
        for found in crawl.forms:
            if found.kind[0] == BEGIN and found.kind not in begun:
                begun.add(found.kind)
                people[crawl.who].post(found.target)


def steps_of(who: str) -> list[str]:
    """Give the addresses of every step of what somebody began."""
    login, _at, slug = who.partition("@")
    with acting_in(Organisation.objects.get(slug=slug or "persopoint").pk):
        drafts = Draft.objects.filter(owner__user__login=login).select_related("version")
        return [
            f"/concept/{draft.key}/{step['id']}/"
            for draft in drafts
            for step in draft.version.spec["steps"]
        ]


def walk(people: Mapping[str, Client], more: Mapping[str, list[str]]) -> list[Crawl]:
    """Let everybody follow all links, from the first pages and from some more."""
    crawls = [Crawl(who, client) for who, client in people.items()]
    for crawl in crawls:
        crawl.go(*STARTS, *more.get(crawl.who, ()))
    return crawls


def forms_of(crawls: list[Crawl]) -> list[Found]:
    """Give every kind of form in which somebody types, once."""
    kinds: dict[tuple[str, ...], Found] = {}
    for crawl in crawls:
        for found in crawl.forms:
            if found.form.typed:
                kinds.setdefault(found.kind, found)
    return list(kinds.values())
