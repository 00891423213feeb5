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
