"""Walk: everything works in a browser without JavaScript, on both sides of the counter."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.journey import press, status_of

CHILDREN = ("Lotte", "Bram")
SCRIPT = re.compile(r"<script\b.*?</script>|</?noscript[^>]*>", re.DOTALL)

See = Callable[[Page], None]


@pytest.fixture
def look(window: Callable[..., BrowserContext], see: See) -> See:
    """Check the page as it stands without script, on a twin in which the checker can run."""
    twin = window().new_page()

    def check(page: Page) -> None:
        page_as_it_stands = SCRIPT.sub("", page.content())

        def answer(route: Route) -> None:
            if route.request.is_navigation_request():
                route.fulfill(body=page_as_it_stands, content_type="text/html; charset=utf-8")
            else:
                route.continue_()

        twin.route("**/*", answer)
        twin.goto(page.url.partition("#")[0])
        see(twin)
        twin.unroute("**/*")

    return check


def test_without_script_a_request_with_children_and_files_is_made_and_accepted(
    desk: Desk, look: See
) -> None:
    sarah = desk("sarah", java_script_enabled=False)
    look(sarah)
    choose_parental_leave(sarah, look)
    hear_what_is_missing(sarah, look)
    fill_in_two_children(sarah)
    add_three_files(sarah, look)
    journey.go_to_check(sarah)
    expect(sarah.get_by_role("main")).to_contain_text("Bram")
    look(sarah)
    number = journey.hand_in(sarah)
    look(sarah)

    approve(desk("tom", "/goedkeuringen/", java_script_enabled=False), look, number)

    nele = desk("nele", "/werk/alle/unassigned/", java_script_enabled=False)
    handle(nele, look, number)
    answer(sarah, look, number)
    solve(nele, look, number)

    journey.open_page(sarah, "/")
    look(sarah)
    task = sarah.get_by_role("article").filter(has_text=number)
    press(task, "Ja, akkoord")
    journey.open_case(sarah, number)
    expect(status_of(sarah)).to_have_text("Voltooid gesloten")
    look(sarah)


def choose_parental_leave(page: Page, look: See) -> None:
    journey.begin_form(page)
    look(page)
    page.get_by_label(journey.REDUCED).check()
    press(page, "Ververs de vragen")
    expect(page.get_by_label(journey.REDUCED)).to_be_checked()
    page.get_by_label(journey.WHICH_LEAVE).select_option("Onbezoldigd ouderschapsverlof")
    press(page, journey.NEXT)
    expect(page).to_have_title(re.compile("^Stap 2 van 4"))


def hear_what_is_missing(page: Page, look: See) -> None:
    press(page, "Volgende: controleren")
    expect(page).to_have_title(re.compile("^Fout:"))
    missing = page.get_by_role("alert").get_by_role("link", name=re.compile("Begindatum"))
    expect(missing).to_be_visible()
    look(page)


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


def add_three_files(page: Page, look: See) -> None:
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
    look(page)


def approve(page: Page, look: See, number: str) -> None:
    look(page)
    waiting = page.get_by_role("article").filter(has_text=number)
    waiting.get_by_role("link", name="Bekijk en beslis").click()
    expect(page.get_by_label("Uw toelichting")).to_be_visible()
    look(page)
    press(page, "Akkoord")
    expect(page.get_by_role("listitem").filter(has_text=number)).to_contain_text("Akkoord")


def handle(page: Page, look: See, number: str) -> None:
    look(page)
    journey.take_case(page, number)
    look(page)
    page.get_by_role("link", name="Bijlagen").click()
    for name in ("rooster.pdf", "lotte.pdf", "bram.pdf"):
        journey.reload_until(page, page.get_by_role("link", name=name))
    press(page, re.compile("^In orde.*Goedgekeurd rooster$"))
    expect(page.get_by_text("Nagekeken: in orde.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Gesprek").click()
    journey.choose_what_to_do(page, "Notitie")
    page.get_by_label("Interne notitie").fill("Nog na te rekenen.")
    press(page, "Bewaar voor later")
    expect(page.get_by_label("Interne notitie")).to_have_value("Nog na te rekenen.")
    look(page)
    press(page, "Bewaar de notitie")
    note = page.get_by_role("main").get_by_role("article").filter(has_text="Nog na te rekenen.")
    expect(note).to_be_visible()
    journey.write(page, "Vraag", "Uw vraag", "Welke dag wilt u thuis zijn?", "Stel de vraag")
    look(page)


def answer(page: Page, look: See, number: str) -> None:
    journey.open_case(page, number)
    expect(page.get_by_text("Nog na te rekenen.")).to_have_count(0)
    look(page)
    page.get_by_label("Uw antwoord").fill("Op woensdag.")
    press(page, "Stuur uw antwoord")
    expect(status_of(page)).to_have_text("Werk in uitvoering")
    look(page)


def solve(page: Page, look: See, number: str) -> None:
    journey.open_desk_case(page, number)
    expect(page.get_by_text("Op woensdag.")).to_be_visible()
    look(page)
    journey.solve(page, "Dag Sarah, het is goedgekeurd.")
    look(page)
