"""Walk: the whole way of a requester on a phone, and nothing to scroll sideways at 320 pixels."""

import re
from typing import Any

from playwright.sync_api import Page, ViewportSize, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.journey import press, status_of

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OVER_EACH_OTHER = """() => [...document.querySelectorAll('td, th')]
  .filter(cell => cell.clientHeight && cell.scrollHeight > cell.clientHeight + 2)
  .map(cell => cell.textContent.trim())"""


def test_the_difference_of_two_versions_can_be_read_on_a_phone(desk: Desk) -> None:
    wout = desk("wout", "/werk/formulieren/", **PHONE)
    look(wout)
    said = wout.evaluate("fetch('hr.vraag/1/yaml').then(answer => answer.text())")
    wout.goto(f"{wout.url}inlezen/")
    long = "Stel een vraag over alles wat met uw wedde en uw toelagen te maken heeft"
    field = wout.get_by_label("Of plak de tekst hier")
    field.fill(said.replace("Stel een vraag over uw wedde", long))
    press(wout, "Bekijk het verschil")

    expect(wout.get_by_role("cell", name=long)).to_be_visible()
    look(wout)


def test_a_request_goes_its_way_on_a_phone(desk: Desk) -> None:
    yusuf = desk("yusuf", **PHONE)
    look(yusuf)
    number = yusuf_asks(yusuf)
    look_at_the_lists(yusuf)

    nele = desk("nele", "/werk/alle/unassigned/", **PHONE)
    look(nele)
    nele_answers(nele, number)

    journey.open_case(yusuf, number)
    the_status_stands_on_top(yusuf)
    look(yusuf)
    press(yusuf, "Ja, sluit de zaak")
    expect(status_of(yusuf)).to_have_text("Voltooid gesloten")
    look(yusuf)


def yusuf_asks(page: Page) -> str:
    page.get_by_role("main").get_by_role("combobox").fill("4/5")
    press(page.get_by_role("main"), "Zoeken")
    expect(page).to_have_url(re.compile("/zoeken/"))
    look(page)
    page.get_by_role("main").get_by_role("link", name=journey.FORM).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(journey.FORM)
    look(page)
    press(page, journey.BEGIN)
    expect(page).to_have_title(re.compile("^Stap 1 van 4"))
    look(page)
    journey.choose_leave(page)
    press(page, "Volgende: controleren")
    expect(page.get_by_role("alert")).to_be_focused()
    look(page)
    journey.fill_period(page)
    journey.add_file(page, "Akkoord van uw chef", "akkoord.pdf")
    journey.add_file(page, "Goedgekeurd rooster", "een rooster met een heel lange naam.pdf")
    look(page)
    journey.go_to_check(page)
    look(page)
    number = journey.hand_in(page)
    the_news_stands_above_the_help(page)
    look(page)
    return number


def the_news_stands_above_the_help(page: Page) -> None:
    news = page.get_by_text("is ingediend").bounding_box()
    helping = page.get_by_role("heading", name="Liever iemand spreken?").bounding_box()
    assert news is not None
    assert helping is not None
    assert news["y"] < helping["y"]


def look_at_the_lists(page: Page) -> None:
    for path in ("/zaken/", "/concepten/", "/taken/", "/goedkeuringen/", "/berichten/"):
        journey.open_page(page, path)
        look(page)
    page.locator("summary").filter(has=page.get_by_text("Menu", exact=True)).click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Mijn zaken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn zaken")


def nele_answers(page: Page, number: str) -> None:
    journey.take_case(page, number)
    look(page)
    journey.open_desk_case(page, number, "bijlagen/")
    look(page)
    journey.open_desk_case(page, number)
    journey.solve(page, "Dag Yusuf, het is goedgekeurd.")


def the_status_stands_on_top(page: Page) -> None:
    status = page.get_by_role("region", name="Status").bounding_box()
    tabs = page.get_by_role("navigation", name="Delen van de zaak").bounding_box()
    assert status is not None
    assert tabs is not None
    assert status["y"] < tabs["y"]


def look(page: Page) -> None:
    """See the page at 390 and at 320 pixels: nothing sticks out or lies over another."""
    page.wait_for_load_state()
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} is too wide for 390 pixels"
    before = page.viewport_size
    page.set_viewport_size(NARROWEST)
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} is too wide for 320 pixels"
    assert page.evaluate(OVER_EACH_OTHER) == [], f"{page.url} writes one thing over another"
    if before:
        page.set_viewport_size(before)
