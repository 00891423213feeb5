"""What is written in a form that nobody keeps stays on the device until it was sent for certain."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from loket.core.arrived import COOKIE, SIGN
from loket.core.tests.stage import ADDRESS, Stage

FORM = """<form method="post" action="/zaken/1/bericht/">
  <textarea id="vertel" name="text" aria-label="Vertel"></textarea>
  <input id="code" name="code" type="text" autocomplete="one-time-code" aria-label="Code">
  <button id="verzend">Versturen</button></form>
  <form method="post" action="/bewaar/"><textarea id="zelf" data-keep="/bewaar" aria-label="Zelf"></textarea></form>
  <form method="get" action="/zoek/"><input id="zoekwoord" name="q" type="text" aria-label="Zoek"></form>"""
NOT_SENT = "Dit schreef u hier eerder. Het is nog niet verstuurd."
PERHAPS = "Dit schreef u hier eerder. Kijk eerst na of wij het al kregen."
SOMEBODY = 'data-reader="0a1b2c3d4e5f60718293"'


@pytest.fixture
def show(stage: Callable[..., Stage]) -> Stage:
    made = stage()
    made.show("portal")
    made.html = made.html.replace("</main>", f"{FORM}</main>", 1)
    assert SOMEBODY in made.html
    made.page.goto(ADDRESS)
    return made


def sending(show: Stage, **answer: Any) -> None:
    """Answer the message; `taken` with the page and the sign of the sending."""

    def answer_to(request: Request) -> dict[str, Any] | None:
        if request.method != "POST" or not request.url.endswith("/zaken/1/bericht/"):
            return None
        if answer.get("taken"):
            sign = show.posted()[SIGN][0]
            said = {"Set-Cookie": f"{COOKIE}{sign}=1; Path=/"}
            return {"body": show.html, "content_type": "text/html", "headers": said}
        return answer

    show.answers = [answer_to]


def send(page: Page) -> None:
    with page.expect_event("requestfinished", lambda request: request.method == "POST"):
        page.click("#verzend")
    page.wait_for_load_state()


def settle(page: Page) -> None:
    """Go on when the page gave back what it had."""
    page.evaluate("() => new Promise((go) => setTimeout(() => setTimeout(go)))")


def test_words_come_back_in_a_page_that_is_opened_anew(show: Stage) -> None:
    page = show.page
    for name in ("vertel", "code", "zelf", "zoekwoord"):
        page.fill(f"#{name}", "Morgen om tien uur")

    page.goto(f"{ADDRESS}?anders=1")

    expect(page.locator("#vertel")).to_have_value("Morgen om tien uur")
    expect(page.get_by_text(NOT_SENT)).to_have_count(1)
    for name in ("code", "zelf", "zoekwoord"):
        expect(page.locator(f"#{name}")).to_have_value("")
    assert show.faults() == []


def test_words_that_were_sent_do_not_come_back(show: Stage) -> None:
    page = show.page
    sending(show, taken=True)
    page.fill("#vertel", "Morgen om tien uur")
    send(page)
    expect(page.locator("#vertel")).to_have_value("")

    page.goto(f"{ADDRESS}?anders=1")

    settle(page)
    expect(page.locator("#vertel")).to_have_value("")
    assert (
        page.evaluate("Object.keys(sessionStorage).filter((one) => one.includes('woorden'))") == []
    )
    assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("status", [409, 503])
def test_words_of_a_send_that_was_refused_come_back_and_say_so(show: Stage, status: int) -> None:
    page = show.page
    sending(show, status=status, body="Nu niet", content_type="text/html")
    page.fill("#vertel", "Morgen om tien uur")
    send(page)

    page.goto(ADDRESS)

    expect(page.locator("#vertel")).to_have_value("Morgen om tien uur")
    expect(page.get_by_text(PERHAPS)).to_have_count(1)
    sending(show, taken=True)
    send(page)
    page.goto(f"{ADDRESS}?anders=1")
    settle(page)
    expect(page.locator("#vertel")).to_have_value("")


def test_a_field_that_the_server_fills_in_is_left_as_it_is(show: Stage) -> None:
    page = show.page
    page.fill("#vertel", "Morgen om tien uur")

    show.html = show.html.replace('aria-label="Vertel"></t', 'aria-label="Vertel">Van de server</t')
    page.goto(f"{ADDRESS}?anders=1")

    settle(page)
    expect(page.locator("#vertel")).to_have_value("Van de server")


def test_words_that_were_taken_out_again_do_not_come_back(show: Stage) -> None:
    page = show.page
    page.fill("#vertel", "Morgen")
    page.fill("#vertel", "")

    page.goto(f"{ADDRESS}?anders=1")

    settle(page)
    expect(page.locator("#vertel")).to_have_value("")


def test_who_signs_in_next_does_not_get_the_words_of_the_former(show: Stage) -> None:
    page = show.page
    page.fill("#vertel", "Morgen om tien uur")

    show.html = show.html.replace(SOMEBODY, 'data-reader="ffff2c3d4e5f60718293"')
    page.goto(f"{ADDRESS}?anders=1")

    settle(page)
    expect(page.locator("#vertel")).to_have_value("")
    assert "Morgen" not in page.evaluate("JSON.stringify(sessionStorage)")
