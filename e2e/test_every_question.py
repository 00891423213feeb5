"""Walk: a form with every kind of question is filled in and sent, with script and without."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from tests.clones import environment_of, run

from e2e import journey
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.journey import press
from loket.core.clock import now

type Answers = tuple[tuple[str, str], ...]

PACKS = Path(__file__).resolve().parents[1] / "packs"
FORM = "/formulier/alle-velden/"
DAY = now().date() + timedelta(days=120)
LATER = (DAY + timedelta(days=200)).isoformat()

NUMBERS: Answers = (
    ("verhaal", "Eerste regel\nTweede regel"),
    ("telefoon", "0612345678"),
    ("website", "www.voorbeeld.nl"),
    ("aantal", "1"),
    ("gewicht", "1,125"),
    ("bedrag", "1.234,50"),
)
SHOWN_BY_AN_AMOUNT: Answers = (("postcode", "1000"),)
TIMES: Answers = (
    ("dag", DAY.isoformat()),
    ("einde", LATER),
    ("uur", "09:30"),
    ("moment.date", LATER),
    ("moment.time", "14:15"),
    ("periode.from", DAY.isoformat()),
    ("periode.until", LATER),
    ("mee", "true"),
    ("dagen", "ma"),
    ("dagen", "wo"),
    ("land", "BE"),
    ("collega", "kim"),
)
SHOWN_BY_A_CHOICE: Answers = (("kleur", "rood"), ("stad", "BRU"))
DETAILS: Answers = (
    ("adres.country", "NL"),
    ("adres.street", "Lange Voorhout"),
    ("adres.postcode", "2514ab"),
    ("adres.number", "1"),
    ("adres.city", "Den Haag"),
    ("bsn", "111222333"),
    ("rrn", "85.07.30-033.28"),
    ("kvk", "12345678"),
    ("kbo", "0403.019.261"),
    ("rekening", "BE71 0961 2345 6769"),
    ("btw", "BE0403019261"),
    ("ziekte", "Rugpijn"),
    ("statuut", "contractueel"),
    ("kinderen.1.naam", "An"),
    ("kinderen.1.geboren", "2020-05-17"),
    ("kinderen.1.school", "true"),
    ("kinderen.1.kost", "10"),
    ("waar", "true"),
)
SHOWN_IN_AN_ITEM: Answers = (("kinderen.1.welke", "De Boom"),)
IN_WORDS = (
    "€ 1.234,50",
    "1,125",
    "Maandag, Woensdag",
    "Rood",
    "Brussel",
    "Kim",
    "2514 AB Den Haag",
    "Contractueel",
    "De Boom",
    "1.245,00",
    "Ja, akkoord",
)
UNPROVEN = "Bevestig dit adres met de code die wij mailen."
PAPERS = ("Altijd nodig", "Bewijs van school", "Akkoord van de chef")


@pytest.fixture(scope="module")
def town(loket: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Open another desk that has the form; give the address of a person there."""
    environment = environment_of(loket.database, Path(tmp_path_factory.mktemp("bestanden")))
    run("django", "pack", "apply", str(PACKS / "test"), "--to", "stad", "--demo", **environment)
    return f"http://sam.stad.localhost:{loket.port}"


@pytest.mark.parametrize("script", [True, False])
def test_every_kind_of_question_is_answered_and_sent(
    town: str, loket: Installation, window: Callable[..., BrowserContext], script: bool
) -> None:
    page = begin(window(java_script_enabled=script).new_page(), town)
    fill_in(page, NUMBERS, SHOWN_BY_AN_AMOUNT, script=script)
    add_paper(page, PAPERS[0], script=script)
    address = f"script-{script}@voorbeeld.example".lower()
    ask_code(page, address)
    type_code(page, address, loket.mail_about("‘Alle vragen’", address).subject)
    press(page, "Volgende stap")
    expect(page).to_have_title(re.compile("^Stap 2 van"))
    fill_in(page, TIMES, SHOWN_BY_A_CHOICE, script=script)
    press(page, "Volgende stap")
    expect(page).to_have_title(re.compile("^Stap 3 van 5"))
    fill_in(page, DETAILS, SHOWN_IN_AN_ITEM, script=script)
    add_second_child(page)
    for paper in PAPERS[1:]:
        add_paper(page, paper, script=script)
    page.get_by_label("Ik stuur dit document later.").check()

    journey.go_to_check(page)

    for words in (*IN_WORDS, f"{address} (bevestigd)"):
        expect(page.get_by_role("main")).to_contain_text(words)
    press(page, "Dien uw aanvraag in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wij hebben uw aanvraag ontvangen")


def test_who_changes_what_we_knew_is_asked_why(desk: Desk) -> None:
    page = desk("sarah")
    journey.begin_form(page)
    journey.choose_leave(page)
    expect(page.get_by_label("Statutair")).to_be_checked()
    why = page.get_by_label("Wat klopt er niet?")
    expect(why).to_be_hidden()

    page.get_by_label("Contractueel").check()

    expect(why).to_be_visible()


def begin(page: Page, town: str) -> Page:
    page.goto(f"{town}/aanmelden/demo/?naar={FORM}")
    page.locator('form[action$="/aanmelden/demo/verder/"] button').click()
    press(page, journey.BEGIN)
    expect(page).to_have_title(re.compile("^Stap 1 van"))
    return page


def fill_in(page: Page, *parts: Answers, script: bool) -> None:
    """Answer part by part: what follows from an answer comes by itself, or by a button."""
    for part in parts:
        for name, value in part:
            answer(page, name, value)
        refresh(page, script=script)


def answer(page: Page, name: str, value: str) -> None:
    control = page.get_by_role("main").locator(f'[name="{name}"]')
    kind = control.first.get_attribute("type") or ""
    if kind in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif control.first.evaluate("one => one.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def refresh(page: Page, *, script: bool) -> None:
    if not script:
        press(page, "Ververs de vragen")


def ask_code(page: Page, address: str) -> None:
    """Give another address than the own one, which needs no code, and ask for a code."""
    expect(page.get_by_text("Dit adres is bevestigd.")).to_be_visible()
    answer(page, "mail", address)
    press(page, "Volgende stap")
    expect(page.get_by_text(UNPROVEN, exact=True)).to_be_visible()
    press(page, "Mail een code")
    expect(page.get_by_label(f"Code voor {address}")).to_be_visible()


def type_code(page: Page, address: str, subject: str) -> None:
    """Type the code of the mail: Enter checks it, and sends nothing off."""
    field = page.get_by_label(f"Code voor {address}")
    field.fill(subject.removeprefix("Uw code: "))
    field.press("Enter")
    expect(page.get_by_text("Dit adres is bevestigd.")).to_be_visible()
    expect(page.get_by_text(UNPROVEN, exact=True)).to_have_count(0)


def add_second_child(page: Page) -> None:
    page.locator("button[name=add_item]").click()
    child = page.get_by_role("group", name="Kind 2", exact=True)
    child.get_by_label("Naam").fill("Jo")
    child.get_by_label("Kosten").fill("0,50")
    child.get_by_label("Nee").check()


def add_paper(page: Page, document: str, *, script: bool) -> None:
    name = f"{document.split()[0].lower()}.pdf"
    row: Locator = page.get_by_role("listitem").filter(has_text=document)
    field = row.get_by_label(f"Kies een bestand voor: {document}")
    if script:
        journey.choose_file(page, field, journey.paper(name))
    else:
        field.set_input_files(journey.paper(name))
        press(row, "Voeg toe")
    expect(page.get_by_role("main").get_by_text(name).first).to_be_visible()
