"""A page in a real browser without a server: the parts of the gallery under the policy of Loket."""

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs

import axe_playwright_python
from django.conf import settings
from django.template import engines
from django.utils import timezone, translation
from django.utils.csp import build_policy
from playwright.sync_api import Page, Request, Route

from loket.core.badges import STATUSES
from loket.core.page import STATIC
from loket.core.tests import gallery

HERE = Path(__file__).parent
ADDRESS = "http://desk.loket.test/"
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CSP = build_policy(cast("dict[str, list[str]]", settings.SECURE_CSP))

Answer = Callable[[Request], dict[str, Any] | None]

FAULTS = """() => axe.run(document, {runOnly: RULES}).then(found => found.violations.map(
  fault => fault.id + ': ' + fault.nodes.map(node => node.target.join(' ')).join(', ')))"""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  return [...document.querySelectorAll('body *')]
    .filter(el => el.getBoundingClientRect().right > width + 1)
    .map(el => el.className || el.tagName)
}"""
TOO_SMALL = """() => [...document.querySelectorAll('a,button,summary,input:not([type=hidden]),select,textarea')]
  .filter(el => {
    const box = el.getBoundingClientRect()
    if (!box.width || el.closest('.sd-sr') || el.matches('.nl-skip-link')) return false
    if (el.tagName === 'A' && getComputedStyle(el).display === 'inline') return false
    if (el.matches('[type=radio],[type=checkbox]') && el.closest('label')) return false
    return box.width < 24 || box.height < 24
  })
  .map(el => (el.className || el.tagName) + ': ' + el.textContent.trim())"""


class Stage:
    """One page, what the browser complained about, and what it posted."""

    def __init__(self, page: Page) -> None:
        """Answer every request of the page ourselves."""
        self.page = page
        self.complaints: list[str] = []
        self.posts: list[Request] = []
        self.answers: list[Answer] = []
        self.html = ""
        self.hold = ""
        self.held: list[Route] = []
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._answer)

    def show(self, name: str, language: str = "nl-be", **more: object) -> Page:
        """Open one of the galleries in a language."""
        self.html = rendered(name, language, **more)
        self.page.goto(ADDRESS, wait_until="load")
        self.page.evaluate("document.fonts.ready")
        return self.page

    def faults(self) -> list[str]:
        """What axe finds wrong."""
        self.page.evaluate(AXE + ";true")
        return list(self.page.evaluate(FAULTS.replace("RULES", str(RULES))))

    def kept(self) -> list[str]:
        """The answers that the page still keeps on the device."""
        script = (
            "() => JSON.parse(sessionStorage.getItem('loket:/veld') || '[]').map(one => one[0])"
        )
        return list(self.page.evaluate(script))

    def wait_until_saved(self) -> None:
        """Go on when nothing waits to be saved."""
        self.until("!JSON.parse(sessionStorage.getItem('loket:/veld') || '[]').length")

    def until(self, so: str) -> None:
        """Go on when it is so. The page itself may not weigh a text as a script, so we ask anew."""
        for _turn in range(100):
            if self.page.evaluate(so):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"Never so: {so}")

    def posted(self, number: int = -1) -> dict[str, list[str]]:
        """The fields of a post."""
        return parse_qs(self.posts[number].post_data or "", keep_blank_values=True)

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(ADDRESS).partition("?")[0]
        if request.method == "POST":
            self.posts.append(request)
        if self.hold and path == self.hold:
            self.held.append(route)
            return None
        for answer in self.answers:
            found = answer(request)
            if found is not None:
                return route.fulfill(**found) if found else route.abort()
        if path.startswith("static/loket/"):
            file = STATIC / path.removeprefix("static/loket/")
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            return route.fulfill(body=file.read_bytes(), content_type=kind)
        policy = {"Content-Security-Policy": CSP}
        return route.fulfill(
            body=self.html, content_type="text/html; charset=utf-8", headers=policy
        )


def rendered(name: str, language: str = "nl-be", **more: object) -> str:
    """A gallery as the browser gets it."""
    context = getattr(gallery, f"{name}_context")() | {"codes": list(STATUSES)} | more
    source = (HERE / f"gallery_{name}.html").read_text("utf-8")
    with translation.override(language), timezone.override("Europe/Brussels"):
        return engines["django"].from_string(source).render(context)
