"""Walk: somebody finds the house open, and a wrong address politely closed."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from e2e.installation import Installation


def test_a_bare_address_shows_the_desks(
    loket: Installation, window: Callable[..., BrowserContext], see: Callable[[Page], None]
) -> None:
    page = window().new_page()

    page.goto(f"http://127.0.0.1:{loket.port}/")

    expect(page.locator("h1")).to_be_visible()
    see(page)


def test_an_address_of_nobody_is_a_page_that_does_not_exist(
    loket: Installation, window: Callable[..., BrowserContext], see: Callable[[Page], None]
) -> None:
    page = window().new_page()

    answer = page.goto(loket.address(path="/zaken/").replace("persopoint", "niemand"))

    assert answer is not None
    assert answer.status == 404
    see(page)
