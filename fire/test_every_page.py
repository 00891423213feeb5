"""Every page that somebody can reach stands in every width: full, empty, overfull and refused."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import BrowserContext
from pytest_django.plugin import DjangoDbBlocker
from tests.world import World

from fire.installation import Burning
from fire.looks.extremes import make_bare, make_stuffed
from fire.looks.pages import Looker
from loket.core.database import django_database

PERSOPOINT, RIJNBEEK = "persopoint.localhost", "rijnbeek.localhost"
PEOPLE = {
    "sarah": (PERSOPOINT, "/"),
    "tom": (PERSOPOINT, "/"),
    "petra": (PERSOPOINT, "/"),
    "nele": (PERSOPOINT, "/werk/"),
    "olivier": (PERSOPOINT, "/werk/alle/team/"),
    "wout": (PERSOPOINT, "/werk/formulieren/"),
    "mei": (PERSOPOINT, "/werk/tekstblokken/"),
    "gerrit": (RIJNBEEK, "/"),
    "marieke": (RIJNBEEK, "/werk/"),
}
WHO = ("requester", "chief", "handler", "cleared", "lead", "form_manager", "admin")
AT_DESK = ("handler", "cleared", "lead")
Seat = Callable[[], BrowserContext]


@pytest.fixture
def seat(new_context: Callable[..., BrowserContext]) -> Seat:
    """Open browser windows in which nothing moves."""

    def make() -> BrowserContext:
        made = new_context(locale="nl-BE", reduced_motion="reduce")
        made.set_default_timeout(60_000)
        return made

    return make


@pytest.fixture
def looker(request: pytest.FixtureRequest) -> Looker:
    """Give somebody who looks, and keeps pictures where the command names a folder for them."""
    return Looker(pictures=request.config.getoption("--pictures"))


@pytest.fixture(scope="module")
def extremes(loket: Burning, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, World]]:
    """Add to the installation an organisation with nothing, and one with too much of everything."""
    known = connections["default"].settings_dict
    before = dict(known)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(loket.loket.files)):
        connections.close_all()
        known.update(django_database("data"), NAME=loket.loket.database)
        yield make_bare("kaal"), make_stuffed("vol")
        connections.close_all()
        known.update(before)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_page_and_every_refusal_of_the_demo_fits(
    loket: Burning, looker: Looker, seat: Seat, language: str
) -> None:
    for person, (desk, path) in PEOPLE.items():
        window = seat()
        home = enter(loket, window, person, desk, language)
        looker.walk(window, [home, loket.loket.address(person, path, desk)])
        looker.send_empty(window)
        window.close()

    assert not looker.wrong, "\n".join(looker.wrong)
    assert len(looker.seen) > 50
    assert len(looker.sent) > 20


@pytest.mark.parametrize("which", [0, 1], ids=["bare", "stuffed"])
def test_every_page_fits_with_nothing_and_with_too_much(
    loket: Burning, extremes: tuple[World, World], looker: Looker, seat: Seat, which: int
) -> None:
    world = extremes[which]
    for role in WHO:
        if role in world.people:
            window = seat()
            home = enter(loket, window, login_of(world, role), world.host, "de")
            looker.walk(window, [home, f"{home}werk/alle/mine/"] if role in AT_DESK else [home])
            window.close()

    assert not looker.wrong, "\n".join(looker.wrong)
    assert len(looker.seen) > 15


def enter(loket: Burning, window: BrowserContext, person: str, desk: str, language: str) -> str:
    """Sign in as somebody, in a language; give the address of their first page."""
    page = window.new_page()
    page.goto(loket.loket.address(person, f"/aanmelden/demo/?naar=/?taal={language}", desk))
    page.locator('form[action$="/aanmelden/demo/verder/"] button').click()
    home = loket.loket.address(person, "/", desk)
    page.wait_for_url(home)
    page.close()
    return home


def login_of(world: World, role: str) -> str:
    """Give the word that this person's host begins with."""
    user = world.people[role].user
    assert user is not None
    return str(user.login)
