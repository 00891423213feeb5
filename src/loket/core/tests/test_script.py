"""What the script adds: menus, keys, saving by itself, sending files, staying signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from loket.core.tests.stage import ADDRESS, Stage

Open = Callable[..., Stage]
SAVED = (
    '<span class="sd-savestate" id="bewaard" role="status"><span>Bewaard om 12.00 uur</span></span>'
)


def answering(path: str, **answer: Any) -> Callable[[Request], dict[str, Any] | None]:
    """Answer posts to a path; `None` leaves the request to the next."""

    def answer_to(request: Request) -> dict[str, Any] | None:
        return answer if request.url == ADDRESS + path and request.method == "POST" else None

    return answer_to


@pytest.fixture
def show(stage: Open) -> Stage:
    found = stage()
    found.answers = [answering("veld", body=SAVED)]
    return found


def test_the_display_switches_at_once_and_is_kept_in_a_cookie(show: Stage) -> None:
    page = show.show("portal")
    page.click(".sd-profile > summary")

    page.click("[data-theme-set=dark]")

    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["weergave"] == "dark"
    expect(page.locator("[data-theme-set=dark]")).to_have_attribute("aria-current", "true")


def test_escape_closes_a_menu_and_gives_the_focus_back(show: Stage) -> None:
    page = show.show("portal")
    page.click(".sd-profile > summary")

    page.keyboard.press("Escape")

    expect(page.locator(".sd-profile")).not_to_have_attribute("open", "")
    expect(page.locator(".sd-profile > summary")).to_be_focused()


def test_what_is_new_gets_the_focus(show: Stage) -> None:
    page = show.show("portal")

    expect(page.locator("#taak-t9")).to_be_focused()


def test_the_error_summary_gets_the_focus(show: Stage) -> None:
    page = show.show("desk", errors_only=True)

    expect(page.locator(".sd-errors")).to_be_focused()


def test_typing_in_the_search_box_offers_suggestions_that_keys_walk_through(show: Stage) -> None:
    options = (
        '<div role="group" aria-labelledby="sg"><div id="sg">Formulieren</div>'
        '<div class="sd-option" role="option" id="s1" aria-selected="false" data-href="/f/">Tele</div></div>'
    )
    asked = "zoeken/suggesties/"
    show.answers.append(
        lambda request: {"body": options} if request.url.startswith(ADDRESS + asked) else None
    )
    page = show.show("portal")

    page.fill("#zoek", "tele")
    expect(page.locator("#s1")).to_be_visible()
    page.keyboard.press("ArrowDown")

    expect(page.locator("#zoek")).to_have_attribute("aria-activedescendant", "s1")
    assert show.faults() == []
    page.keyboard.press("Escape")
    expect(page.locator("#zoek-lijst")).to_be_hidden()


def test_the_room_in_a_text_is_counted_in_the_language_of_the_page(show: Stage) -> None:
    page = show.show("portal", "fr-be")

    page.fill("#f-opmerking", "x" * 1003)

    expect(page.locator("#f-opmerking-tel")).to_have_text("Votre texte a 3 caractères de trop.")


def test_a_changed_answer_is_saved_by_itself_with_what_stood_there(show: Stage) -> None:
    page = show.show("portal")

    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()

    expect(page.locator("#bewaard")).to_have_text("Bewaard om 12.00 uur")
    sent = show.posted()
    assert (sent["path"], sent["value"], sent["seen"]) == (["naam"], ["Kerkstraat"], ["Lindelaan"])
    page.fill("#f-naam", "Molenweg")
    page.locator("#f-naam").blur()
    show.wait_until_saved()
    assert show.posted()["seen"] == ["Kerkstraat"]


def test_ticks_are_saved_together_and_the_parts_of_an_address_too(show: Stage) -> None:
    page = show.show("portal")

    page.check("input[name=redenen][value=a]")
    show.wait_until_saved()
    assert show.posted()["value"] == ["a", "b"]
    page.fill('[name="adres.straat"]', "Wetstraat 1")
    page.locator('[name="adres.straat"]').blur()
    show.wait_until_saved()

    sent = show.posted()
    assert sent["path"] == ["adres"]
    assert sent["value"] == ['{"straat":"Wetstraat 1","postcode":"1000"}']
    assert sent["seen"] == ['{"straat":"","postcode":"1000"}']


def test_an_answer_that_was_not_saved_stays_on_the_device_and_is_saved_after_a_reload(
    show: Stage,
) -> None:
    show.answers = [answering("veld", status=503)]
    page = show.show("portal")
    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()
    expect(page.locator("#bewaard")).to_contain_text("Nog niet bewaard")
    expect(page.locator("#verbinding")).to_contain_text("Nog niet bewaard")

    show.answers = [answering("veld", body=SAVED)]
    page.reload()

    expect(page.locator("#f-naam")).to_have_value("Kerkstraat")
    expect(page.locator("#bewaard")).to_have_text("Bewaard om 12.00 uur")
    assert show.posted()["seen"] == ["Lindelaan"]


def test_two_answers_to_one_question_are_both_shown_and_one_is_chosen(show: Stage) -> None:
    clash = (
        '<div id="f-naam-veld" data-field="naam"><label for="f-naam">Naam</label>'
        '<input id="f-naam" name="naam" value="Kerkstraat"><div data-seen="Dorp"><q>Dorp</q>'
        '<button name="keep" value="naam">Houd</button><button name="take" value="naam">Neem</button>'
        "</div></div>"
    )
    show.answers = [answering("veld", status=409, body=clash)]
    page = show.show("portal")
    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()
    expect(page.locator("#f-naam-veld q")).to_have_text("Dorp")
    show.complaints.clear()  # the browser reports the 409 itself

    show.answers = [answering("veld", body=SAVED)]
    page.click("#f-naam-veld button[name=keep]")

    expect(page.locator("#bewaard")).to_have_text("Bewaard om 12.00 uur")
    sent = show.posted()
    assert (sent["value"], sent["seen"]) == (["Kerkstraat"], ["Dorp"])
    expect(page.locator("#f-naam-veld q")).to_have_count(0)


def test_who_was_signed_out_reads_that_the_text_is_still_there(show: Stage) -> None:
    show.answers = [answering("veld", status=302, headers={"Location": "/aanmelden/"})]
    page = show.show("portal")

    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()

    expect(page.locator("#bewaard")).to_contain_text("U bent afgemeld.")
    assert show.kept() == ["naam"]


def test_who_was_signed_out_and_sends_the_form_finds_the_text_after_signing_in(show: Stage) -> None:
    show.answers = [answering("veld", status=302, headers={"Location": "/aanmelden/"})]
    page = show.show("portal")
    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()
    expect(page.locator("#bewaard")).to_contain_text("U bent afgemeld.")

    show.answers = [answering("veld", body=SAVED)]  # signed in again on the way
    with page.expect_navigation():
        page.click("text=Volgende: controleren")

    expect(page.locator("#f-naam")).to_have_value("Kerkstraat")
    expect(page.locator("#bewaard")).to_have_text("Bewaard om 12.00 uur")
    assert show.posted()["value"] == ["Kerkstraat"]


def test_a_form_that_arrived_leaves_nothing_to_save(show: Stage) -> None:
    show.answers = [answering("veld", status=503)]
    page = show.show("portal")
    page.fill("#f-naam", "Kerkstraat")
    show.html = show.html.replace('value="Lindelaan"', 'value="Kerkstraat"')

    with page.expect_navigation():
        page.click("text=Volgende: controleren")

    show.wait_until_saved()
    assert show.posts[-1].url == ADDRESS


def test_a_form_that_did_not_arrive_is_still_on_the_device(show: Stage) -> None:
    fault = {"status": 502, "body": "<p>Bad gateway</p>", "content_type": "text/html"}
    show.answers = [answering("veld", **fault), answering("", **fault)]
    page = show.show("portal")
    page.fill("#f-naam", "Kerkstraat")

    page.click("text=Volgende: controleren")
    expect(page.locator("text=Bad gateway")).to_be_visible()
    assert show.kept() == ["naam"]
    show.answers = [answering("veld", body=SAVED)]
    page.goto(ADDRESS)

    expect(page.locator("#f-naam")).to_have_value("Kerkstraat")
    show.wait_until_saved()
    assert show.posted()["seen"] == ["Lindelaan"]


@pytest.mark.parametrize("status", [404, 422])
def test_an_answer_that_was_refused_stays_on_the_device_for_the_next_page(
    show: Stage, status: int
) -> None:
    page = show.show("portal")
    show.answers = [answering("veld", status=status, body="<p>Nee</p>")]
    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()
    expect(page.locator("#bewaard")).to_contain_text("Nog niet bewaard")
    assert show.kept() == ["naam"]
    assert len(show.posts) == 1

    show.answers = [answering("veld", body=SAVED)]
    page.reload()

    expect(page.locator("#f-naam")).to_have_value("Kerkstraat")
    show.wait_until_saved()


def go_away_and_back(page: Page) -> None:
    page.goto(ADDRESS + "elders/")
    page.go_back()
    page.wait_for_timeout(100)


def test_going_back_puts_no_old_answer_over_a_newer_one(show: Stage) -> None:
    page = show.show("portal")
    page.fill("#f-naam", "Oud")
    page.locator("#f-naam").blur()
    show.wait_until_saved()
    show.html = show.html.replace('value="Lindelaan"', 'value="Nieuw"')

    go_away_and_back(page)

    expect(page.locator("#f-naam")).to_have_value("Nieuw")
    assert [show.posted(at)["value"] for at in range(len(show.posts))] == [["Oud"]]
    page.fill("#f-naam", "Nieuwer")
    page.locator("#f-naam").blur()
    show.wait_until_saved()
    assert show.posted()["seen"] == ["Nieuw"]


def test_going_back_to_a_form_that_was_sent_shows_what_was_saved_since(show: Stage) -> None:
    page = show.show("portal")
    page.fill("#f-naam", "Oud")
    show.html = show.html.replace('value="Lindelaan"', 'value="Nieuw"')
    show.answers = [answering("", body="<p>Dank u</p>", content_type="text/html"), *show.answers]
    with page.expect_navigation():
        page.click("text=Volgende: controleren")
    page.evaluate("sessionStorage.clear()")  # the next page saw that it arrived

    page.go_back()

    expect(page.locator("#f-naam")).to_have_value("Nieuw")


def test_what_was_typed_before_the_script_came_is_saved(show: Stage) -> None:
    page = show.show("portal")
    page.evaluate("document.querySelector('#f-naam').value = 'Vroeg'")

    page.evaluate("window.dispatchEvent(new Event('pageshow'))")

    show.wait_until_saved()
    expect(page.locator("#bewaard")).to_have_text("Bewaard om 12.00 uur")
    assert show.posted()["value"] == ["Vroeg"]


def test_a_second_click_sends_nothing(show: Stage) -> None:
    show.answers.append(answering("zaken/HRB0001167/bericht/", status=204))
    page = show.show("portal")

    page.locator(".sd-composer button").evaluate("el => { el.click(); el.click() }")
    page.wait_for_timeout(200)

    assert len([post for post in show.posts if post.url.endswith("bericht/")]) == 1
    expect(page.locator(".sd-composer button")).to_have_attribute("aria-busy", "true")


def test_a_lost_line_is_said_and_gone_again(show: Stage) -> None:
    page = show.show("portal")

    page.context.set_offline(True)
    expect(page.locator("#verbinding")).to_contain_text("Geen verbinding.")
    page.context.set_offline(False)

    expect(page.locator("#verbinding")).to_be_empty()


def test_without_script_menus_open_and_forms_post(stage: Open) -> None:
    show = stage(java_script_enabled=False)
    page = show.show("portal")

    page.click(".sd-profile > summary")
    expect(page.locator("text=Afmelden")).to_be_visible()
    page.click("text=Ja, akkoord >> nth=0")

    assert show.posts[-1].url == ADDRESS + "taken/1/"
    assert show.posted()["answer"] == ["yes"]


def test_what_was_kept_on_the_device_says_in_which_language_it_was_typed(show: Stage) -> None:
    show.answers = [lambda sent: {"status": 503} if "/veld?" in sent.url else None]
    page = show.show("portal", autosave="/veld?in-taal=nl")
    page.fill("#f-naam", "1.250")
    page.locator("#f-naam").blur()
    expect(page.locator("#bewaard")).to_contain_text("Nog niet bewaard")
    assert "in-taal" not in show.posted()

    show.answers = [lambda sent: {"body": SAVED} if "/veld?" in sent.url else None]
    show.html = show.html.replace("in-taal=nl", "in-taal=en")
    page.reload()

    expect(page.locator("#bewaard")).to_have_text("Bewaard om 12.00 uur")
    assert show.posted()["in-taal"] == ["nl"]
    assert show.posted()["value"] == ["1.250"]


def test_an_answer_that_is_held_is_told_beside_the_page_that_keeps_the_words(show: Stage) -> None:
    held = '<div id="niet" tabindex="-1" data-focus>Nog niet verstuurd</div>'
    to_notices = {"HX-Retarget": "#meldingen", "HX-Reswap": "innerHTML"}
    page = show.show("portal")
    row = page.locator("article.sd-task", has=page.locator("textarea[name=remark]")).first
    row.locator("summary").click()
    row.locator("textarea").fill("Mijn lange reden")
    show.answers = [
        lambda sent: (
            {"status": 409, "headers": to_notices, "body": held} if sent.method == "POST" else None
        )
    ]

    row.locator("button[name=answer]").last.click()

    expect(page.locator("#meldingen #niet")).to_be_focused()
    expect(row.locator("textarea")).to_have_value("Mijn lange reden")
    expect(row.locator("button[name=answer]").last).to_be_enabled()
    assert show.posted()["remark"] == ["Mijn lange reden"]
