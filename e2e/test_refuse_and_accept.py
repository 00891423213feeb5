"""Walk: a solution is refused with a reason, comes back better, and is accepted."""

import re

from playwright.sync_api import Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press, status_of

YUSUF = "yusuf.demir@werkgelegenheid.example"
NELE = "nele.peeters@persopoint.example"
WHY = "De einddatum klopt niet."


def test_a_refused_solution_goes_back_to_the_same_handler_and_is_accepted_in_the_end(
    loket: Installation, desk: Desk
) -> None:
    yusuf = desk("yusuf")
    number = yusuf_asks_with_the_agreement_as_a_document(yusuf)
    nele = desk("nele", "/werk/alle/unassigned/")
    journey.take_case(nele, number)
    journey.solve(nele, "Dag Yusuf, u werkt vier dagen tot en met 28 februari.")

    yusuf_refuses(yusuf, number)

    refused = loket.mail_about("Oplossing geweigerd", NELE)
    assert number in refused.subject
    assert WHY not in refused.text
    nele_reads_why_and_answers_again(nele, number)

    yusuf_accepts_on_the_home_page(loket, yusuf, number)


def yusuf_asks_with_the_agreement_as_a_document(page: Page) -> str:
    """His chief is not known, so that he sends the agreement himself."""
    journey.begin_form(page)
    journey.choose_leave(page)
    journey.fill_period(page)
    journey.add_file(page, "Akkoord van uw chef", "akkoord.pdf")
    journey.add_file(page, "Goedgekeurd rooster", "rooster.pdf")
    journey.go_to_check(page)
    return journey.hand_in(page)


def yusuf_refuses(page: Page, number: str) -> None:
    journey.open_case(page, number)
    press(page, "Nee, ik ga niet akkoord")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_title(re.compile("^Fout:"))
    expect(status_of(page)).to_have_text("In afwachting van acceptatie")
    page.get_by_label("Uw toelichting").fill(WHY)
    press(page, "Nee, ik ga niet akkoord")
    expect(status_of(page)).to_have_text("Werk in uitvoering")
    expect(page.get_by_role("article").filter(has_text=WHY)).to_be_visible()


def nele_reads_why_and_answers_again(page: Page, number: str) -> None:
    journey.open_page(page, "/werk/alle/mine/")
    page.get_by_role("link", name=number).click()
    facts = page.get_by_role("region", name="Over deze zaak")
    expect(facts).to_contain_text("Nele Peeters")
    expect(facts.get_by_text("Oplossing geweigerd")).to_be_visible()
    expect(page.get_by_text(WHY)).to_be_visible()
    journey.solve(page, "Dag Yusuf, u werkt vier dagen tot en met 29 februari.")


def yusuf_accepts_on_the_home_page(loket: Installation, page: Page, number: str) -> None:
    journey.open_page(page, "/")
    task = page.get_by_role("article").filter(has_text=number)
    expect(task).to_contain_text("29 februari")
    press(task, "Ja, akkoord")
    expect(page.get_by_role("main").get_by_text(re.compile("gesloten")).first).to_be_visible()
    journey.open_case(page, number)
    expect(status_of(page)).to_have_text("Voltooid gesloten")
    expect(page.get_by_label("Schrijf ons een bericht")).to_have_count(0)
    assert number in loket.mail_about("Aanvraag afgesloten", YUSUF).subject
