"""What the script adds: menus, keys, saving by itself, sending files, staying signed in."""

import re
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


def row(body: str, rev: int = 1) -> str:
    """The row of a slot as the server sends it back."""
    return (
        f'<li class="sd-file" id="f-doc-akte-rij" data-slot="doc.akte" data-rev="{rev}">'
        '<div class="sd-file__body">'
        f'<ul class="sd-file__list" data-file-list>{body}</ul></div>'
        '<div data-upload="/upload/" data-slot-path="doc.akte" data-left="9">'
        '<input type="file" id="f-doc-akte" multiple aria-label="Kies"></div></li>'
    )


def choose(page: Page, name: str, size: int, slot: str = "doc.akte") -> None:
    file = {"name": name, "mimeType": "application/pdf", "buffer": b"x" * size}
    page.set_input_files(f'input[type=file][name="{slot}"]', file)  # type: ignore[arg-type]


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


def test_sending_the_form_leaves_nothing_to_save(show: Stage) -> None:
    page = show.show("portal")
    page.fill("#f-naam", "Kerkstraat")

    page.click("text=Volgende: controleren")
    page.wait_for_load_state()

    assert show.kept() == []


def test_a_second_click_sends_nothing(show: Stage) -> None:
    show.answers.append(answering("zaken/HRB0001167/bericht/", status=204))
    page = show.show("portal")

    page.locator(".sd-composer button").evaluate("el => { el.click(); el.click() }")
    page.wait_for_timeout(200)

    assert len([post for post in show.posts if post.url.endswith("bericht/")]) == 1
    expect(page.locator(".sd-composer button")).to_have_attribute("aria-busy", "true")


def test_a_file_goes_by_itself_and_its_row_comes_back(show: Stage) -> None:
    got = row('<li class="sd-file__item">akte.pdf</li>')
    show.answers.append(answering("upload/", body=got))
    page = show.show("portal")

    choose(page, "akte.pdf", 2000)

    expect(page.locator("#f-doc-akte-rij")).to_contain_text("akte.pdf")
    expect(page.locator("#gezegd")).to_have_text("akte.pdf is aangekomen.")
    body = show.posts[-1].post_data or ""
    assert re.findall(r'name="(\w+)"', body) == ["csrfmiddlewaretoken", "slot", "file"]
    assert page.evaluate("document.querySelector('#f-doc-akte').files.length") == 0


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("leeg.pdf", 0, "leeg.pdf is leeg. Kies een ander bestand."),
        ("groot.pdf", 2 * 2**20 + 1, "groot.pdf is te groot. Een bestand mag hoogstens 2 MB zijn."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(
    show: Stage, name: str, size: int, sentence: str
) -> None:
    page = show.show("portal")
    page.eval_on_selector("#f-doc-akte-rij [data-upload]", "el => { el.dataset.max = 2 * 2 ** 20 }")

    choose(page, name, size)

    expect(page.locator("#f-doc-akte-rij .sd-file__error")).to_have_text(sentence)
    expect(page.locator("#gezegd")).to_have_text(sentence)
    assert show.posts == []


def test_a_file_that_does_not_arrive_says_so(show: Stage) -> None:
    show.answers.append(answering("upload/"))
    page = show.show("portal")

    choose(page, "akte.pdf", 2000)

    error = page.locator("#f-doc-akte-rij .sd-file__error")
    expect(error).to_have_text("akte.pdf is niet aangekomen. Probeer het opnieuw.")


def test_a_file_on_its_way_can_be_stopped(show: Stage) -> None:
    show.hold = "upload/"
    page = show.show("portal")
    choose(page, "akte.pdf", 2000)
    going = page.locator("#f-doc-akte-rij .sd-file__item--busy")
    expect(going.locator("progress")).to_be_visible()
    assert show.faults() == []

    going.get_by_role("button", name="Stop akte.pdf").click()

    expect(going).to_have_count(0)


def test_files_that_no_longer_fit_together_are_refused_before_they_are_sent(show: Stage) -> None:
    page = show.show("portal", room=3 * 2**19)

    choose(page, "scan.pdf", 1_600_000)

    error = page.locator("#f-doc-akte-rij .sd-file__error")
    expect(error).to_have_text("scan.pdf past er niet meer bij. U kunt nog 1,5 MB toevoegen.")
    assert show.posts == []


def test_an_answer_that_was_overtaken_does_not_take_back_a_file(show: Stage) -> None:
    late = f'{SAVED}<section id="f-documenten"><h2>Nieuw</h2><ul>{row("", rev=6)}</ul></section>'
    show.answers = [
        answering("upload/", body=row('<li class="sd-file__item">akte.pdf</li>', rev=7)),
        answering("veld", body=late),
    ]
    page = show.show("portal")
    page.eval_on_selector(
        "#f-doc-akte-rij", "el => { el.closest('ul').parentElement.id = 'f-documenten' }"
    )
    choose(page, "akte.pdf", 2000)
    expect(page.locator("#f-doc-akte-rij")).to_contain_text("akte.pdf")

    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()

    expect(page.locator("#f-documenten h2")).to_have_text("Nieuw")
    expect(page.locator("#f-doc-akte-rij")).to_contain_text("akte.pdf")


def test_the_form_waits_for_its_files(show: Stage) -> None:
    order: list[str] = []
    show.answers.append(answering("upload/", body=row("")))
    page = show.show("portal")
    page.on("request", lambda request: order.append(request.url.removeprefix(ADDRESS)))

    choose(page, "akte.pdf", 3_000_000)
    page.click("text=Volgende: controleren")
    page.wait_for_load_state()
    page.wait_for_timeout(300)

    posts = [path for path in order if path in ("upload/", "")]
    assert posts[:2] == ["upload/", ""]


def test_a_lost_line_is_said_and_gone_again(show: Stage) -> None:
    page = show.show("portal")

    page.context.set_offline(True)
    expect(page.locator("#verbinding")).to_contain_text("Geen verbinding.")
    page.context.set_offline(False)

    expect(page.locator("#verbinding")).to_be_empty()


def test_two_minutes_before_the_end_the_person_may_stay(show: Stage) -> None:
    show.answers.append(answering("sessie/verlengen/", body="3600"))
    page = show.page
    page.clock.install()
    show.show("portal")
    expect(page.locator("#sessie")).to_be_hidden()

    page.clock.run_for((3600 - 119) * 1000)
    expect(page.locator("#sessie")).to_be_visible()
    assert show.faults() == []
    page.click("#sessie button")

    expect(page.locator("#sessie")).to_be_hidden()
    assert show.posts[-1].url == ADDRESS + "sessie/verlengen/"


def test_without_script_menus_open_and_forms_post(stage: Open) -> None:
    show = stage(java_script_enabled=False)
    page = show.show("portal")

    page.click(".sd-profile > summary")
    expect(page.locator("text=Afmelden")).to_be_visible()
    page.click("text=Ja, akkoord >> nth=0")

    assert show.posts[-1].url == ADDRESS + "taken/1/"
    assert show.posted()["answer"] == ["yes"]
