"""Two minutes before signing out the page says so; after it, what was written still stands there."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Page, Request, expect

from loket.core.tests.stage import ADDRESS, Stage
from loket.core.tests.test_keep_script import HALF_WRITTEN
from loket.core.tests.test_script import answering

LASTS = 3600
SOMEBODY = "0a1b2c3d4e5f60718293"
MARK = f'<body data-reader="{SOMEBODY}" data-session="900">'
PROOF = '<input type="hidden" name="csrfmiddlewaretoken" value="vers">'
OLD_PROOF = f"""document.querySelector("#half").insertAdjacentHTML(
  "afterend", '{PROOF}'.replace("vers", "oud"))"""
IN = {"body": MARK + PROOF, "content_type": "text/html"}
OTHER = {"body": MARK.replace("0a1b", "ffff") + PROOF, "content_type": "text/html"}
PUT_OFF = f"localStorage['loket-session'] >= Date.now() + {LASTS * 1000 - 5000}"
OUT: dict[str, Any] = {"status": 302, "headers": {"Location": "/aanmelden/"}}


def being(**answer: Any) -> Callable[[Request], dict[str, Any] | None]:
    """How the server answers a page that asks how it stands."""

    def answer_to(request: Request) -> dict[str, Any] | None:
        asks = request.url == ADDRESS and "x-loket-by-itself" in request.headers
        return answer if asks else None

    return answer_to


@pytest.fixture
def show(stage: Callable[..., Stage]) -> Stage:
    made = stage()
    made.page.clock.install()
    made.answers = [
        answering("sessie/verlengen/", body=str(LASTS)),
        answering("bewaar", status=403),
        being(**OUT),
    ]
    made.show("desk")
    made.page.evaluate(HALF_WRITTEN)
    made.page.evaluate(OLD_PROOF)
    return made


def wait(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


def come_back(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_two_minutes_before_the_end_the_person_may_stay(show: Stage) -> None:
    page = show.page
    expect(page.locator("#sessie")).to_be_hidden()

    wait(page, LASTS - 119)
    expect(page.locator("#sessie")).to_contain_text("Wilt u aangemeld blijven?")
    assert show.faults() == []
    with page.expect_request(ADDRESS + "sessie/verlengen/") as asked:
        page.click("#sessie button[value=extend]")

    expect(page.locator("#sessie")).to_be_hidden()
    assert asked.value.method == "POST"


def test_what_was_written_stays_and_is_sent_after_signing_in_in_another_tab(show: Stage) -> None:
    page = show.page
    page.fill("#half", "Morgen om tien uur")

    wait(page, LASTS + 5)

    expect(page.locator("#sessie")).to_contain_text("U bent afgemeld")
    expect(page.locator("#sessie")).not_to_contain_text("Aangemeld blijven", use_inner_text=True)
    assert show.faults() == []
    with page.context.expect_page() as opened:
        page.click("#sessie a[data-sign-in]")
    opened.value.close()
    show.answers = [being(**IN), answering("bewaar", body="Bewaard om 12.00 uur")]
    come_back(page)

    expect(page.locator("#sessie")).to_be_hidden()
    expect(page.locator("#half")).to_have_value("Morgen om tien uur")
    expect(page.locator("#half-gezegd")).to_have_text("Bewaard om 12.00 uur")
    expect(page.locator("#gezegd")).to_contain_text("U bent weer aangemeld.")
    proofs = page.locator("[name=csrfmiddlewaretoken]").evaluate_all(
        "all => all.map(el => el.value)"
    )
    assert set(proofs) == {"vers"}


def test_who_wrote_nothing_signs_in_in_the_same_tab(show: Stage) -> None:
    page = show.page
    wait(page, LASTS + 5)
    expect(page.locator("#sessie")).to_contain_text("U bent afgemeld")

    with page.expect_request(
        lambda asked: asked.url == ADDRESS and "x-loket-by-itself" not in asked.headers
    ):
        page.click("#sessie a[data-sign-in]")

    assert len(page.context.pages) == 1


def test_nobody_goes_on_with_the_words_of_another(show: Stage) -> None:
    page = show.page
    page.fill("#half", "Van mij")
    show.answers = [being(**OTHER)]

    wait(page, LASTS + 5)

    expect(page.locator("#sessie")).to_contain_text("Iemand anders is aangemeld")
    expect(page.locator("[name=csrfmiddlewaretoken][value=vers]")).to_have_count(0)


def test_a_clock_that_is_set_ahead_signs_nobody_out(show: Stage) -> None:
    page = show.page
    page.fill("#half", "Nog bezig")
    show.answers = [being(**IN)]

    with page.expect_response(ADDRESS):
        page.clock.set_system_time(page.evaluate("Date.now()") + 86_400_000)
        wait(page, LASTS)

    expect(page.locator("#sessie")).to_be_hidden()
    expect(page.locator("#half")).to_have_value("Nog bezig")


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_does_not_answer_takes_no_words(show: Stage, status: int) -> None:
    page = show.page
    page.fill("#half", "Nog bezig")
    show.answers = [answering("sessie/verlengen/", status=status), being(status=status)]
    wait(page, LASTS - 119)

    page.click("#sessie button[value=extend]")

    expect(page.locator("#sessie")).to_contain_text("Wij krijgen geen antwoord")
    expect(page.locator("#half")).to_have_value("Nog bezig")
    show.answers = [being(**IN)]
    wait(page, 31)
    expect(page.locator("#sessie")).to_be_hidden()


def test_who_closed_the_dialog_is_not_asked_again_and_again(show: Stage) -> None:
    page = show.page
    wait(page, LASTS + 5)
    expect(page.locator("#sessie")).to_contain_text("U bent afgemeld")

    page.keyboard.press("Escape")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    for _turn in range(100):
        come_back(page)
        page.wait_for_timeout(50)
        if asked:
            break
    wait(page, 60)

    expect(page.locator("#sessie")).to_be_hidden()
    assert {one.url for one in asked} >= {ADDRESS}


def test_who_types_is_there(show: Stage) -> None:
    page = show.page
    page.type("#half", "Een")
    assert [one.url for one in show.posts if "verlengen" in one.url] == []

    wait(page, 120)
    page.type("#half", " lang bericht")
    show.until(PUT_OFF)
    wait(page, LASTS - 200)
    page.type("#half", " dat verder gaat")
    show.until(PUT_OFF)
    wait(page, 150)

    expect(page.locator("#sessie")).to_be_hidden()
    assert len([one for one in show.posts if "verlengen" in one.url]) == 2


def test_the_keys_of_who_types_press_no_button_of_the_dialog(show: Stage) -> None:
    page = show.page
    wait(page, LASTS - 119)
    expect(page.locator("#sessie-titel")).to_be_focused()

    page.keyboard.type(" \n")

    expect(page.locator("#sessie")).to_be_visible()
    assert show.posts == []


HELD = f"""<form method="post" action="/x" data-again>{PROOF.replace("vers", "oud")}
<textarea hidden name="van-wie-{SOMEBODY}">1</textarea></form>"""


@pytest.mark.parametrize(("who", "proof"), [(IN, "vers"), (OTHER, "oud"), (OUT, "oud")])
def test_what_waits_to_be_sent_again_is_good_after_signing_in_in_another_tab(
    stage: Callable[..., Stage], who: dict[str, Any], proof: str
) -> None:
    show = stage()
    show.answers = [being(**who)]
    held = f'<!doctype html><body>{HELD}<script src="/static/loket/app.js"></script>'
    show.answers.append(
        lambda asked: {"body": held, "content_type": "text/html"} if asked.url == ADDRESS else None
    )
    show.page.goto(ADDRESS)

    with show.page.expect_request(ADDRESS):
        show.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    show.page.wait_for_timeout(200)

    field = show.page.locator("[name=csrfmiddlewaretoken]")
    expect(field).to_have_value(proof)


def page_of(person: int) -> str:
    """A page with a form, as the server makes it for this person."""
    request = RequestFactory().get("/")
    request.person = SimpleNamespace(pk=person)  # type: ignore[attr-defined]
    form = engines["django"].from_string(
        '<!doctype html><form method="post" action="/x">{% csrf_token %}<textarea name="t">'
    )
    return form.render({"csrf_token": "a" * 64, "request": request})


@pytest.mark.parametrize(("next_person", "found"), [(1, "Van mij"), (2, "")], ids=["same", "other"])
def test_going_back_gives_what_was_typed_to_its_writer_only(
    stage: Callable[..., Stage], next_person: int, found: str
) -> None:
    show = stage()
    show.answers = [lambda asked: {"body": show.html, "content_type": "text/html"}]
    show.html = page_of(1)
    show.page.goto(ADDRESS)
    show.page.fill("textarea", "Van mij")
    show.page.goto(ADDRESS + "afgemeld/")
    show.html = page_of(next_person)

    show.page.go_back()

    expect(show.page.locator("textarea")).to_have_value(found)
