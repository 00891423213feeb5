"""What people do in several walks, in the words that stand on the pages."""

import re
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Error, FilePayload, Locator, Page, expect

from loket.documents.tests.makefiles import make_pdf

FORM = "Vermindering van werkregime"
FORM_PATH = "/formulier/vermindering-van-werkregime/"
REDUCED = "Verminderde prestaties (excl. ziekte)"
FOUR_DAYS = "Vierdagenweek met premie"
WHICH_LEAVE = "Om welk verlof gaat het precies?"
BEGIN = re.compile("^Begin")  # who has a draft begins a new request
NEXT = re.compile("^Volgende")
CHECKED = 60_000  # milliseconds for the check of a file, when others wait before it
NUMBER = re.compile(r"HRB\d{7}")


def paper(name: str) -> FilePayload:
    """Give a small document to send along."""
    return FilePayload(name=name, mimeType="application/pdf", buffer=make_pdf())


def press(page: Page | Locator, name: str | re.Pattern[str]) -> None:
    """Press the button with exactly these words, or with words that fit the pattern."""
    page.get_by_role("button", name=name, exact=isinstance(name, str)).click()


def open_page(page: Page, path: str) -> None:
    """Go to another page of the same person."""
    page.goto(urljoin(page.url, path))


def fetch(page: Page, path: str) -> str:
    """Give what an address sends to the script of a page; it is a part, no page to open."""
    part = page.evaluate("path => fetch(path).then(answer => answer.text())", path)
    assert isinstance(part, str)
    return part


def begin_form(page: Page) -> None:
    """Open the form for reduced working hours and begin."""
    open_page(page, FORM_PATH)
    press(page, BEGIN)
    expect(page).to_have_title(re.compile("^Stap 1 van 4"))


def choose_leave(page: Page, leave: str = FOUR_DAYS) -> None:
    """Say on the first step which leave it is, and go on."""
    page.get_by_label(REDUCED).check()
    page.get_by_label(WHICH_LEAVE).select_option(leave)
    press(page, NEXT)
    expect(page).to_have_title(re.compile("^Stap 2 van 4"))


def fill_period(page: Page, begin: str = "2027-03-01", end: str = "2028-02-29") -> None:
    """Say on the second step from when to when."""
    page.get_by_label("Begindatum").fill(begin)
    page.get_by_label("Einddatum").fill(end)


def promise_schedule(page: Page) -> None:
    """Say that the schedule comes later."""
    page.get_by_label("Ik stuur dit document later.").check()


def choose_file(page: Page, field: Locator, file: FilePayload) -> None:
    """Open the chooser and choose: the page may renew the field while somebody looks for a file."""
    with page.expect_file_chooser() as choosing:
        field.click()
    choosing.value.set_files(file)


def add_file(page: Page, document: str, name: str) -> None:
    """Send a file along for a document, and wait until it is found safe."""
    choose_file(page, page.get_by_label(f"Kies een bestand voor: {document}"), paper(name))
    expect(page.get_by_role("main").get_by_role("link", name=name)).to_be_visible(timeout=CHECKED)


def go_to_check(page: Page) -> None:
    """Go on to the page on which everything is read once more."""
    press(page, "Volgende: controleren")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk uw antwoorden na")


def hand_in(page: Page) -> str:
    """Send the request; give its number."""
    press(page, "Dien uw aanvraag in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wij hebben uw aanvraag ontvangen")
    return number_on(page)


def number_on(page: Page) -> str:
    """Read the number of the case that the page is about."""
    found = NUMBER.search(page.get_by_role("main").inner_text())
    assert found is not None, page.url
    return found.group()


def ask_for_four_days(page: Page) -> str:
    """Ask for a four-day week, with the schedule to follow; give the number."""
    begin_form(page)
    choose_leave(page)
    fill_period(page)
    promise_schedule(page)
    go_to_check(page)
    return hand_in(page)


def open_case(page: Page, number: str) -> None:
    """Open one's own case."""
    open_page(page, f"/zaken/{number}/")


def open_desk_case(page: Page, number: str, tab: str = "") -> None:
    """Open a case at the desk."""
    open_page(page, f"/werk/zaken/{number}/{tab}")


def take_case(page: Page, number: str) -> None:
    """Take a case and begin to work on it."""
    open_desk_case(page, number)
    press(page, "Neem deze zaak")
    press(page, "Begin met deze zaak")
    expect(status_of(page)).to_have_text("Werk in uitvoering")


def choose_what_to_do(page: Page, what: str) -> None:
    """Choose at the desk what to do with words."""
    to_do = page.get_by_role("region", name="Iets doen met deze zaak")
    to_do.get_by_role("link", name=what, exact=True).click()


def write(page: Page, what: str, field: str, words: str, send: str) -> None:
    """Choose at the desk what to write, write it and send it."""
    choose_what_to_do(page, what)
    page.get_by_label(field).fill(words)
    press(page, send)
    said = page.get_by_role("main").get_by_role("article").filter(has_text=words)
    expect(said.first).to_be_visible()


def solve(page: Page, words: str) -> None:
    """Propose a solution."""
    choose_what_to_do(page, "Oplossing")
    page.get_by_label("Uw antwoord aan de aanvrager").fill(words)
    press(page, "Stuur de oplossing")
    expect(status_of(page)).to_have_text("In afwachting van acceptatie")


def status_of(page: Page) -> Locator:
    """Find the status beside the title of a case."""
    return page.get_by_role("main").locator(".sd-pagehead__row .nl-data-badge").first


def reload_until(page: Page, wanted: Locator) -> None:
    """Open the page again until what other programs make is on it."""
    for _again in range(40):
        try:
            wanted.first.wait_for(timeout=500)
        except Error:
            page.reload()
        else:
            return
    expect(wanted.first).to_be_visible()


def download(page: Page, link: Locator) -> Path:
    """Follow a link that gives a file; give where it lies."""
    with page.expect_download() as coming:
        link.click()
    return coming.value.path()
