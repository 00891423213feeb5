"""The watch over barriers itself: what it must see on pages that nobody asks it to look at."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from e2e.barriers import Inspector, Watch

HOST = "http://watch.localhost"
BARRIER = '<img src="data:,">'
NO_NAME = "image-alt"
PALE = "<style>@media (prefers-color-scheme: dark) { p { color: #eee; background: #fff } }</style>"
NARROW = "<style>@media (width < 400px) { p { color: #eee; background: #fff } }</style>"


@pytest.fixture
def site(
    window: Callable[..., BrowserContext], watch: Watch, inspector: Inspector
) -> Callable[..., str]:
    """Walk along pages in one window; give the barriers that were found."""

    def walk(*bodies: str, then: Callable[[Page], object] = Page.title, **options: object) -> str:
        context = window(**options)
        page = context.new_page()
        texts = dict(enumerate(bodies))

        def answer(route: Route) -> None:
            number = int(route.request.url.rpartition("/")[2] or 0)
            route.fulfill(body=whole(texts.get(number, "")), content_type="text/html")

        context.route("**/*", answer)
        for number in texts:
            page.goto(f"{HOST}/{number}")
            then(page)
        found = inspector.barriers(watch.sights())
        watch.forget()
        page.close()
        return found

    return walk


def test_a_page_without_barriers_passes(site: Callable[..., str]) -> None:
    assert site("<p>Goed</p>", PALE + "<p>Goed</p>", NARROW + "<p>Goed</p>") == ""


@pytest.mark.parametrize("script", [True, False])
def test_a_barrier_on_a_page_that_was_left_at_once_is_found(
    site: Callable[..., str], script: bool
) -> None:
    found = site("<p>Goed</p>", BARRIER, "<p>Ook goed</p>", java_script_enabled=script)

    assert NO_NAME in found
    assert f"{HOST}/1 " in found
    assert f"{HOST}/0 " not in found
    assert f"{HOST}/2 " not in found


def test_a_barrier_that_came_and_went_with_a_part_of_the_page_is_found(
    site: Callable[..., str],
) -> None:
    def swap(page: Page) -> None:
        for part in (BARRIER, ""):
            page.evaluate(
                """part => {
                  const place = document.querySelector('section');
                  place.innerHTML = part;
                  place.dispatchEvent(new CustomEvent('htmx:afterSettle', { bubbles: true }));
                }""",
                part,
            )

    assert NO_NAME in site("<section></section>", then=swap)


def test_a_barrier_that_was_there_when_the_page_was_left_is_found(site: Callable[..., str]) -> None:
    parts = [BARRIER, ""]

    def add(page: Page) -> None:
        page.evaluate("part => document.querySelector('section').innerHTML = part", parts.pop(0))

    assert NO_NAME in site("<section></section>", "<section></section>", then=add)


def test_a_menu_that_was_opened_and_closed_is_looked_into(site: Callable[..., str]) -> None:
    def open_and_close(page: Page) -> None:
        page.locator("summary").click()
        page.locator("summary").click()

    menu = f"<details><summary>Menu</summary>{BARRIER}</details>"
    assert NO_NAME in site(menu, then=open_and_close)


def test_what_shows_without_script_alone_is_looked_at_there(site: Callable[..., str]) -> None:
    without = f"<noscript>{BARRIER}</noscript>"

    assert site(without) == ""
    assert NO_NAME in site(without, java_script_enabled=False)


def test_colours_are_those_of_the_window_of_the_walk(site: Callable[..., str]) -> None:
    assert "color-contrast" in site(PALE + "<p>Bleek</p>", color_scheme="dark")
    assert "color-contrast" in site(
        NARROW + "<p>Bleek</p>", viewport={"width": 390, "height": 844}, is_mobile=True
    )


def whole(body: str) -> str:
    """Put something on a page that is good otherwise."""
    return (
        '<!doctype html><html lang="nl"><head><title>Blad</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f"<body><main><h1>Blad</h1>{body}</main></body></html>"
    )
