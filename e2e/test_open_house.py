"""Walk: somebody finds the house open, and a wrong address politely closed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.conftest import Desk
from e2e.installation import Installation


def test_a_bare_address_shows_the_desks(
    loket: Installation, window: Callable[..., BrowserContext]
) -> None:
    page = window().new_page()

    page.goto(f"http://127.0.0.1:{loket.port}/")

    expect(page.locator("h1")).to_be_visible()


def test_an_address_of_nobody_is_a_page_that_does_not_exist(
    loket: Installation, window: Callable[..., BrowserContext]
) -> None:
    page = window().new_page()

    answer = page.goto(loket.address(path="/zaken/").replace("persopoint", "niemand"))

    assert answer is not None
    assert answer.status == 404


def test_two_windows_of_one_browser_are_two_people(desk: Desk) -> None:
    sarah = desk("sarah", "/profiel/")
    tom = desk("tom", "/profiel/")
    sarah.reload()

    assert sarah.context == tom.context
    expect(sarah.get_by_role("main")).to_contain_text("Sarah Vermeulen")
    expect(tom.get_by_role("main")).to_contain_text("Tom Claes")


def test_without_script_one_can_sign_in(desk: Desk) -> None:
    page = desk("luc", "/profiel/", java_script_enabled=False)

    expect(page.get_by_role("main")).to_contain_text("Luc Fontaine")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_foot_of_a_page_leads_to_what_the_organisation_accounts_for(
    loket: Installation,
    window: Callable[..., BrowserContext],
    scheme: str,
) -> None:
    page = window(color_scheme=scheme, viewport={"width": 320, "height": 640}).new_page()
    page.goto(loket.address())

    page.get_by_role("contentinfo").get_by_role("link", name="Toegankelijkheid").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Toegankelijkheid")

    page.get_by_role("contentinfo").get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Datenschutz")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
