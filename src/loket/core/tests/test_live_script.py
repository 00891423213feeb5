"""What the script does with news: shows what is new, keeps what is typed, says when it hears nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from loket.core.partview import LiveView
from loket.core.tests.stage import ADDRESS, Stage

Open = Callable[..., Stage]
LIVE = LiveView("/stroom/", page="/zaak", figures="/tellers")
HELLO: tuple[str, dict[str, Any]] = ("hallo", {})
NEW = '<article class="sd-message" id="e-901"><p>Er is een antwoord.</p></article>'


def events(*said: tuple[str, dict[str, Any]]) -> str:
    return "".join(
        f"id: 700-{place}\nevent: {word}\ndata: {json.dumps(data)}\n\n"
        for place, (word, data) in enumerate(said)
    )


@pytest.fixture
def show(stage: Open) -> Callable[..., Stage]:
    """Open the page of a desk that hears this; asked by itself it is told `told`."""

    def open_page(*said: tuple[str, dict[str, Any]], told: Any = (), **answers: str) -> Stage:
        made = stage()

        def answer(request: Request) -> dict[str, Any] | None:
            path = request.url.removeprefix(ADDRESS).partition("?")[0]
            if path == "stroom/" and "event-stream" in request.headers["accept"]:
                return {"body": events(*said), "content_type": "text/event-stream"}
            if path == "stroom/":
                return {"json": {"id": "800-0", "told": list(told), "anew": False}}
            if path in answers:
                return {"body": answers[path], "content_type": "text/html; charset=utf-8"}
            return None

        made.answers = [answer]
        made.show("desk", live=LIVE)
        return made

    return open_page


def sign(page: Page) -> Any:
    return expect(page.locator("#live"))


def test_a_page_that_hears_says_nothing_of_it(show: Callable[..., Stage]) -> None:
    page = show(HELLO).page

    expect(page.locator("html[data-live=live]")).to_be_attached()
    sign(page).to_be_hidden()


def test_where_no_stream_comes_through_the_page_asks_by_itself_and_says_so(
    show: Callable[..., Stage],
) -> None:
    figure = '<span data-figure="rail-work"><b>7</b></span>'

    page = show(told=[["tellers", {}]], tellers=figure).page

    sign(page).to_contain_text("niet live")
    expect(page.locator("[data-figure=rail-work]")).to_have_text("7")
    expect(page.get_by_role("button", name="Probeer opnieuw")).to_be_visible()


def test_a_page_whose_right_is_gone_says_so_and_asks_no_more(show: Callable[..., Stage]) -> None:
    page = show(HELLO, ("weg", {})).page

    sign(page).to_contain_text("niet meer live")


def test_a_list_tells_how_many_cases_came_into_it_and_leaves_its_rows(
    show: Callable[..., Stage],
) -> None:
    new = [("lijst", {"kind": "case.submitted", "about": pk}) for pk in (901, 902, 902, 903)]
    other = ("lijst", {"kind": "case.asked", "about": 999})
    there = '<span id="lijst-erbij" data-cases="901 902"></span>'
    page = show(HELLO, *new, other, ("tellers", {}), tellers=there).page

    expect(page.locator("#lijst-nieuws")).to_contain_text("2 nieuwe zaken")
    expect(page.get_by_role("button", name="Toon", exact=True)).to_be_visible()


def test_a_list_says_nothing_of_cases_that_its_filters_leave_out(
    show: Callable[..., Stage],
) -> None:
    new = ("lijst", {"kind": "case.submitted", "about": 901})
    figures = '<span id="lijst-erbij" data-cases=""></span><b data-figure="rail-work">7</b>'
    page = show(HELLO, new, ("tellers", {}), tellers=figures).page

    expect(page.locator("[data-figure=rail-work]")).to_have_text("7")
    expect(page.locator("#lijst-nieuws")).to_be_hidden()


def test_what_changed_in_a_case_is_put_in_and_what_is_typed_stays(
    show: Callable[..., Stage],
) -> None:
    made = show(HELLO)
    page, field = made.page, made.page.locator("#text")
    field.press_sequentially(" Nog iets.")
    typed = field.input_value()
    gone = "<form id='weg'><textarea name='text' id='los'></textarea></form>"
    page.locator("#zijkant").evaluate(
        "(el, html) => el.insertAdjacentHTML('beforeend', html)", gone
    )
    page.locator("#los").fill("Half geschreven")
    field.focus()

    fresh = made.html.replace('<h3 class="sd-day">', NEW + '<h3 class="sd-day">', 1)
    change(made, fresh)

    expect(page.locator("#e-901")).to_have_attribute("data-fresh", "")
    expect(page.locator("#gezegd")).to_have_text("De zaak is bijgewerkt.")
    assert (field.input_value(), page.locator("#los").input_value()) == (typed, "Half geschreven")
    expect(field).to_be_focused()
    expect(page.locator("#weg")).to_contain_text("Dit is intussen gedaan.")
    expect(page.locator("[data-news]")).to_be_visible()


def test_a_form_in_which_nothing_is_typed_follows_the_case(show: Callable[..., Stage]) -> None:
    made = show(HELLO)
    seen = made.page.locator("#schrijven [name=seen]")
    before = seen.input_value()

    change(made, made.html.replace(f'name="seen" value="{before}"', 'name="seen" value="99"'))

    expect(seen).to_have_value("99")


def change(made: Stage, fresh: str) -> None:
    """Let the case be another one, and tell the page so."""

    def answer(request: Request) -> dict[str, Any] | None:
        path = request.url.removeprefix(ADDRESS)
        if path == "zaak":
            return {"body": fresh, "content_type": "text/html; charset=utf-8"}
        if path == "stroom/":
            return {"body": events(HELLO, ("zaak", {})), "content_type": "text/event-stream"}
        return None

    made.answers.insert(0, answer)


def side(*people: str) -> str:
    """The side of a case at which each of these is waited for, with a field for their answer."""
    return "".join(
        f'<li id="wacht-{who}"><strong>{who}</strong><form method="post" action="/antwoord">'
        f'<textarea id="van-{who}" name="text"></textarea></form></li>'
        for who in people
    )


def in_side(made: Stage, html: str) -> str:
    return made.html.replace('aria-label="Over deze zaak">', f'aria-label="Over deze zaak">{html}')


def test_words_about_one_stay_with_that_one_when_another_is_done(
    show: Callable[..., Stage],
) -> None:
    made = show(HELLO)
    page, before = made.page, made.html
    fill = "(el, html) => el.insertAdjacentHTML('afterbegin', html)"
    page.locator("#zijkant").evaluate(fill, side("Aanvrager", "Bij", "Fonds"))
    field = page.locator("#van-Fonds")
    field.press_sequentially("Zij zeggen ja")
    made.html = before

    change(made, in_side(made, side("Bij", "Fonds")))

    expect(page.locator("#wacht-Aanvrager")).to_have_count(0)
    expect(page.locator("#wacht-Fonds strong")).to_have_text("Fonds")
    expect(page.locator("#wacht-Fonds textarea")).to_have_value("Zij zeggen ja")
    expect(page.locator("#wacht-Bij textarea")).to_have_value("")
    expect(field).to_be_focused()


def test_words_about_what_is_gone_stay_under_its_own_name(show: Callable[..., Stage]) -> None:
    made = show(HELLO)
    page = made.page
    fill = "(el, html) => el.insertAdjacentHTML('afterbegin', html)"
    page.locator("#zijkant").evaluate(fill, side("Bij", "Fonds"))
    page.locator("#van-Bij").press_sequentially("Half")

    change(made, in_side(made, side("Fonds")))

    expect(page.locator("#wacht-Bij")).to_contain_text("Dit is intussen gedaan.")
    expect(page.locator("#wacht-Bij textarea")).to_have_value("Half")
    expect(page.locator("#wacht-Fonds textarea")).to_have_value("")


def test_what_the_reader_fetched_into_the_page_stays(show: Callable[..., Stage]) -> None:
    made = show(HELLO)
    page = made.page
    own = '<div id="andere" data-own><a href="/andere/">Zaken van Sarah</a></div>'
    page.locator("#zijkant").evaluate(
        "(el, html) => el.insertAdjacentHTML('afterbegin', html)",
        own.replace("Zaken van Sarah", "HRB0001118"),
    )

    change(made, in_side(made, own + '<p id="erbij">Nieuw</p>'))

    expect(page.locator("#erbij")).to_be_visible()
    expect(page.locator("#andere")).to_have_text("HRB0001118")


def test_what_could_not_be_fetched_is_fetched_again_and_meanwhile_the_page_says_so(
    show: Callable[..., Stage],
) -> None:
    made = show(HELLO)
    asked: list[str] = []

    def busy(request: Request) -> dict[str, Any] | None:
        if request.url.removeprefix(ADDRESS) != "zaak" or len(asked) > 2:
            return None
        asked.append(request.url)
        return {"status": 503, "body": "Te druk"}

    change(made, made.html.replace('<h3 class="sd-day">', NEW + '<h3 class="sd-day">', 1))
    made.answers.insert(0, busy)

    sign(made.page).to_contain_text("niet live")
    expect(made.page.locator("#e-901")).to_be_visible(timeout=20_000)
    sign(made.page).to_be_hidden()


def test_where_nobody_can_write_any_more_the_words_stay_and_the_page_says_so(
    show: Callable[..., Stage],
) -> None:
    made = show(HELLO)
    field = made.page.locator("#text")
    field.press_sequentially(" Nog iets.")
    typed = field.input_value()
    start, end = '<div id="schrijven"', '<div id="tijdlijn"'
    before, _start, rest = made.html.partition(start)

    closed = f'{before}{start} data-live-part="write"></div>{end}{rest.partition(end)[2]}'
    change(made, closed)

    expect(made.page.locator("#schrijven")).to_contain_text("Dit is intussen gedaan.")
    expect(field).to_have_value(typed)
