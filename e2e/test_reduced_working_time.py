"""Walk: from the search box to an accepted answer, with an approval and a document that follows."""

import re

from playwright.sync_api import Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press, status_of

SARAH = "sarah.vermeulen@mobiliteit.example"
TOM = "tom.claes@mobiliteit.example"
NELE = "nele.peeters@persopoint.example"


def test_sarah_brings_her_request_from_the_search_box_to_an_accepted_answer(
    loket: Installation, desk: Desk
) -> None:
    sarah = desk("sarah")
    number = sarah_finds_the_form_and_hands_it_in(sarah)
    the_receipt_comes_by_mail_and_leads_to_the_case(loket, sarah, number)

    tom_reads_and_agrees(loket, desk, number)

    nele = desk("nele", "/werk/alle/unassigned/")
    nele_takes_it_and_asks_a_question(nele, number)
    sarah_answers_and_sends_the_schedule(loket, sarah, number)
    nele_checks_the_schedule_and_answers(nele, number)

    sarah_accepts(loket, sarah, number)
    journey.open_desk_case(nele, number)
    expect(status_of(nele)).to_have_text("Voltooid gesloten")


def sarah_finds_the_form_and_hands_it_in(sarah: Page) -> str:
    sarah.get_by_role("main").get_by_role("combobox").fill("4/5")
    press(sarah.get_by_role("main"), "Zoeken")
    expect(sarah).to_have_url(re.compile("/zoeken/"))
    sarah.get_by_role("main").get_by_role("link", name=journey.FORM).click()
    expect(sarah.get_by_role("heading", level=1)).to_have_text(journey.FORM)
    press(sarah, journey.BEGIN)
    journey.choose_leave(sarah)
    journey.fill_period(sarah)
    expect(sarah.get_by_text("wij vragen het aan Tom Claes")).to_be_visible()
    journey.promise_schedule(sarah)
    expect(sarah.get_by_text("Bewaard om")).to_be_visible()
    journey.go_to_check(sarah)
    expect(sarah.get_by_role("main")).to_contain_text("1 maart 2027")
    return journey.hand_in(sarah)


def the_receipt_comes_by_mail_and_leads_to_the_case(
    loket: Installation, sarah: Page, number: str
) -> None:
    receipt = loket.mail_about("We hebben uw aanvraag ontvangen", SARAH)
    assert number in receipt.subject
    assert "1 maart 2027" in receipt.text
    link = re.search(r"http://\S+", receipt.text)
    assert link is not None
    sarah.goto(link.group().replace("//persopoint", "//sarah.persopoint"))
    expect(status_of(sarah)).to_have_text("Open")


def tom_reads_and_agrees(loket: Installation, desk: Desk, number: str) -> None:
    asked = loket.mail_about("Uw akkoord wordt gevraagd", TOM)
    assert number in asked.subject
    tom = desk("tom")
    journey.open_page(tom, "/taken/")
    asked_here = tom.get_by_role("article").filter(has_text=number)
    asked_here.get_by_role("link", name="Bekijk en beslis").click()
    expect(tom.get_by_role("main")).to_contain_text("Sarah Vermeulen")
    expect(tom.get_by_role("main")).to_contain_text("29 februari 2028")
    press(tom, "Akkoord")
    expect(tom.get_by_role("listitem").filter(has_text=number)).to_contain_text("Akkoord")


def nele_takes_it_and_asks_a_question(nele: Page, number: str) -> None:
    nele.get_by_role("link", name=number).click()
    expect(nele).to_have_url(re.compile(number))
    journey.take_case(nele, number)
    expect(nele.get_by_role("complementary")).to_contain_text("akkoord door Tom Claes")
    journey.write(nele, "Vraag", "Uw vraag", "Welke dag wilt u thuis zijn?", "Stel de vraag")
    expect(status_of(nele)).to_have_text("In afwachting")


def sarah_answers_and_sends_the_schedule(loket: Installation, sarah: Page, number: str) -> None:
    loket.mail_about("We hebben een vraag over uw aanvraag", SARAH)
    journey.open_page(sarah, "/taken/")
    journey.open_case(sarah, number)
    sarah.get_by_label("Uw antwoord").fill("Op woensdag.")
    press(sarah, "Stuur uw antwoord")
    expect(status_of(sarah)).to_have_text("Werk in uitvoering")
    sarah.get_by_label("Goedgekeurd rooster", exact=True).set_input_files(
        journey.paper("rooster.pdf")
    )
    press(sarah, "Stuur het document")
    expect(sarah.get_by_text("Het document is er: Goedgekeurd rooster.")).to_be_visible()


def nele_checks_the_schedule_and_answers(nele: Page, number: str) -> None:
    journey.open_desk_case(nele, number)
    expect(nele.get_by_text("Op woensdag.")).to_be_visible()
    nele.get_by_role("link", name="Bijlagen").click()
    schedule = nele.get_by_role("link", name="rooster.pdf")
    journey.reload_until(nele, schedule)
    assert journey.download(nele, schedule).stat().st_size > 0
    press(nele, re.compile("^In orde.*Goedgekeurd rooster$"))
    expect(nele.get_by_text("Nagekeken: in orde.")).to_be_visible()
    nele.get_by_role("link", name="Gesprek").click()
    journey.solve(nele, "Dag Sarah\n\nUw vierdagenweek is goedgekeurd.")


def sarah_accepts(loket: Installation, sarah: Page, number: str) -> None:
    solved = loket.mail_about("Er is een oplossing voor uw aanvraag", SARAH)
    assert f"/zaken/{number}/" in solved.text
    journey.open_case(sarah, number)
    expect(sarah.get_by_text("Uw vierdagenweek is goedgekeurd.").first).to_be_visible()
    press(sarah, "Ja, sluit de zaak")
    expect(status_of(sarah)).to_have_text("Voltooid gesloten")
    kept = journey.download(sarah, sarah.get_by_role("link", name="Zaak als pdf"))
    assert kept.read_bytes().startswith(b"%PDF")
    sarah.get_by_role("link", name="Bijlagen").click()
    expect(sarah.get_by_text("Nagekeken: in orde.")).to_be_visible()
    closed = loket.mail_about("Aanvraag afgesloten", SARAH)
    assert number in closed.subject
