"""Walk: medical documents and internal notes stay with those who may read them."""

import re

from playwright.sync_api import Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press
from loket.documents.tests.pdftext import text_of

SARAH = "sarah.vermeulen@mobiliteit.example"
MEDICAL = "Loopbaanonderbreking voor medische bijstand"
ATTEST = "attest van de arts.pdf"
HIDDEN = "Ce document est confidentiel."
SECRET = "Onderling afgesproken: eerst het saldo narekenen."
MAY_NOT_SEE = (403, 404)


def test_a_medical_certificate_is_read_by_cleared_handlers_alone(
    loket: Installation, desk: Desk
) -> None:
    sarah = desk("sarah")
    number = sarah_sends_a_certificate(sarah)

    tom = desk("tom", "/goedkeuringen/")
    tom_decides_without_it(tom, number)
    nele = desk("nele", "/werk/alle/unassigned/")
    address = nele_reads_it(nele, number)
    karim_sees_that_it_exists(desk("karim", "/profiel/"), number, address)
    assert answer_to(tom, address) in MAY_NOT_SEE

    for mail in loket.mails():
        assert ATTEST not in mail.text + mail.html + mail.subject
        assert not list(mail.message.iter_attachments())


def test_an_internal_note_is_in_nothing_that_the_requester_gets(
    loket: Installation, desk: Desk
) -> None:
    sarah = desk("sarah")
    number = journey.ask_for_four_days(sarah)
    nele = desk("nele", "/werk/alle/unassigned/")
    journey.open_desk_case(nele, number)
    press(nele, "Neem deze zaak")
    journey.write(nele, "Notitie", "Interne notitie", SECRET, "Bewaar de notitie")
    told = "Wij rekenen uw aanvraag na."
    journey.write(nele, "Bericht", "Uw bericht aan de aanvrager", told, "Stuur het bericht")

    loket.mail_about("U hebt een bericht over uw aanvraag", SARAH)
    assert_nowhere(sarah, number)
    assert all(SECRET not in mail.text + mail.html for mail in loket.mails(SARAH))
    journey.open_case(sarah, number)
    pdf = journey.download(sarah, sarah.get_by_role("link", name="Zaak als pdf"))
    assert told in text_of(pdf.read_bytes()) or number in text_of(pdf.read_bytes())
    assert SECRET not in text_of(pdf.read_bytes())


def sarah_sends_a_certificate(page: Page) -> str:
    journey.begin_form(page)
    journey.choose_leave(page, MEDICAL)
    journey.fill_period(page)
    journey.promise_schedule(page)
    journey.add_file(page, "Medisch attest", ATTEST)
    journey.go_to_check(page)
    return journey.hand_in(page)


def tom_decides_without_it(page: Page, number: str) -> None:
    waiting = page.get_by_role("article").filter(has_text=number)
    waiting.get_by_role("link", name="Bekijk en beslis").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(ATTEST)).to_have_count(0)
    press(page, "Akkoord")


def nele_reads_it(page: Page, number: str) -> str:
    journey.open_desk_case(page, number, "bijlagen/")
    attest = page.get_by_role("link", name=ATTEST)
    journey.reload_until(page, attest)
    assert journey.download(page, attest).read_bytes().startswith(b"%PDF")
    address = attest.get_attribute("href")
    assert address is not None
    return address


def karim_sees_that_it_exists(page: Page, number: str, address: str) -> None:
    for tab in ("", "gegevens/", "bijlagen/"):
        journey.open_desk_case(page, number, tab)
        expect(page.get_by_text(ATTEST)).to_have_count(0)
    certificate = page.get_by_role("listitem").filter(has_text="Certificat médical")
    expect(certificate).to_contain_text(HIDDEN)
    expect(certificate.get_by_role("button")).to_have_count(0)
    assert answer_to(page, address) in MAY_NOT_SEE


def answer_to(page: Page, path: str) -> int:
    """The status with which an address answers this person."""
    script = "path => fetch(path, {redirect: 'manual'}).then(answer => answer.status)"
    status = page.evaluate(script, path)
    assert isinstance(status, int)
    return status


def assert_nowhere(page: Page, number: str) -> None:
    places = (
        "/",
        f"/zaken/{number}/",
        f"/zaken/{number}/gegevens/",
        f"/zaken/{number}/bijlagen/",
        f"/zaken/{number}/ontvangst/",
        "/zaken/",
        "/taken/",
        "/berichten/",
        "/zoeken/?q=saldo",
    )
    for path in places:
        journey.open_page(page, path)
        assert not re.search("saldo narekenen|Onderling", page.content()), path
    suggested = journey.fetch(page, "/zoeken/suggesties/?q=saldo")
    assert not re.search("saldo narekenen|Onderling", suggested)
