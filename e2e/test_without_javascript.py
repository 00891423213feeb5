"""Walk: everything works in a browser without JavaScript, on both sides of the counter."""

import re

from playwright.sync_api import Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.journey import press, status_of

CHILDREN = ("Lotte", "Bram")


def test_without_script_a_request_with_children_and_files_is_made_and_accepted(desk: Desk) -> None:
    sarah = desk("sarah", java_script_enabled=False)
    choose_parental_leave(sarah)
    hear_what_is_missing(sarah)
    fill_in_two_children(sarah)
    add_three_files(sarah)
    journey.go_to_check(sarah)
    expect(sarah.get_by_role("main")).to_contain_text("Bram")
    number = journey.hand_in(sarah)

    approve(desk("tom", "/goedkeuringen/", java_script_enabled=False), number)

    nele = desk("nele", "/werk/alle/unassigned/", java_script_enabled=False)
    handle(nele, number)
    answer(sarah, number)
    solve(nele, number)

    journey.open_page(sarah, "/")
    task = sarah.get_by_role("article").filter(has_text=number)
    press(task, "Ja, akkoord")
    journey.open_case(sarah, number)
    expect(status_of(sarah)).to_have_text("Voltooid gesloten")


def choose_parental_leave(page: Page) -> None:
    journey.begin_form(page)
    page.get_by_label(journey.REDUCED).check()
    press(page, "Ververs de vragen")
    expect(page.get_by_label(journey.REDUCED)).to_be_checked()
    page.get_by_label(journey.WHICH_LEAVE).select_option("Onbezoldigd ouderschapsverlof")
    press(page, journey.NEXT)
    expect(page).to_have_title(re.compile("^Stap 2 van 4"))


def hear_what_is_missing(page: Page) -> None:
    press(page, "Volgende: controleren")
    expect(page).to_have_title(re.compile("^Fout:"))
    missing = page.get_by_role("alert").get_by_role("link", name=re.compile("Begindatum"))
    expect(missing).to_be_visible()


def fill_in_two_children(page: Page) -> None:
    journey.fill_period(page)
    child = page.get_by_role("group", name="Kind 1", exact=True)
    child.get_by_label("Naam van het kind").fill(CHILDREN[0])
    child.get_by_label("Geboortedatum").fill("2024-05-17")
    page.locator("button[name=add_item]").click()
    child = page.get_by_role("group", name="Kind 2", exact=True)
    child.get_by_label("Naam van het kind").fill(CHILDREN[1])
    child.get_by_label("Geboortedatum").fill("2025-11-02")
    press(page, "Ververs de vragen")
    expect(page.get_by_label("Begindatum")).to_have_value("2027-03-01")
    expect(page.get_by_text("Van Bram.")).to_be_visible()


def add_three_files(page: Page) -> None:
    for document, name in (
        ("Goedgekeurd rooster", "rooster.pdf"),
        ("Geboorteakte", "lotte.pdf"),
        ("Geboorteakte", "bram.pdf"),
    ):
        empty = page.get_by_role("listitem").filter(has_text=document).filter(has_text="nog niet")
        row = empty.first
        row.get_by_label(f"Kies een bestand voor: {document}").set_input_files(journey.paper(name))
        press(row, "Voeg toe")
        expect(page.get_by_role("main").get_by_text(name).first).to_be_visible()


def approve(page: Page, number: str) -> None:
    waiting = page.get_by_role("article").filter(has_text=number)
    waiting.get_by_role("link", name="Bekijk en beslis").click()
    expect(page.get_by_label("Uw toelichting")).to_be_visible()
    press(page, "Akkoord")
    expect(page.get_by_role("listitem").filter(has_text=number)).to_contain_text("Akkoord")


def handle(page: Page, number: str) -> None:
    journey.take_case(page, number)
    page.get_by_role("link", name="Bijlagen").click()
    for name in ("rooster.pdf", "lotte.pdf", "bram.pdf"):
        journey.reload_until(page, page.get_by_role("link", name=name))
    press(page, re.compile("^In orde.*Goedgekeurd rooster$"))
    expect(page.get_by_text("Nagekeken: in orde.")).to_be_visible()
    page.get_by_role("link", name="Gesprek").click()
    journey.choose_what_to_do(page, "Notitie")
    page.get_by_label("Interne notitie").fill("Nog na te rekenen.")
    press(page, "Bewaar voor later")
    expect(page.get_by_label("Interne notitie")).to_have_value("Nog na te rekenen.")
    press(page, "Bewaar de notitie")
    note = page.get_by_role("main").get_by_role("article").filter(has_text="Nog na te rekenen.")
    expect(note).to_be_visible()
    ask_with_a_block(page)


def ask_with_a_block(page: Page) -> None:
    journey.choose_what_to_do(page, "Vraag")
    field = page.get_by_label("Uw vraag")
    field.fill("Welke dag wilt u thuis zijn?")
    page.get_by_label("De personeelsdienst").check()
    page.get_by_label("Tekstblok", exact=True).fill("bel")
    press(page, "Voeg in")
    expect(page).to_have_title(re.compile("^Kies een tekstblok"))
    press(page, re.compile("^Voeg in.*bellen$"))
    expect(field).to_have_value(re.compile("^Welke dag.*Bel ons op 02", re.DOTALL))
    expect(page.get_by_label("De personeelsdienst")).to_be_checked()
    page.get_by_label("De aanvrager").check()
    press(page, "Stel de vraag")
    expect(status_of(page)).to_have_text("In afwachting")


def answer(page: Page, number: str) -> None:
    journey.open_case(page, number)
    expect(page.get_by_text("Nog na te rekenen.")).to_have_count(0)
    page.get_by_label("Uw antwoord").fill("Op woensdag.")
    press(page, "Stuur uw antwoord")
    expect(status_of(page)).to_have_text("Werk in uitvoering")


def solve(page: Page, number: str) -> None:
    journey.open_desk_case(page, number)
    expect(page.get_by_text("Op woensdag.")).to_be_visible()
    journey.solve(page, "Dag Sarah, het is goedgekeurd.")
