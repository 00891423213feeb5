"""The line of a page that listens, over time: open while it is looked at, paced, and said when silent."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from loket.core.partview import LiveView
from loket.core.tests.stage import Stage

LIVE = LiveView("/stroom/", figures="/tellers")
OPENED, SILENT, PACE = 1600, 35_000, 5000
LINES = """
  window.lines = []; window.figures = 0; window.away = false;
  Object.defineProperty(document, "hidden", { get: () => window.away });
  const net = window.fetch;
  window.fetch = (url, options) => {
    if (String(url).includes("/tellers")) window.figures += 1;
    if (!String(url).includes("/stroom/")) return net(url, options);
    const line = { open: true, since: options.headers["Last-Event-ID"] };
    const body = new ReadableStream({
      start(stream) {
        line.say = (word, id) =>
          stream.enqueue(new TextEncoder().encode(`id: ${id}\\nevent: ${word}\\ndata: {}\\n\\n`));
        options.signal.addEventListener("abort", () => {
          line.open = false;
          stream.error(options.signal.reason);
        });
      },
    });
    window.lines.push(line);
    return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
  };
"""


@pytest.fixture
def page(stage: Callable[[], Stage]) -> Page:
    """A page whose clock stands still, with a line that says what the test says."""
    made = stage()
    made.page.clock.install(time=0)
    made.page.clock.pause_at(1)
    made.page.add_init_script(LINES)
    made.answers = [figures]
    made.show("desk", live=LIVE)
    made.page.clock.run_for(OPENED)
    say(made.page, "hallo")
    expect(made.page.locator("html[data-live=live]")).to_be_attached()
    return made.page


def figures(request: Request) -> dict[str, Any] | None:
    shown = '<span data-figure="rail-work"><b>7</b></span>'
    wanted = request.url.endswith("/tellers")
    return {"body": shown, "content_type": "text/html; charset=utf-8"} if wanted else None


def say(page: Page, word: str, number: str = "700-1") -> None:
    page.evaluate("([word, id]) => lines.at(-1).say(word, id)", [word, number])


def look(page: Page, *, away: bool) -> None:
    page.evaluate(
        "away => { window.away = away; document.dispatchEvent(new Event('visibilitychange')) }",
        away,
    )
    page.clock.run_for(1)


def test_a_page_out_of_sight_has_no_line_and_goes_on_where_it_was(page: Page) -> None:
    say(page, "hart", "700-9")

    look(page, away=True)
    hidden = page.evaluate("lines.map(line => line.open)")
    page.clock.run_for(10 * SILENT)
    still = page.evaluate("lines.length")
    look(page, away=False)

    assert (hidden, still) == ([False], 1)
    assert page.evaluate("[lines.length, lines.at(-1).open, lines.at(-1).since]") == [
        2,
        True,
        "700-9",
    ]
    expect(page.locator("#live")).to_be_hidden()


def test_the_figures_are_asked_for_every_five_seconds_at_most(page: Page) -> None:
    asked = []
    for wait in (1, PACE - 100, 200):
        for _ in range(20):
            say(page, "tellers")
        page.clock.run_for(wait)
        expect(page.locator("[data-figure=rail-work]")).to_have_text("7")
        asked.append(page.evaluate("figures"))

    assert asked == [1, 1, 2]


def test_a_page_that_hears_nothing_for_35_seconds_says_so_and_is_live_again_with_the_next_word(
    page: Page,
) -> None:
    sign = page.locator("#live")
    page.clock.run_for(SILENT - 1000)
    expect(sign).to_be_hidden()
    say(page, "hart")
    page.clock.run_for(SILENT - 1000)
    expect(sign).to_be_hidden()

    page.clock.run_for(1001)
    expect(sign).to_contain_text("Deze pagina is niet live")

    page.clock.run_for(OPENED)
    say(page, "hallo")
    expect(sign).to_be_hidden()
