"""Walk: a request goes back, by the handler or by the chief, and is corrected."""

import re

from playwright.sync_api import Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press, status_of

SARAH = "sarah.vermeulen@mobiliteit.example"
TOM = "tom.claes@mobiliteit.example"

MONTHS = {"03": "maart", "04": "april"}


def test_a_returned_request_is_corrected_and_the_chief_is_asked_again(
    loket: Installation, desk: Desk
) -> None:
    sarah, tom = desk("sarah"), desk("tom")
    number = journey.ask_for_four_days(sarah)
    decide(tom, number, "Akkoord")
    nele = desk("nele", "/werk/alle/unassigned/")
    nele_sends_it_back(nele, number)

    assert number in loket.mail_about("Verbeter uw aanvraag", SARAH).subject
    sarah_corrects_the_begin(sarah, number, "2027-03-01", "2027-03-08")

    expect(sarah.get_by_text("Wij wachten op:").locator("..")).to_contain_text("leidinggevende")
    journey.open_desk_case(nele, number)
    expect(nele.get_by_role("region", name="Wie moet nu iets doen?")).to_contain_text("Tom Claes")
    expect(nele.get_by_role("button", name="Begin met deze zaak")).to_have_count(0)

    tom_says_no(tom, number)
    assert number in loket.mail_about("Er is geen akkoord voor uw aanvraag", SARAH).subject
    sarah_reads_why(sarah, number)

    sarah_corrects_the_begin(sarah, number, "2027-03-08", "2027-04-05")
    decide(tom, number, "Akkoord")
    nele_goes_on(nele, number)


def decide(page: Page, number: str, answer: str) -> None:
    journey.open_page(page, "/goedkeuringen/")
    waiting = page.get_by_role("article").filter(has_text=number)
    waiting.get_by_role("link", name="Bekijk en beslis").click()
    press(page, answer)
    expect(page.get_by_role("listitem").filter(has_text=number).first).to_contain_text(answer)


def nele_sends_it_back(page: Page, number: str) -> None:
    journey.take_case(page, number)
    journey.choose_what_to_do(page, "Terugsturen")
    press(page, "Stuur terug")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Wat moet de aanvrager verbeteren?").fill("Begin op een maandag.")
    press(page, "Stuur terug")
    expect(status_of(page)).to_have_text("Teruggestuurd")


def sarah_corrects_the_begin(page: Page, number: str, was: str, now: str) -> None:
    journey.open_case(page, number)
    expect(status_of(page)).to_have_text("Teruggestuurd")
    expect(page.get_by_text("Begin op een maandag.").first).to_be_visible()
    press(page, "Verbeter uw aanvraag")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk uw antwoorden na")
    page.get_by_role("link", name=re.compile("^Wijzig.*Periode en documenten$")).click()
    expect(page.get_by_label("Begindatum")).to_have_value(was)
    page.get_by_label("Begindatum").fill(now)
    press(page, journey.NEXT)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk uw antwoorden na")
    expect(page.get_by_role("main")).to_contain_text(f"{int(now[-2:])} {MONTHS[now[5:7]]} 2027")
    press(page, "Stuur de verbetering in")
    expect(status_of(page)).to_have_text("Toegewezen")


def tom_says_no(page: Page, number: str) -> None:
    journey.open_page(page, "/taken/")
    waiting = page.get_by_role("article").filter(has_text=number)
    waiting.get_by_role("link", name="Bekijk en beslis").click()
    expect(page.get_by_role("main")).to_contain_text("8 maart 2027")
    press(page, "Niet akkoord")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Uw toelichting").fill("In maart is er te veel werk.")
    press(page, "Niet akkoord")
    decided = page.get_by_role("listitem").filter(has_text=number).first
    expect(decided).to_contain_text("Niet akkoord")


def sarah_reads_why(page: Page, number: str) -> None:
    journey.open_case(page, number)
    expect(status_of(page)).to_have_text("Teruggestuurd")
    refusal = page.get_by_role("article", name="Tom Claes").filter(has_text="niet akkoord")
    expect(refusal).to_contain_text("In maart is er te veel werk.")
    expect(page.get_by_role("button", name="Verbeter uw aanvraag")).to_be_visible()


def nele_goes_on(page: Page, number: str) -> None:
    journey.open_desk_case(page, number)
    expect(page.get_by_role("button", name="Neem deze zaak")).to_have_count(0)
    expect(page.get_by_role("article", name="Tom Claes").first).to_be_visible()
    press(page, "Begin met deze zaak")
    expect(status_of(page)).to_have_text("Werk in uitvoering")
