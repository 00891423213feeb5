"""Walks along every page that somebody can reach by links, and says what is wrong on each."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Response

STICKS_OUT = (Path(__file__).parent / "sticks_out.js").read_text()
WIDTHS = (320, 390, 768, 1280, 1920)
HEIGHT = 900
ENOUGH = 2  # pages of one kind that are looked at, whoever comes by
NO_PAGE = re.compile(r"/stroom/|[?&](taal|weergave)=|/aanmelden/demo/")
NOT_SENT = ("accounts:sign_out", "people:language", "core:extend_session")
# What a browser calls an error and is an answer.
REFUSED = re.compile(r"status of 4\d\d")
FORMS = """() => [...document.forms].map((one, index) => [index, one.action, one.method])
    .filter(([,, method]) => method === "post").map(([index, action]) => [index, action])"""
SEND = "number => { HTMLFormElement.prototype.submit.call(document.forms[number]) }"
LINKS = "all => all.map(one => one.href.split('#')[0])"


def kind_of(address: str) -> str | None:
    """Name the kind of a page: its view, and what is asked of it."""
    parts = urlsplit(address)
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        return None
    asked = sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{view} {' '.join(asked)}"


@dataclass
class Looker:
    """Looks at pages in one window after another; each kind of page often enough, no more."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    pictures: Path | None = None
    forms: dict[str, str] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)

    def walk(self, window: BrowserContext, start: list[str]) -> None:
        """Go everywhere from some addresses, by links on the same host."""
        page = window.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda fault: self.wrong.append(f"{page.url}: {fault}"))
        host = urlsplit(start[0]).netloc
        known = dict.fromkeys(start, "the start")
        to_do = deque(start)
        while to_do:
            address = to_do.popleft()
            for found in self._visit(page, address, known[address]):
                if urlsplit(found).netloc == host and found not in known:
                    known[found] = address
                    to_do.append(found)
        page.close()

    def send_empty(self, window: BrowserContext) -> None:
        """Send each kind of form that was met with nothing filled in, and look at the answer."""
        page = window.new_page()
        while self.forms:
            kind, address = self.forms.popitem()
            if kind in self.sent or kind.startswith(NOT_SENT):
                continue
            self.sent.add(kind)
            page.goto(address)
            there = {f"{kind_of(action)}": number for number, action in page.evaluate(FORMS)}
            if kind not in there:  # what was sent before took it away
                continue
            with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
                page.evaluate(SEND, there[kind])
            page.wait_for_load_state()
            if answer.value.status >= 500:
                self.wrong.append(f"{kind} of {address} sent empty: {answer.value.status}")
            self.look(page)
        page.close()

    def look(self, page: Page) -> None:
        """See the page as it stands, in every width."""
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for what in page.evaluate(STICKS_OUT):
                self.wrong.append(f"{page.url} at {width}: {what}")
            self._keep_picture(page, width)

    def _visit(self, page: Page, address: str, origin: str) -> Iterator[str]:
        """See one page, unless there were enough like it; give where it leads."""
        kind = kind_of(address)
        if NO_PAGE.search(address):
            return
        if kind is None:
            self.wrong.append(f"{origin} leads to {address}, which is nowhere")
            return
        if self.seen[kind] >= ENOUGH:
            return
        self.seen[kind] += 1
        answer = open_page(page, address)
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            return
        if answer.status >= 400:
            self.wrong.append(f"{origin} leads to {address}: {answer.status}")
        self.look(page)
        for _number, action in page.evaluate(FORMS):
            self.forms.setdefault(f"{kind_of(action)}", address)
        yield from page.locator("a[href]").evaluate_all(LINKS)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSED.search(message.text):
            self.wrong.append(f"{message.location['url']}: {message.text}")

    def _keep_picture(self, page: Page, width: int) -> None:
        if self.pictures is None:
            return
        host = urlsplit(page.url).netloc.split(".")[0]
        name = re.sub(r"\W+", "_", f"{host} {kind_of(page.url)} {width}")
        for scheme in ("light", "dark") if width in (320, 1280) else ("light",):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=self.pictures / f"{name} {scheme}.png", full_page=width < 1280)
        page.emulate_media(color_scheme="light")


def open_page(page: Page, address: str) -> Response | None:
    """Go to an address; nothing when it is a file to keep."""
    try:
        return page.goto(address)
    except Error as fault:
        if "Download is starting" in fault.message or "ERR_ABORTED" in fault.message:
            return None
        raise
