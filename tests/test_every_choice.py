"""Every form shows at once what the server shows after an answer, choice by choice.

In the browser the script shows and hides questions while somebody answers; without script, and on
each page that is made anew, the server does. Both must come to the same questions.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Route

from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.packs.tests.cases import HOME, KEYS
from tests.test_every_form import asker, begin, browser, fullest, organisations, text

__all__ = ["organisations"]  # the fixture
SCRIPTS = Path(__file__).parents[1] / "src/loket/catalogue/static/catalogue"
LATER = "later"
"""The button that keeps the answers of a page and asks nothing of them."""

DECIDING = """() => {
  const rules = document.getElementById("form-conditions")?.textContent ?? "";
  const looked = new Set([...rules.matchAll(/"f": *"[.]?([^"]+)"/g)].map((found) => found[1]));
  const found = [];
  for (const one of document.querySelectorAll("#formulier select, #formulier input[type=radio], #formulier input[type=checkbox]")) {
    if (one.closest("[hidden]") || !looked.has(one.name.split(".").at(-1))) continue;
    const values = one.matches("select") ? [...one.options].map((option) => option.value) : [one.value];
    found.push(...values.filter(Boolean).map((value) => [one.name, value]));
  }
  return found;
}"""
"""The choices on which something on the page depends, as name and value."""

CHOOSE = """([name, value]) => {
  for (const one of document.getElementsByName(name)) {
    if (one.matches("select")) one.value = value;
    else if (one.value === value) one.checked = true;
    else continue;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return new URLSearchParams(new FormData(document.getElementById("formulier"))).toString();
}"""

SHOWN = """() => [...document.querySelectorAll("[data-field], [data-slot]")]
  .filter((one) => !one.closest("[hidden]"))
  .map((one) => (one.dataset.field ?? `document.${one.dataset.slot}`) + (one.querySelector(":required") ? "!" : ""))"""
"""The questions and documents that can be seen, in their order; those that must be answered with "!"."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Show pages that ask nobody anything."""
    made = browser.new_page()
    made.route("**/*", nothing)
    yield made
    made.close()


def nothing(route: Route) -> None:
    route.fulfill(body="")


@pytest.mark.parametrize("key", KEYS)
def test_the_script_shows_what_the_server_shows(
    organisations: Mapping[str, Organisation], db: None, page: Page, key: str
) -> None:
    home, case = organisations[HOME[key]], fullest(key)
    enter_organisation(home.pk)
    site = browser(home, asker(case))
    base = begin(site, case)
    tried: set[tuple[str, str]] = set()
    apart = []
    for step in case.spec.steps:
        address = f"{base}{step.id}/"
        if site.get(address).status_code != HTTPStatus.OK:
            continue  # another answer leads there
        open_page(page, text(site.get(address)))
        while choice := next((one for one in choices_on(page) if one not in tried), None):
            tried.add(choice)
            sent = page.evaluate(CHOOSE, choice)
            by_script = page.evaluate(SHOWN)
            site.post(address, dict(parse_qsl(sent)) | {LATER: "1"})
            open_page(page, text(site.get(address)))
            by_server = page.evaluate(SHOWN)
            if by_script != by_server:
                apart.append((step.id, *choice, set(by_script) ^ set(by_server)))
    assert tried
    assert apart == []


def choices_on(page: Page) -> list[tuple[str, str]]:
    """What can be chosen now and decides something; the last first, so that what comes is tried."""
    return [(name, value) for name, value in reversed(page.evaluate(DECIDING))]


def open_page(page: Page, html: str) -> None:
    """Show a page with the two scripts that show and hide, and no other."""
    page.set_content(html)
    for name in ("conditions.js", "questions.js"):
        page.add_script_tag(path=SCRIPTS / name)
