"""Walk: a request by the keys Tab, Enter, Space and arrows alone, with focus always in sight."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Request, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import status_of
from e2e.keyboard import RING, STANDS_OUT, choose, open_chooser, reach


def test_the_skip_link_leads_past_the_menu(desk: Desk) -> None:
    page = desk("sarah")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Ga naar de inhoud")
    expect(skip).to_be_focused()
    assert skip.evaluate(RING) >= STANDS_OUT
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_the_summary_of_errors_gets_focus_and_leads_to_each_question(desk: Desk) -> None:
    page = desk("sarah")
    journey.begin_form(page)
    journey.choose_leave(page)

    reach(page, page.get_by_role("button", name="Volgende: controleren"))
    page.keyboard.press("Enter")

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout:"))
    reach(page, summary.get_by_role("link", name=re.compile("Begindatum")))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Begindatum")).to_be_focused()


def test_a_request_is_made_followed_and_accepted_without_a_mouse(
    loket: Installation, window: Callable[..., BrowserContext]
) -> None:
    def sign_in(person: str, path: str = "/") -> Page:
        page = window().new_page()
        page.goto(loket.address(person, f"/aanmelden/demo/?naar={path}"))
        choose(page, page.locator('form[action$="/aanmelden/demo/verder/"] button'))
        page.wait_for_url(loket.address(person, path))
        return page

    sarah = sign_in("sarah")
    find_the_form(sarah)
    fill_in_the_kind(sarah)
    fill_in_the_period(sarah)
    number = hand_in(sarah)

    agree(sign_in("tom"), number)

    nele = sign_in("nele", "/werk/alle/unassigned/")
    take_and_ask(nele, number)
    answer(sarah)
    check_and_solve(nele, number)

    accept(sarah, number)


def find_the_form(page: Page) -> None:
    reach(page, page.get_by_role("main").get_by_role("combobox"))
    page.keyboard.type("deeltijds")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("deeltijds"))
    choose(page, page.get_by_role("main").get_by_role("link", name=journey.FORM))
    choose(page, page.get_by_role("button", name=journey.BEGIN))
    expect(page).to_have_title(re.compile("^Stap 1 van 4"))


def fill_in_the_kind(page: Page) -> None:
    reach(page, page.get_by_label(journey.REDUCED))
    page.keyboard.press("Space")
    reach(page, page.get_by_label(journey.WHICH_LEAVE))
    page.keyboard.type("Vierdagenweek met")
    expect(page.get_by_label(journey.WHICH_LEAVE)).to_have_value("vierdagenweek_premie")
    reach(page, page.get_by_role("button", name=journey.NEXT))
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Stap 2 van 4"))


def fill_in_the_period(page: Page) -> None:
    begin = page.get_by_label("Begindatum")
    reach(page, begin)
    saved: list[str] = []

    def listen(request: Request) -> None:
        if "/veld" in request.url:
            saved.append(request.post_data or "")

    page.on("request", listen)
    page.keyboard.type("03032027")  # the same in each order of day and month
    expect(begin).to_have_value("2027-03-03")
    later = page.get_by_label("Ik stuur dit document later.")
    reach(page, later)
    page.keyboard.press("Space")
    expect(page.get_by_role("listitem").filter(has_text="stuurt u later")).to_be_visible()
    expect(later).to_be_focused()
    send_file(page, "Goedgekeurd rooster", "rooster.pdf")
    assert not [one for one in saved if "value=0" in one], "a date that was half typed is saved"
    reach(page, page.get_by_role("button", name="Volgende: controleren"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk uw antwoorden na")


def send_file(page: Page, document: str, name: str) -> None:
    choosing = open_chooser(page, page.get_by_label(f"Kies een bestand voor: {document}"))
    choosing.set_files(journey.paper(name))
    sent = page.get_by_role("main").get_by_role("link", name=name)
    expect(sent).to_be_visible(timeout=journey.CHECKED)


def hand_in(page: Page) -> str:
    reach(page, page.get_by_role("button", name="Dien uw aanvraag in"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wij hebben uw aanvraag ontvangen")
    return journey.number_on(page)


def agree(page: Page, number: str) -> None:
    asked = page.get_by_role("article").filter(has_text=number)
    choose(page, asked.get_by_role("link", name="Bekijk en beslis"))
    expect(page.get_by_label("Uw toelichting")).to_be_visible()
    choose(page, page.get_by_role("button", name="Akkoord", exact=True))
    expect(page.get_by_role("listitem").filter(has_text=number)).to_contain_text("Akkoord")


def take_and_ask(page: Page, number: str) -> None:
    choose(page, page.get_by_role("link", name=number))
    for name in ("Neem deze zaak", "Begin met deze zaak"):
        choose(page, page.get_by_role("button", name=name))
    expect(status_of(page)).to_have_text("Werk in uitvoering")
    write(page, "Vraag", "Uw vraag", "Welke dag wilt u thuis zijn? ")
    put_in_blocks(page, number)
    choose(page, page.get_by_role("button", name="Stel de vraag"))
    expect(status_of(page)).to_have_text("In afwachting")


def put_in_blocks(page: Page, number: str) -> None:
    """Find one text block by its code in the text, and another in the box below it."""
    field, box = (
        page.get_by_label("Uw vraag"),
        page.get_by_role("combobox", name="Tekstblok", exact=True),
    )
    found = page.get_by_role("listbox", name="Tekstblokken").get_by_role("option")
    page.keyboard.type("//bewijs")
    expect(found).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_value(re.compile(f"thuis zijn\\? Dag .*{number}", re.DOTALL))
    expect(field).to_be_focused()
    reach(page, box)
    page.keyboard.type("bel ons")
    expect(found).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(found).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value(re.compile("thuis zijn.*bewijs.*Bel ons op", re.DOTALL))
    expect(box).to_have_attribute("aria-expanded", "false")


def answer(page: Page) -> None:
    choose(page, page.get_by_role("link", name="Bekijk uw zaak"))
    expect(status_of(page)).to_have_text("In afwachting")
    reach(page, page.get_by_label("Uw antwoord"))
    page.keyboard.type("Op woensdag.")
    choose(page, page.get_by_role("button", name="Stuur uw antwoord"))
    expect(status_of(page)).to_have_text("Werk in uitvoering")


def check_and_solve(page: Page, number: str) -> None:
    journey.open_desk_case(page, number)
    choose(page, page.get_by_role("link", name="Bijlagen"))
    expect(page).to_have_url(re.compile("/bijlagen/$"))
    journey.reload_until(page, page.get_by_role("link", name="rooster.pdf"))
    choose(page, page.get_by_role("button", name=re.compile("^In orde.*Goedgekeurd rooster$")))
    expect(page.get_by_text("Nagekeken: in orde.")).to_be_visible()
    choose(page, page.get_by_role("link", name="Gesprek"))
    expect(page).to_have_url(re.compile(f"/{number}/$"))
    write(page, "Oplossing", "Uw antwoord aan de aanvrager", "Dag Sarah, het is goedgekeurd.")
    choose(page, page.get_by_role("button", name="Stuur de oplossing"))
    expect(status_of(page)).to_have_text("In afwachting van acceptatie")


def accept(page: Page, number: str) -> None:
    journey.open_case(page, number)
    expect(status_of(page)).to_have_text("In afwachting van acceptatie")
    reach(page, page.get_by_role("button", name="Ja, sluit de zaak"))
    page.keyboard.press("Space")
    expect(status_of(page)).to_have_text("Voltooid gesloten")


def write(page: Page, what: str, field: str, words: str) -> None:
    to_do = page.get_by_role("region", name="Iets doen met deze zaak")
    choose(page, to_do.get_by_role("link", name=what, exact=True))
    reach(page, page.get_by_label(field))
    page.keyboard.type(words)
