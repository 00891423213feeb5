"""Walk: what others do comes in by itself, and takes nothing away from who is writing."""

from playwright.sync_api import Locator, Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.journey import press

HALF = "Dag Wout, wij kijken"
ASKED = "Mag ik ook op woensdag werken?"
TOLD = "Dat mag, als uw chef akkoord gaat."


def live(page: Page) -> None:
    """Wait until the page hears what happens."""
    expect(page.locator("html[data-live=live]")).to_be_attached()


def place(field: Locator) -> list[object]:
    """What stands in a field, where it stands in the window, and where the writer is in it."""
    found: list[object] = field.evaluate(
        "el => [el.value, Math.round(el.getBoundingClientRect().top),"
        " el.selectionStart, document.activeElement === el]"
    )
    return found


def test_what_others_do_comes_in_by_itself_and_leaves_what_is_typed(desk: Desk) -> None:
    wout = desk("wout", "/zaken/")
    wout.get_by_role("main").get_by_role("link").filter(has_text="werkregime").first.click()
    number = journey.number_on(wout)
    nele = desk("nele", "/werk/alle/mine/")
    journey.open_desk_case(nele, number)
    live(nele)
    field = nele.get_by_label("Uw bericht aan de aanvrager")
    field.press_sequentially(HALF)
    field.evaluate("el => el.setSelectionRange(4, 4)")
    before = place(field)

    wout.get_by_label("Schrijf ons een bericht").fill(ASKED)
    press(wout, "Versturen")

    expect(nele.get_by_role("article").filter(has_text=ASKED)).to_be_visible()
    assert place(field) == before
    expect(nele.locator("#gezegd")).to_have_text("De zaak is bijgewerkt.")
    expect(nele.get_by_text("Er is iets nieuws in deze zaak sinds u dit schreef.")).to_be_visible()

    live(wout)
    karim = desk("karim", f"/werk/zaken/{number}/")
    expect(nele.locator("#wie")).to_contain_text("Karim Bouzid bekijkt deze zaak ook.")
    expect(karim.locator("#wie")).to_contain_text("Nele Peeters")
    expect(wout.get_by_text("Karim Bouzid")).to_have_count(0)
    journey.open_desk_case(nele, number)
    journey.write(nele, "Bericht", "Uw bericht aan de aanvrager", TOLD, "Stuur het bericht")
    expect(wout.get_by_role("article").filter(has_text=TOLD)).to_be_visible()


def test_a_page_is_live_no_more_once_its_reader_signs_out(desk: Desk) -> None:
    nele = desk("nele", "/werk/alle/mine/")
    live(nele)
    elsewhere = nele.context.new_page()
    elsewhere.goto(nele.url)
    elsewhere.locator("summary").filter(has_text="Profielmenu").click()

    press(elsewhere, "Afmelden")

    expect(nele.get_by_text("Deze pagina is niet meer live.")).to_be_visible()
