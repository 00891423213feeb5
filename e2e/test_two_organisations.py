"""Walk: two organisations on two hosts of one browser; what is told to one stays with that one."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from tests.foreign import foreign_in

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press

RIJNBEEK = "rijnbeek.localhost"
NUMBER = re.compile(r"RBK\d{7}")
WORDS = "De deksel van de put klappert als er een auto over rijdt."
ANSWER = "Goedemorgen Gerrit, de put heeft een nieuw deksel."


def test_what_an_inhabitant_reports_is_answered_in_rijnbeek_and_seen_nowhere_else(
    loket: Installation, desk: Desk
) -> None:
    gerrit = desk("gerrit", at=RIJNBEEK)
    number = gerrit_reports_a_drain_with_a_photo(gerrit)
    marieke = desk("marieke", f"/werk/zaken/{number}/", at=RIJNBEEK)
    marieke_answers_and_closes(marieke)

    gerrit.goto(loket.address("gerrit", f"/zaken/{number}/", RIJNBEEK))
    expect(gerrit.get_by_role("main")).to_contain_text(ANSWER)
    expect(journey.status_of(gerrit)).to_have_text("Afgehandeld")

    nele = desk("nele")
    nothing_of_it_is_seen_at_persopoint(nele, number)
    nobody_takes_a_session_along(loket, gerrit, nele)
    no_mail_tells_of_the_other(loket, number)


def gerrit_reports_a_drain_with_a_photo(page: Page) -> str:
    journey.open_page(page, "/formulier/melding-openbare-ruimte/")
    press(page, journey.BEGIN)
    page.get_by_label("Riool en water").check()
    page.get_by_label("Een put is verstopt of het deksel ontbreekt").check()
    page.get_by_label("Wat ziet u?").fill(WORDS)
    press(page, journey.NEXT)
    for label, value in (
        ("Straat", "Beekdalseweg"),
        ("Huisnummer", "112"),
        ("Postcode", "5990 NR"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Gemeente of plaats").fill("Rijnbeek")
    journey.choose_file(page, page.get_by_label("Kies een bestand voor: Foto"), photo())
    link = page.get_by_role("main").get_by_role("link", name="put.png")
    expect(link).to_be_visible(timeout=journey.CHECKED)
    press(page, journey.NEXT)
    danger = page.get_by_role("group", name="Is het nu gevaarlijk?")
    danger.get_by_label("Nee").check()
    page.get_by_label("Nee, een bericht dat het klaar is, is genoeg").check()
    calling = page.get_by_role("group", name="Mogen wij u bellen als wij de plek niet vinden?")
    calling.get_by_label("Nee").check()
    journey.go_to_check(page)
    press(page, "Dien uw aanvraag in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wij hebben uw aanvraag ontvangen")
    found = NUMBER.search(page.get_by_role("main").inner_text())
    assert found is not None
    journey.open_page(page, f"/zaken/{found.group()}/")
    expect(page.get_by_role("main")).not_to_contain_text("acceptatie")
    return found.group()


def photo() -> FilePayload:
    """A picture, as a telephone makes it."""
    made = BytesIO()
    Image.new("RGB", (320, 240), "#6d6f72").save(made, "PNG")
    return FilePayload(name="put.png", mimeType="image/png", buffer=made.getvalue())


def marieke_answers_and_closes(page: Page) -> None:
    press(page, "Neem deze zaak")
    press(page, "Begin met deze zaak")
    expect(journey.status_of(page)).to_have_text("In behandeling")
    journey.choose_what_to_do(page, "Vraag")
    asked = page.get_by_role("group", name="Aan wie stelt u de vraag?")
    expect(asked.get_by_role("radio")).to_have_count(2)
    journey.choose_what_to_do(page, "Oplossing")
    page.get_by_label("Uw antwoord aan de aanvrager").fill(ANSWER)
    press(page, "Stuur de oplossing en sluit de zaak")
    expect(journey.status_of(page)).to_have_text("Afgehandeld")


def nothing_of_it_is_seen_at_persopoint(page: Page, number: str) -> None:
    for place in ("/werk/alle/team/", "/werk/alle/unassigned/", f"/werk/zoeken/?q={number}"):
        journey.open_page(page, place)
        expect(page.get_by_role("main").get_by_role("link", name=number)).to_have_count(0)
        assert foreign_in(page.content().replace(number, ""), "persopoint") == []
    journey.open_page(page, f"/zoeken/?q={number}")
    expect(page.get_by_role("main").get_by_role("link", name=number)).to_have_count(0)
    for place in (f"/zaken/{number}/", f"/werk/zaken/{number}/"):
        journey.open_page(page, place)
        expect(page).to_have_title(re.compile("^Deze pagina bestaat niet"))


def nobody_takes_a_session_along(loket: Installation, gerrit: Page, nele: Page) -> None:
    """A session is of one organisation, whichever host the browser takes it to."""
    stolen = [cookie for cookie in gerrit.context.cookies() if "gerrit" in cookie["domain"]]
    assert stolen
    there = loket.address(path="/zaken/")
    visitor = nele.context.new_page()
    visitor.context.add_cookies(
        [{"name": one["name"], "value": one["value"], "url": there} for one in stolen]
    )
    visitor.goto(there)
    expect(visitor).to_have_url(re.compile("/aanmelden/"))
    nele.reload()
    gerrit.reload()
    expect(gerrit.get_by_role("main")).to_contain_text(ANSWER)


def no_mail_tells_of_the_other(loket: Installation, number: str) -> None:
    loket.mail_about("Aanvraag afgesloten", "gerrit.postma@post.example")
    mails = [mail for mail in loket.mails() if number in mail.subject]
    assert {mail.message["From"].addresses[0].addr_spec for mail in mails} == {
        "balie@rijnbeek.example"
    }
    told = [mail.message.as_string() + mail.text + mail.html for mail in mails]
    assert [found for one in told if (found := foreign_in(one, "rijnbeek"))] == []
