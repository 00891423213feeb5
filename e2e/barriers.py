"""Looks for barriers on every page that a walk opens, without the walk asking for it (WCAG 2.2 AA).

Each state of a page is told as text while it stands (`barriers.js`; without script the answer of the
server is the page). When the walk is over, each that differs in form from all before (`outline.js`)
is shown again in a window of its own, where nothing moves, and axe looks at it there.
"""

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import AxeResults
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, ViewportSize

HERE = Path(__file__).parent
TELL = (HERE / "barriers.js").read_text()
OUTLINE = (HERE / "outline.js").read_text()
STATIC = "/static/"
ORIGIN = "http://inspector.localhost/"
PATIENCE = 20_000  # milliseconds
TURNS = 3  # a page that is on its way to another is asked again
DESKTOP: ViewportSize = {"width": 1280, "height": 720}
# What of a window decides how a page looks in it.
LOOKS = ("color_scheme", "is_mobile", "has_touch", "device_scale_factor", "java_script_enabled")
# Where no script runs, no clock runs either: axe needs it only to go on a moment later.
GO_ON = "() => { window.setTimeout = (done) => { Promise.resolve().then(done); return 0; }; }"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = f"axe.run({json.dumps({'resultTypes': ['violations'], 'runOnly': RULES})})"


@dataclass(frozen=True)
class Sight:
    """A page as it stood once in a window."""

    address: str
    html: str
    window: str  # how the window shows pages, as JSON

    @property
    def has_script(self) -> bool:
        """Say whether script ran in the window."""
        return bool(json.loads(self.window).get("java_script_enabled", True))


class Watch:
    """Keeps what the windows of one walk show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin with nothing seen."""
        self._monkeypatch = monkeypatch
        self._followed: list[tuple[BrowserContext, dict[str, Any]]] = []
        self._sights: dict[Sight, None] = {}

    def follow(self, context: BrowserContext, options: dict[str, Any]) -> None:
        """Keep from now on what the pages of a window show."""
        self._followed.append((context, options))
        if options.get("java_script_enabled", True):

            def told(source: dict[str, Any], address: str, html: str) -> None:
                self._keep(source["page"], options, address, html)

            context.expose_binding("loketShows", told)
            context.add_init_script(TELL)
        else:
            make = context.new_page
            self._monkeypatch.setattr(context, "new_page", lambda: self._listen(make(), options))

    def sights(self) -> Iterable[Sight]:
        """Give all that was seen, and what the open pages show now."""
        for context, options in self._followed:
            for page in context.pages:
                if options.get("java_script_enabled", True):
                    for address, html in _shown_now(page):
                        self._keep(page, options, address, html)
        return tuple(self._sights)

    def forget(self) -> None:
        """Forget what was seen."""
        self._sights.clear()

    def _keep(self, page: Page, options: dict[str, Any], address: str, html: str) -> None:
        looks = {name: options[name] for name in LOOKS if name in options}
        looks["viewport"] = page.viewport_size or DESKTOP
        self._sights[Sight(address, html, json.dumps(looks, sort_keys=True))] = None

    def _listen(self, page: Page, options: dict[str, Any]) -> Page:
        """Read each document on its way into a page without script; the page waits for that."""
        session = page.context.new_cdp_session(page)

        def read(paused: dict[str, Any]) -> None:
            request = {"requestId": paused["requestId"]}
            headers = {
                one["name"].lower(): one["value"] for one in paused.get("responseHeaders", ())
            }
            if (
                headers.get("content-type", "").startswith("text/html")
                and "location" not in headers
            ):
                answer = session.send("Fetch.getResponseBody", request)
                body = answer["body"]
                html = base64.b64decode(body).decode() if answer["base64Encoded"] else body
                self._keep(page, options, paused["request"]["url"], html)
            session.send("Fetch.continueRequest", request)

        session.on("Fetch.requestPaused", read)
        documents = {"resourceType": "Document", "requestStage": "Response"}
        session.send("Fetch.enable", {"patterns": [documents]})
        return page


class Inspector:
    """Looks at each form of a page once, however many walks come by it."""

    def __init__(self, browser: Browser, static: Path, findings: Path) -> None:
        """Use the style sheets in one folder and keep, in another, what was found of each form."""
        self._browser = browser
        self._static = static
        self._findings = findings
        self._windows: dict[str, Page] = {}

    def barriers(self, sights: Iterable[Sight]) -> str:
        """Name each page with a barrier, and the rules that it breaks; nothing when all is well."""
        found: dict[str, list[str]] = {}
        for sight in sights:
            finding = self._finding(sight)
            if finding:
                found.setdefault(finding, []).append(f"{sight.address} in {sight.window}")
        return "\n".join("\n".join((*dict.fromkeys(where), what)) for what, where in found.items())

    def _finding(self, sight: Sight) -> str:
        window = self._window_for(sight)
        html, outline = window.evaluate(OUTLINE, [sight.html, sight.has_script])
        form = hashlib.sha256(f"{sight.window}{outline}".encode()).hexdigest()
        kept = self._findings / form
        if not kept.exists():
            window.set_content(html)
            found = AxeResults(window.evaluate(LOOK))
            half = kept.with_suffix(f".{os.getpid()}")
            half.write_text(found.generate_report() if found.violations_count else "")
            half.rename(kept)
        return kept.read_text()

    def _window_for(self, sight: Sight) -> Page:
        """Give a window that shows pages as that of the walk did, with axe in it."""
        if sight.window not in self._windows:
            looks = {"reduced_motion": "reduce", **json.loads(sight.window)}
            page = self._browser.new_context(**looks).new_page()
            page.set_default_timeout(PATIENCE)
            page.route("**/*", self._answer)
            page.goto(ORIGIN)
            if not sight.has_script:
                page.evaluate(GO_ON)
            page.evaluate(AXE_SCRIPT)
            self._windows[sight.window] = page
        return self._windows[sight.window]

    def _answer(self, route: Route) -> None:
        """Give style sheets and letters as the server does; there is nothing else."""
        path = urlsplit(route.request.url).path
        if path.startswith(STATIC):
            route.fulfill(path=self._static / path.removeprefix(STATIC))
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")


def _shown_now(page: Page) -> list[tuple[str, str]]:
    """Give address and text of a page; nothing where the browser shows something of its own."""
    for _turn in range(TURNS):
        with contextlib.suppress(Error):
            page.wait_for_load_state()
            shown = page.evaluate("() => window.loketShown?.()")
            return [(shown[0], shown[1])] if shown else []
    raise AssertionError(f"{page.url} does not stand still")
