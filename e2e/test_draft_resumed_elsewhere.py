"""Walk: a draft with files goes on in another browser, in another language and in two tabs."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.journey import press

SCHEDULE = "Goedgekeurd rooster"
OTHERS = "Andere bijlagen"
REMARK = "Opmerking"
NO_ANSWER = """event => {
  const listen = XMLHttpRequest.prototype.addEventListener
  XMLHttpRequest.prototype.addEventListener = function (name, act) {
    listen.call(this, name === 'load' ? 'never' : name === event ? 'load' : name, act)
  }
}"""
"""The server gets the file, and the page does not hear so: at most that the line broke."""


def test_a_draft_with_two_files_goes_on_in_another_browser_and_language(desk: Desk) -> None:
    here = desk("sarah")
    sarah_fills_in_half_and_adds_two_files(here)
    sarah_signs_out(here)

    there = desk("sarah", "/concepten/", viewport={"width": 1024, "height": 768})
    sarah_goes_on(there)

    there.get_by_role("contentinfo").get_by_role("button", name="Français").click()
    expect(there.get_by_label("Date de fin")).to_have_value("2028-02-29")
    for name in ("rooster.pdf", "brief.pdf"):
        expect(file_link(there, name)).to_be_visible()

    press(there, re.compile("^Supprimer.*brief.pdf$"))
    expect(file_link(there, "brief.pdf")).to_have_count(0)
    there.reload()
    expect(file_link(there, "rooster.pdf")).to_be_visible()
    expect(there.get_by_text("brief.pdf")).to_have_count(0)


def test_a_file_of_a_draft_is_fetched_and_removed(desk: Desk) -> None:
    page = desk("tom")
    journey.begin_form(page)
    journey.choose_leave(page)
    journey.add_file(page, SCHEDULE, "rooster.pdf")

    assert journey.download(page, page.get_by_role("link", name="rooster.pdf")).stat().st_size > 0
    press(page, re.compile("^Verwijder.*rooster.pdf$"))
    expect(page.get_by_text("rooster.pdf")).to_have_count(0)

    page.reload()
    expect(page.get_by_label(f"Kies een bestand voor: {SCHEDULE}")).to_be_attached()
    expect(page.get_by_text("rooster.pdf")).to_have_count(0)


def test_a_file_is_kept_that_was_looked_for_while_the_rows_were_renewed(desk: Desk) -> None:
    page = desk("petra")
    journey.begin_form(page)
    journey.choose_leave(page)

    with page.expect_file_chooser() as choosing:
        page.get_by_label(f"Kies een bestand voor: {SCHEDULE}").click()
    saved(page, lambda: page.get_by_label("Ik stuur dit document later.").check())
    expect(page.get_by_role("listitem").filter(has_text="stuurt u later")).to_be_visible()
    choosing.value.set_files(journey.paper("rooster.pdf"))

    expect(file_link(page, "rooster.pdf")).to_be_visible(timeout=journey.CHECKED)


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(desk: Desk, tmp_path: Path) -> None:
    page = desk("tom")
    journey.begin_form(page)
    journey.choose_leave(page)
    large = tmp_path / "groot.pdf"
    with large.open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    expect(page.get_by_text("Een bestand mag hoogstens 25 MB groot zijn.").first).to_be_visible()

    page.get_by_label(f"Kies een bestand voor: {SCHEDULE}").set_input_files(large)

    refusal = page.get_by_role("main").get_by_text("groot.pdf is te groot.")
    expect(refusal).to_contain_text("Een bestand mag hoogstens 25 MB zijn.")


def test_a_file_of_which_the_answer_was_lost_is_there_once(desk: Desk) -> None:
    page = desk("tom")
    journey.begin_form(page)
    journey.choose_leave(page)
    page.evaluate(NO_ANSWER, "error")

    journey.add_file(page, SCHEDULE, "rooster.pdf")

    expect(page.get_by_text("is niet aangekomen")).to_have_count(0)
    page.reload()
    expect(file_link(page, "rooster.pdf")).to_have_count(1)


def test_a_file_that_is_stopped_when_all_of_it_arrived_is_not_kept(desk: Desk) -> None:
    page = desk("petra")
    journey.begin_form(page)
    journey.choose_leave(page)
    page.evaluate(NO_ANSWER, "")
    field = page.get_by_label(f"Kies een bestand voor: {SCHEDULE}")
    with page.expect_response(re.compile("/bestanden/$")):
        journey.choose_file(page, field, journey.paper("prive.pdf"))

    with page.expect_response(re.compile("/bestanden/$")):
        press(page, "Stop prive.pdf")

    page.reload()
    expect(page.get_by_label(f"Kies een bestand voor: {SCHEDULE}")).to_be_attached()
    expect(page.get_by_text("prive.pdf")).to_have_count(0)


def test_what_a_busy_server_did_not_take_is_saved_from_another_step(desk: Desk) -> None:
    page = desk("griet")
    journey.begin_form(page)
    first = page.url
    journey.choose_leave(page)
    second = page.url
    page.route(re.compile("/veld"), lambda route: route.fulfill(status=429))
    page.get_by_label(REMARK).fill("Graag vanaf een maandag.")
    page.get_by_label(REMARK).blur()
    expect(page.get_by_text("Nog niet bewaard.").first).to_be_attached()

    page.goto(first)
    expect(page.get_by_text("Nog niet bewaard.").first).to_be_attached()
    page.unroute(re.compile("/veld"))
    expect(page.locator("#bewaard")).to_contain_text("Bewaard om")
    page.goto(second)

    expect(page.get_by_label(REMARK)).to_have_value("Graag vanaf een maandag.")


def test_who_was_signed_out_elsewhere_comes_back_to_the_page_and_the_words(desk: Desk) -> None:
    page = desk("yusuf")
    journey.begin_form(page)
    journey.choose_leave(page)
    there = page.url
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    elsewhere.locator("header summary", has_text="Profielmenu").click()
    press(elsewhere, "Afmelden")
    elsewhere.wait_for_url(re.compile("/afgemeld/$"))

    write_and_leave(page, "Graag vanaf een maandag.")
    expect(page.get_by_text("U bent afgemeld.").first).to_be_attached()
    press(page, "Volgende: controleren")
    page.locator('form[action$="/aanmelden/demo/verder/"] button').click()

    expect(page).to_have_url(there)
    expect(page.get_by_label(REMARK)).to_have_value("Graag vanaf een maandag.")
    expect(page.get_by_text("Bewaard om")).to_be_visible()


def test_a_key_that_is_down_while_an_answer_comes_still_presses_the_button(desk: Desk) -> None:
    page = desk("griet")
    journey.begin_form(page)
    journey.choose_leave(page)
    held: list[Route] = []
    page.route(re.compile("/veld"), lambda route: held.append(route))
    with page.expect_request(re.compile("/veld")):
        page.get_by_label("Einddatum").fill("2028-02-29")

    field = page.get_by_label(f"Kies een bestand voor: {SCHEDULE}")
    field.evaluate("element => { element.wasThere = true }")
    field.focus()
    page.keyboard.down("Space")
    with page.expect_response(re.compile("/veld")):
        held[0].continue_()
    expect(page.get_by_text("Bewaard om")).to_be_visible()

    # The press itself: a browser opens no chooser for a key that was held for over five seconds.
    field.evaluate(
        "element => { element.onclick = () => { element.wasPressed = true; return false } }"
    )
    page.keyboard.up("Space")
    assert field.evaluate("element => [element.wasThere, element.wasPressed]") == [True, True]


def test_two_tabs_show_both_answers_and_lose_neither(desk: Desk) -> None:
    first = desk("nele")
    journey.begin_form(first)
    journey.choose_leave(first)
    second = first.context.new_page()
    second.goto(first.url)

    write_and_leave(first, "Graag vanaf een maandag.")
    expect(first.get_by_text("Bewaard om")).to_be_visible()
    write_and_leave(second, "Liefst op woensdag thuis.")

    both = second.get_by_role("alert")
    expect(both).to_contain_text("Graag vanaf een maandag.")
    expect(second.get_by_label(REMARK)).to_have_value("Liefst op woensdag thuis.")
    saved(second, lambda: press(second, "Bewaar wat ik hier invulde"))
    expect(both).to_have_count(0)

    first.reload()
    expect(first.get_by_label(REMARK)).to_have_value("Liefst op woensdag thuis.")
    expect(first.get_by_role("alert")).to_have_count(0)


def test_a_dispute_that_is_told_late_says_that_both_answers_are_kept(desk: Desk) -> None:
    first = desk("tom")
    journey.begin_form(first)
    journey.choose_leave(first)
    second = first.context.new_page()
    second.goto(first.url)
    write_and_leave(first, "Graag vanaf een maandag.")
    on_their_way: list[Route] = []
    second.route(re.compile("/veld"), lambda route: on_their_way.append(route))

    second.get_by_label(REMARK).fill("Liefst op woensdag thuis.")
    state = second.locator("#bewaard")
    expect(state).to_have_text("Bewaren")
    on_their_way.pop().continue_()

    expect(second.get_by_role("alert")).to_contain_text("Graag vanaf een maandag.")
    expect(state).to_contain_text("Bewaard om")


def test_of_two_answers_the_other_can_be_taken_too(desk: Desk) -> None:
    first = desk("petra")
    journey.begin_form(first)
    journey.choose_leave(first)
    second = first.context.new_page()
    second.goto(first.url)
    write_and_leave(first, "Graag vanaf een maandag.")
    write_and_leave(second, "Liefst op woensdag thuis.")

    press(second, "Neem het andere over")

    expect(second.get_by_label(REMARK)).to_have_value("Graag vanaf een maandag.")
    journey.fill_period(second)
    journey.promise_schedule(second)
    journey.go_to_check(second)
    expect(second.get_by_role("main")).to_contain_text("Graag vanaf een maandag.")


def sarah_fills_in_half_and_adds_two_files(page: Page) -> None:
    journey.begin_form(page)
    journey.choose_leave(page, "Loopbaanonderbreking (gewoon stelsel)")
    saved(page, lambda: page.get_by_label("Einddatum").fill("2028-02-29"))
    journey.add_file(page, SCHEDULE, "rooster.pdf")
    journey.add_file(page, OTHERS, "brief.pdf")


def sarah_signs_out(page: Page) -> None:
    page.locator("header summary", has_text="Profielmenu van Sarah Vermeulen").click()
    press(page, "Afmelden")
    page.wait_for_url(re.compile("/afgemeld/$"))
    journey.open_page(page, "/concepten/")
    expect(page).to_have_url(re.compile("/aanmelden/"))


def sarah_goes_on(page: Page) -> None:
    draft = page.get_by_role("main").get_by_role("article").first
    expect(draft).to_contain_text("procent ingevuld")
    draft.get_by_role("link", name="Ga verder").click()
    expect(page).to_have_title(re.compile("^Stap 2 van 4"))
    expect(page.get_by_label("Einddatum")).to_have_value("2028-02-29")
    for name in ("rooster.pdf", "brief.pdf"):
        assert journey.download(page, file_link(page, name)).stat().st_size > 0


def file_link(page: Page, name: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name)


def write_and_leave(page: Page, words: str) -> None:
    saved(page, lambda: page.get_by_label(REMARK).fill(words))


def saved(page: Page, change: Callable[[], None]) -> None:
    """Change something and wait for the answer to saving it."""
    with page.expect_response(re.compile("/veld")):
        change()
