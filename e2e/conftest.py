"""What every walk stands on: its own Loket, a browser, and pages that are free of barriers."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from e2e.barriers import Inspector, Watch
from e2e.installation import DESK, Installation, installed, static_folder
from loket.core.database import Server

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
PATIENCE = 20_000  # milliseconds; a page that takes longer on a busy machine is broken
# A refused form and a page that is not there are answers; the browser calls them errors.
EXPECTED = re.compile(r"status of (4\d\d)")

expect.set_options(timeout=PATIENCE)


class Desk(Protocol):
    """Opens a page as a person of PersoPoint, or `at` another desk; `person` begins the host name."""

    def __call__(self, person: str, path: str = "/", at: str = DESK, **options: Any) -> Page: ...  # noqa: ANN401  whatever the browser can be told


@pytest.fixture(scope="module")
def loket(request: pytest.FixtureRequest, database_server: Server) -> Iterator[Installation]:
    """Give the walks of a file a Loket of their own, with the demo in it."""
    walk = f"{request.path.stem.removeprefix('test_')}_{WORKER}"  # two workers may share a file
    with installed(database_server, walk) as made:
        yield made


@pytest.fixture
def window(
    new_context: Callable[..., BrowserContext], complaints: list[str], watch: Watch
) -> Callable[..., BrowserContext]:
    """Give a browser window; a barrier on its pages, or what they complain about, fails the walk."""

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            complaints.append(message.text)

    def make(**options: Any) -> BrowserContext:  # noqa: ANN401  whatever the browser can be told
        made = new_context(**{"locale": "nl-BE", "timezone_id": "Europe/Brussels", **options})
        made.set_default_timeout(PATIENCE)
        made.on("console", listen)
        # Choosers are caught from the start: asked for at the last moment, a key can come before it.
        made.on("page", lambda page: page.on("filechooser", lambda _chooser: None))
        made.on("weberror", lambda fault: complaints.append(str(fault.error)))
        watch.follow(made, options)
        return made

    return make


@pytest.fixture(scope="session")
def inspector(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Inspector:
    """Look for barriers; what one process of the tests found, the others need not look for."""
    shared = tmp_path_factory.getbasetemp()
    findings = (shared.parent if WORKER != "alone" else shared) / "barriers"
    findings.mkdir(exist_ok=True)
    return Inspector(browser, static_folder(), findings)


@pytest.fixture
def watch(
    new_context: Callable[..., BrowserContext],
    monkeypatch: pytest.MonkeyPatch,
    inspector: Inspector,
) -> Iterator[Watch]:
    """Follow all pages of a walk; none may have a barrier that a machine can find."""
    followed = Watch(monkeypatch)
    yield followed
    found = inspector.barriers(followed.sights())
    assert not found, found


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Collect what pages complain about; nothing is expected."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def desk(loket: Installation, window: Callable[..., BrowserContext]) -> Desk:
    """Open pages as persons of the demo, each signed in on their own host.

    Options (`java_script_enabled`, `viewport`, `color_scheme`…) open a window of its own; without
    them all persons are in windows of one browser.
    """
    shared: list[BrowserContext] = []

    def open_as(person: str, path: str = "/", at: str = DESK, **options: Any) -> Page:  # noqa: ANN401  whatever the browser can be told
        if options or not shared:
            shared.insert(0, window(**options))
        page = shared[0].new_page() if not options else shared.pop(0).new_page()
        page.goto(loket.address(person, f"/aanmelden/demo/?naar={path}", at))
        page.locator('form[action$="/aanmelden/demo/verder/"] button').click()
        page.wait_for_url(loket.address(person, path, at))
        return page

    return open_as


@pytest.fixture(scope="session")
def shots() -> Path:
    """Give the folder for pictures that a walk keeps."""
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    return folder
