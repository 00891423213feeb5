"""What was typed and not kept yet: the page says so, tries again, and does not lose it meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from loket.core.likeness import digest
from loket.core.tests.stage import ADDRESS, Stage
from loket.core.tests.test_script import SAVED, answering

HALF_WRITTEN = """document.querySelector("main").insertAdjacentHTML("beforeend",
  '<form><textarea id="half" data-keep="/bewaar" data-keep-verb="bericht"></textarea>' +
  '<p id="half-gezegd" data-kept data-unsaved="Nog niet bewaard."></p></form>');
  document.dispatchEvent(new Event("loket:merged"))"""


@pytest.mark.parametrize(
    "refusal",
    [{"status": 200, "headers": {"HX-Redirect": "/aanmelden/"}}, {"status": 403}, {"status": 404}],
    ids=["signed out", "signed in anew", "not theirs any more"],
)
def test_words_that_nobody_keeps_are_not_called_kept(
    stage: Callable[..., Stage], refusal: dict[str, Any]
) -> None:
    show = stage()
    show.answers = [answering("bewaar", **refusal)]
    page = show.show("desk")
    page.evaluate(HALF_WRITTEN)

    page.fill("#half", "Morgen")
    page.locator("#half").blur()

    expect(page.locator("#half-gezegd")).to_have_text("Nog niet bewaard.")


def test_half_written_words_that_were_not_kept_say_so_and_are_sent_again(
    stage: Callable[..., Stage],
) -> None:
    show = stage()
    show.answers = [answering("bewaar", status=503)]
    page = show.show("desk")
    page.evaluate(HALF_WRITTEN)
    page.fill("#half", "Morgen")
    page.locator("#half").blur()
    expect(page.locator("#half-gezegd")).to_have_text("Nog niet bewaard.")
    expect(page.locator("#verbinding")).to_contain_text("Nog niet bewaard")

    show.answers = [answering("bewaar", body="Bewaard om 12.00 uur")]

    expect(page.locator("#half-gezegd")).to_have_text("Bewaard om 12.00 uur")
    expect(page.locator("#verbinding")).to_have_text("")
    assert show.posted()["text"] == ["Morgen"]


def test_words_of_a_second_window_are_not_called_kept_and_the_page_says_why(
    stage: Callable[..., Stage],
) -> None:
    show = stage()
    show.answers = [answering("bewaar", body="Bewaard")]
    page = show.show("desk")
    page.evaluate(HALF_WRITTEN)
    page.fill("#half", "Morgen")
    page.locator("#half").blur()
    expect(page.locator("#half-gezegd")).to_have_text("Bewaard")
    assert show.posted()["kept"] == [digest("")]

    show.answers = [answering("bewaar", status=409, body="U schrijft ook elders.")]
    page.fill("#half", "Overmorgen")
    page.locator("#half").blur()

    expect(page.locator("#half-gezegd")).to_have_text("U schrijft ook elders.")
    assert show.posted()["kept"] == [digest("Morgen")]


LONG = "Één enquête: café, ’s ochtends 😀\u200b\ufeff\n" * 500


def test_a_long_text_is_kept_however_often_that_failed(stage: Callable[..., Stage]) -> None:
    show = stage()
    show.answers = [answering("bewaar", status=503)]
    page = show.show("desk")
    page.evaluate(HALF_WRITTEN)
    tries = [LONG + "meer" * turn for turn in range(7)]
    for text in tries:
        with page.expect_response("**/bewaar"):
            page.fill("#half", text)
            page.locator("#half").blur()

    show.answers = [answering("bewaar", body="Bewaard")]
    page.fill("#half", LONG + "klaar")
    page.locator("#half").blur()

    expect(page.locator("#half-gezegd")).to_have_text("Bewaard")
    named = [digest(text) for text in ("", *tries[-5:])]
    assert show.posted()["kept"] == [" ".join(named)]


def test_words_that_are_on_their_way_to_be_kept_do_not_come_after_the_form(
    stage: Callable[..., Stage],
) -> None:
    show = stage()
    show.hold = "bewaar"
    page = show.show("desk")
    page.evaluate(HALF_WRITTEN)
    page.evaluate(
        "document.querySelector('#half').form.addEventListener('submit', (e) => e.preventDefault())"
    )
    page.fill("#half", "Morgen")
    with page.expect_request("**/bewaar") as asked:
        page.locator("#half").blur()

    with page.expect_event("requestfailed", lambda request: request == asked.value):
        page.evaluate("document.querySelector('#half').form.requestSubmit()")

    expect(page.locator("#half-gezegd")).to_have_text("")


def test_what_is_ticked_while_its_part_of_the_page_is_renewed_stays_ticked(
    stage: Callable[..., Stage],
) -> None:
    show = stage()
    tick = '<input type="checkbox" id="f-later" name="document.akte.later" value="true">'
    show.answers = [answering("veld", body=f'{SAVED}<div id="f-documenten">Nieuw {tick}</div>')]
    page = show.show("portal")
    page.eval_on_selector(
        "#f-doc-akte-rij",
        "(el, tick) => { el.innerHTML = `<div id='f-documenten'>Oud ${tick}</div>` }",
        tick,
    )
    page.evaluate("""() => {
      const send = window.fetch
      window.came = new Promise((tell) => {
        window.fetch = (...asked) => send(...asked).then(
          (answer) => new Promise((go) => { window.letCome = () => go(answer); tell() }))
      })
    }""")
    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()
    page.evaluate("window.came")

    page.check("#f-later")
    page.evaluate("window.letCome()")

    expect(page.locator("#f-documenten")).to_contain_text("Nieuw")
    expect(page.locator("#f-later")).to_be_checked()


FIELD = """<!doctype html><body><form><textarea id="half" name="text" data-keep="/bewaar"
data-keep-verb="bericht">%s</textarea><p data-kept></p></form>
<script src="/static/loket/app.js"></script>"""


@pytest.mark.parametrize(
    ("kept", "found"), [(True, "Veel meer woorden"), (False, "Oud")], ids=["kept", "not kept"]
)
def test_going_back_puts_no_words_that_were_kept_over_newer_ones(
    stage: Callable[..., Stage], kept: bool, found: str
) -> None:
    show = stage()
    show.answers = [answering("bewaar", **({"body": "Bewaard"} if kept else {"status": 503}))]
    show.answers.append(
        lambda asked: (
            None
            if "/static/" in asked.url
            else {"body": show.html, "content_type": "text/html; charset=utf-8"}
        )
    )
    page = show.page
    show.html = FIELD % ""
    page.goto(ADDRESS)
    page.fill("#half", "Oud")
    with page.expect_response(ADDRESS + "bewaar"):
        page.locator("#half").blur()
    page.wait_for_timeout(100)
    page.goto(ADDRESS + "elders/")
    show.html = FIELD % "Veel meer woorden"

    page.go_back()

    expect(page.locator("#half")).to_have_value(found)


CHOSEN = """document.querySelector("#half").insertAdjacentHTML("beforebegin",
  '<input type="radio" name="party" value="requester" checked>' +
  '<input type="radio" name="party" value="third"><input name="third_party" id="wie">');
  document.querySelector("#half").dataset.beside = "party third_party whom" """


def test_for_whom_half_written_words_are_is_kept_with_them(stage: Callable[..., Stage]) -> None:
    show = stage()
    show.answers = [answering("bewaar", body="Bewaard om 12.00 uur")]
    page = show.show("desk")
    page.evaluate(
        HALF_WRITTEN.replace("document.dispatchEvent", f"{CHOSEN};document.dispatchEvent")
    )

    page.check("[name=party][value=third]")
    page.fill("#wie", "Sociaal fonds")
    page.fill("#half", "Klopt dit?")
    page.locator("#half").blur()
    expect(page.locator("#half-gezegd")).to_have_text("Bewaard om 12.00 uur")
    first = show.posted()
    page.check("[name=party][value=requester]")
    page.wait_for_timeout(2000)

    assert (first["party"], first["third_party"]) == (["third"], ["Sociaal fonds"])
    assert (show.posted()["party"], show.posted()["text"]) == (["requester"], ["Klopt dit?"])
