"""What the keys of the desk do in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from loket.core.tests.stage import Stage

ANSWERS = """document.querySelector("main").insertAdjacentHTML("afterbegin", `
<form method="post" action="/besluit"><textarea id="waarom" name="text"></textarea>
<button type="submit" name="answer" value="ja">Ja</button>
<details open><summary>Weiger</summary><textarea id="reden" name="reason"></textarea>
<button type="submit" name="answer" value="weiger">Weiger</button></details></form>`)"""


@pytest.fixture
def show(stage: Callable[..., Stage]) -> Stage:
    return stage()


def test_single_keys_stay_text_in_a_text_field(show: Stage) -> None:
    page = show.show("desk")

    page.keyboard.press("j")
    expect(page.locator("[data-row] >> nth=0")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-row] >> nth=1")).to_be_focused()
    page.keyboard.press("Alt+a")
    page.keyboard.type("jk?")
    expect(page.locator("#text")).to_have_value("jk?")
    page.keyboard.press("Control+k")
    expect(page.locator("#alles")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#toetsen")).to_be_visible()


def test_the_keys_to_send_never_choose_between_two_answers(show: Stage) -> None:
    page = show.show("desk")
    page.evaluate(ANSWERS)

    page.fill("#waarom", "Nee, want de foto is niet scherp")
    page.keyboard.press("Control+Enter")

    said = "Kies zelf een van de knoppen. Er is nog niets verstuurd."
    expect(page.locator("#gezegd")).to_have_text(said)
    assert show.posts == []


def test_the_keys_to_send_press_the_button_beside_the_reason(show: Stage) -> None:
    page = show.show("desk")
    page.evaluate(ANSWERS)

    page.fill("#reden", "Niet scherp")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/besluit")

    assert show.posted()["answer"] == ["weiger"]


def test_enter_in_another_field_of_one_line_goes_on_to_the_words(show: Stage) -> None:
    page = show.show("desk")
    name = '<input type="text" id="dienst" name="third_party">'
    page.locator("#text").evaluate("(el, html) => el.insertAdjacentHTML('beforebegin', html)", name)

    page.fill("#dienst", "Sociaal fonds")
    page.keyboard.press("Enter")

    expect(page.locator("#text")).to_be_focused()
    assert show.posts == []


SEEN = """el => { const { x, y, width, height } = el.getBoundingClientRect();
return document.elementFromPoint(x + width / 2, y + height / 2) === el; }"""


def test_the_link_that_skips_the_menus_is_seen_over_the_bar(show: Stage) -> None:
    page = show.show("desk")

    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Ga naar de inhoud")
    expect(skip).to_be_focused()
    assert skip.evaluate(SEEN)
