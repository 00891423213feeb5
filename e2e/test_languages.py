"""Walk: the same way in French, German and English, and a change of language on the way."""

import re
from dataclasses import dataclass

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press

DUTCH = re.compile(
    r"\b(uw|niet|wij|het|hebt|geen|bent|wordt|worden|wordt|ook|deze|krijgt)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Tongue:
    """A language: who reads it, and how the form and a date are written in it."""

    code: str
    person: str
    mail: str
    form: str
    reduced: str
    which: str
    leave: str
    begin: str
    remark: str
    day: str
    name: str

    def say(self, words: str) -> str:
        """Say words of the house in this language."""
        with override(self.code):
            return gettext(words)


FRENCH = Tongue(
    code="fr",
    person="luc",
    mail="luc.fontaine@mobiliteit.example",
    form="Réduction du régime de travail",
    reduced="Prestations réduites (hors maladie)",
    which="De quel congé s'agit-il précisément ?",
    leave="Semaine de quatre jours avec prime",
    begin="Date de début",
    remark="Remarque",
    day="8 mars 2027",
    name="Français",
)
GERMAN = Tongue(
    code="de",
    person="anke",
    mail="anke.schroeder@werkgelegenheid.example",
    form="Verringerung der Arbeitszeit",
    reduced="Verringerte Leistungen (außer Krankheit)",
    which="Um welchen Urlaub handelt es sich genau?",
    leave="Viertagewoche mit Prämie",
    begin="Beginndatum",
    remark="Bemerkung",
    day="8. März 2027",
    name="Deutsch",
)
ENGLISH = Tongue(
    code="en",
    person="mei",
    mail="mei.chen@persopoint.example",
    form="Reduced working hours",
    reduced="Reduced hours (not sickness)",
    which="Which leave is it exactly?",
    leave="Four-day week with premium",
    begin="Start date",
    remark="Remark",
    day="8 March 2027",
    name="English",
)
TONGUES = (FRENCH, GERMAN, ENGLISH)


@pytest.mark.parametrize("tongue", TONGUES, ids=lambda tongue: tongue.code)
def test_home_form_case_and_mail_speak_the_language_of_the_reader(
    loket: Installation, desk: Desk, tongue: Tongue
) -> None:
    page = desk(tongue.person)
    listen(page, tongue)
    fill_in(page, tongue)
    send_what_is_asked(page, tongue)
    press(page, tongue.say("Volgende: controleren"))
    expect(page.get_by_role("main")).to_contain_text(tongue.day)
    listen(page, tongue)
    press(page, tongue.say("Dien uw aanvraag in"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(tongue.say("Wij hebben uw aanvraag ontvangen"))
    listen(page, tongue)
    number = journey.number_on(page)

    for tab in ("", "gegevens/", "bijlagen/"):
        journey.open_page(page, f"/zaken/{number}/{tab}")
        expect(page.get_by_role("heading", level=1)).to_have_text(tongue.form)
        listen(page, tongue)
    for path in ("/zaken/", "/taken/", "/goedkeuringen/", "/concepten/", "/aanvragen/"):
        journey.open_page(page, path)
        expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{tongue.code}"))
    mail = loket.mail_about(number, tongue.mail)
    assert tongue.day in mail.text
    assert not DUTCH.search(mail.text), mail.text


def test_a_change_of_language_on_the_way_keeps_everything(desk: Desk) -> None:
    page = desk("sarah")
    journey.begin_form(page)
    journey.choose_leave(page)
    page.get_by_label("Begindatum").fill("2027-03-08")
    page.get_by_label("Opmerking").fill("Liefst op woensdag thuis.")

    for tongue in TONGUES:
        footer = page.get_by_role("contentinfo")
        footer.get_by_text(tongue.name, exact=True).click()
        expect(page.get_by_label(tongue.remark)).to_have_value("Liefst op woensdag thuis.")
        expect(page.get_by_label(tongue.begin)).to_have_value("2027-03-08")

    page.get_by_role("contentinfo").get_by_text("Nederlands", exact=True).click()
    expect(page.get_by_label("Opmerking")).to_have_value("Liefst op woensdag thuis.")


def fill_in(page: Page, tongue: Tongue) -> None:
    journey.open_page(page, journey.FORM_PATH)
    expect(page.get_by_role("heading", level=1)).to_have_text(tongue.form)
    listen(page, tongue)
    begin = f"^({tongue.say('Begin')}|{tongue.say('Begin een nieuwe aanvraag')})$"
    press(page, re.compile(begin))
    page.get_by_label(tongue.reduced).check()
    page.get_by_label(tongue.which).select_option(tongue.leave)
    listen(page, tongue)
    press(page, tongue.say("Volgende stap"))
    page.get_by_label(tongue.begin).fill("2027-03-08")
    listen(page, tongue)


def send_what_is_asked(page: Page, tongue: Tongue) -> None:
    """Send the agreement where no chief is known, and promise the rest."""
    for promise in page.get_by_label(tongue.say("Ik stuur dit document later.")).all():
        promise.check()
    words = tongue.say("Kies een bestand voor: %(label)s").split("%")[0]
    chief = {"fr": "Accord de votre chef", "de": "Einverständnis", "en": "Your manager"}
    agreement = page.get_by_label(re.compile(f"^{words}{chief[tongue.code]}"))
    if agreement.count():
        journey.choose_file(page, agreement, journey.paper("akkoord.pdf"))
        sent = page.get_by_role("main").get_by_role("link", name="akkoord.pdf")
        expect(sent).to_be_visible(timeout=journey.CHECKED)


def listen(page: Page, tongue: Tongue) -> None:
    """Hear that the page speaks this language, and no Dutch."""
    expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{tongue.code}"))
    said = page.get_by_role("main").inner_text() + page.get_by_role("banner").inner_text()
    dutch = DUTCH.search(said)
    assert dutch is None, f"{page.url}: {said[max(0, dutch.start() - 60) : dutch.end() + 60]}"
