"""Walk: a request is taken back, changed after handing in, or done again."""

import re

from playwright.sync_api import Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press, status_of


def test_a_request_is_taken_back_at_once_as_long_as_nobody_began(desk: Desk) -> None:
    sarah = desk("sarah")
    number = journey.ask_for_four_days(sarah)
    journey.open_case(sarah, number)

    say_why(sarah, "Mijn plannen zijn veranderd.")
    press(sarah, "Trek uw aanvraag in")

    expect(status_of(sarah)).to_have_text("Ingetrokken")
    expect(sarah.get_by_role("article").filter(has_text="plannen zijn veranderd")).to_be_visible()
    expect(sarah.get_by_text("Aanvraag intrekken")).to_have_count(0)
    tom = desk("tom", "/goedkeuringen/")
    expect(tom.get_by_role("article").filter(has_text=number)).to_have_count(0)


def test_after_the_work_began_the_handler_decides_whether_it_is_taken_back(
    loket: Installation, desk: Desk
) -> None:
    yusuf = desk("yusuf")
    number = yusuf_hands_in_with_everything(yusuf)
    nele = desk("nele", "/werk/alle/unassigned/")
    journey.take_case(nele, number)

    yusuf_asks(yusuf, number)
    journey.open_desk_case(nele, number)
    expect(nele.get_by_role("region", name="Wie moet nu iets doen?")).to_contain_text(
        "Nele Peeters"
    )
    why = "De premie is al betaald."
    journey.write(
        nele,
        "Niet intrekken",
        "Waarom kan de aanvraag niet meer worden ingetrokken?",
        why,
        "Trek de aanvraag niet in",
    )

    mail = loket.mail_about(
        "Uw aanvraag is niet ingetrokken", "yusuf.demir@werkgelegenheid.example"
    )
    assert number in mail.subject
    journey.open_case(yusuf, number)
    expect(yusuf.get_by_role("article").filter(has_text=why)).to_be_visible()
    expect(status_of(yusuf)).to_have_text("Werk in uitvoering")

    yusuf_asks(yusuf, number)
    journey.open_desk_case(nele, number)
    press(nele, "Trek de aanvraag in")
    expect(status_of(nele)).to_have_text("Ingetrokken")


def test_a_change_is_sent_judged_and_taken_over_and_the_request_is_done_again(
    loket: Installation, desk: Desk
) -> None:
    sarah = desk("sarah")
    number = journey.ask_for_four_days(sarah)

    journey.open_case(sarah, number)
    press(sarah, "Wijzig uw aanvraag")
    sarah.get_by_role("link", name=re.compile("^Wijzig.*Periode")).click()
    wish = "Liefst niet op woensdag."
    sarah.get_by_label("Opmerking").fill(wish)
    expect(sarah.get_by_text("Nog niet verstuurd.")).to_be_visible()
    press(sarah, "Volgende: controleren")
    expect(sarah.locator("ins", has_text=wish)).to_be_visible()
    press(sarah, "Verstuur de wijzigingen")
    expect(sarah.get_by_text("Uw wijzigingen zijn verstuurd")).to_be_visible()

    nele = desk("nele", f"/werk/zaken/{number}/")
    asked = nele.get_by_role("region", name="De aanvrager wil dit veranderen")
    asked.get_by_label("Neem over").check()
    press(nele, "Beslis over de wijzigingen")
    expect(asked).to_have_count(0)
    journey.open_page(sarah, f"/zaken/{number}/gegevens/")
    expect(sarah.get_by_text("overgenomen", exact=True)).to_be_visible()

    sarah.get_by_text("Opnieuw doen", exact=True).click()
    press(sarah, "Doe deze aanvraag opnieuw")
    expect(sarah.get_by_role("main")).to_contain_text(f"in de plaats van zaak {number}")
    expect(sarah.get_by_role("main")).to_contain_text(wish)
    again = journey.hand_in(sarah)
    journey.open_case(sarah, number)
    expect(sarah).to_have_url(re.compile(f"/zaken/{again}/$"))
    journey.open_desk_case(nele, number)
    expect(nele).to_have_url(re.compile(f"/werk/zaken/{again}/$"))


def yusuf_hands_in_with_everything(page: Page) -> str:
    journey.begin_form(page)
    journey.choose_leave(page)
    journey.fill_period(page)
    journey.add_file(page, "Akkoord van uw chef", "akkoord.pdf")
    journey.add_file(page, "Goedgekeurd rooster", "rooster.pdf")
    journey.go_to_check(page)
    return journey.hand_in(page)


def say_why(page: Page, words: str) -> None:
    page.get_by_text("Aanvraag intrekken", exact=True).click()
    page.get_by_label("Waarom wilt u intrekken?").fill(words)


def yusuf_asks(page: Page, number: str) -> None:
    journey.open_case(page, number)
    say_why(page, "Ik werk toch liever voltijds.")
    press(page, "Vraag om in te trekken")
    expect(page.get_by_text("U vroeg om deze aanvraag in te trekken.")).to_be_visible()
    expect(page.get_by_text("Aanvraag intrekken", exact=True)).to_have_count(0)
