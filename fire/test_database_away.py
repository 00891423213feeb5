"""The database ends, dies and stays away under people who write: one clear page, nothing lost, back by itself."""

import re
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from fire.faults.outage import WAYS, away, bring_back, end_server
from fire.installation import WEB, WORKER, Burning
from fire.writers.clients import status_of
from fire.writers.storm import Storm, storming
from fire.writers.waiting import wait_for
from loket.core.database import Server

FORM = "/formulier/vraag-aan-een-hr-officer/"
NORMAL = 5.0  # seconds after which everything is normal again, once the database is ready
CLIENTS = 12
SOME = 30  # writes that were acknowledged, before and after each fault


@pytest.fixture(scope="module")
def storm(loket: Burning, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """People who write for as long as the tests of this file run; the checker has the last word."""
    with storming(loket, tmp_path_factory.mktemp("storm"), CLIENTS) as made:
        yield made


def threads_of(loket: Burning) -> int:
    """Count the threads of those who serve pages."""
    return sum(psutil.Process(number).num_threads() for number in loket.web_workers())


@pytest.fixture
def window(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Give a page of a browser, with script or without."""

    def make(*, script: bool = True) -> Page:
        made = new_context(locale="nl-BE", java_script_enabled=script)
        made.set_default_timeout(20_000)
        return made.new_page()

    return make


def sign_in(page: Page, loket: Burning, person: str, path: str) -> None:
    """Come in as somebody, at a page."""
    page.goto(loket.loket.address(person, f"/aanmelden/demo/?naar={path}"))
    page.locator('form[action$="/aanmelden/demo/verder/"] button').click()
    page.wait_for_url(loket.loket.address(person, path))


def test_what_is_typed_meanwhile_is_saved_by_itself_when_the_database_is_back(
    loket: Burning, database_server: Server, window: Callable[..., Page]
) -> None:
    page = window()
    sign_in(page, loket, "tom", FORM)
    page.get_by_role("button", name=re.compile("^Begin")).click()
    title, state = page.locator("[name=titel]"), page.locator("#bewaard")
    title.fill("Voor de pauze")
    title.blur()
    expect(state).to_contain_text("Bewaard om")

    with away(database_server, "killed"):
        title.fill("Tijdens de pauze")
        title.blur()
        expect(state).to_contain_text("Nog niet bewaard")

    expect(state).to_contain_text("Bewaard om", timeout=30_000)
    page.reload()
    expect(title).to_have_value("Tijdens de pauze")


def test_without_script_what_was_sent_is_offered_again_and_arrives(
    loket: Burning, database_server: Server, window: Callable[..., Page]
) -> None:
    page = window(script=False)
    sign_in(page, loket, "petra", FORM)
    page.get_by_role("button", name=re.compile("^Begin")).click()
    page.locator("[name=titel]").fill("Zonder script “getypt” & bewaard")

    with away(database_server):
        page.get_by_role("button", name=re.compile("^Volgende")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Wij zijn zo terug")
        expect(page.get_by_text("Wat u typte, staat nog in deze pagina.")).to_be_visible()

    page.get_by_role("button", name="Opnieuw versturen").click()
    expect(page.locator("[name=titel]")).to_have_value("Zonder script “getypt” & bewaard")


@pytest.mark.parametrize("way", WAYS)
def test_the_database_is_restarted_while_people_write(
    loket: Burning, storm: Storm, database_server: Server, way: str
) -> None:
    storm.wait_for_writes(SOME)
    worker, web = loket.number(WORKER), loket.number(WEB)

    with away(database_server, way):
        wait_for("a page that says so", lambda: status_of(loket.loket.port) == 503)
        assert status_of(loket.loket.port, "/gezondheid/") == 503

    assert wait_for("a page as ever", lambda: status_of(loket.loket.port) == 200) <= NORMAL
    storm.wait_for_writes(SOME)
    assert (loket.number(WORKER), loket.number(WEB)) == (worker, web), "nobody had to be started"


def test_the_database_is_away_for_long_while_people_write(
    loket: Burning, storm: Storm, database_server: Server, seconds_away: float
) -> None:
    storm.wait_for_writes(SOME)
    worker, threads = loket.number(WORKER), threads_of(loket)

    end_server(database_server, "fast")
    until = time.monotonic() + seconds_away
    slowest = 0.0
    while time.monotonic() < until:
        begun = time.monotonic()
        assert status_of(loket.loket.port) == 503
        slowest = max(slowest, time.monotonic() - begun)
        time.sleep(0.2)
    grown = threads_of(loket) - threads
    bring_back(database_server)

    assert wait_for("a page as ever", lambda: status_of(loket.loket.port) == 200) <= NORMAL
    storm.wait_for_writes(SOME)
    assert loket.number(WORKER) == worker
    assert grown <= 8, "threads pile up"
    assert slowest < 2.0, f"a page of an outage took {slowest:.1f} s"


def test_everything_that_was_acknowledged_is_there_once_and_all_work_is_done(storm: Storm) -> None:
    """The last of those who share the storm: it lets the people go home."""
    report = storm.end()

    assert not report.violations, str(report)
    assert storm.troubles == []
