"""Walk: somebody signs in with a password, says who they are on their profile, and signs out."""

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import BrowserContext, expect

from e2e.conftest import Desk
from e2e.installation import Installation

PASSWORD = "welkom bij loket"


def test_a_password_opens_the_page_that_one_wanted_and_a_wrong_one_is_said(
    loket: Installation, window: Callable[..., BrowserContext]
) -> None:
    page = window().new_page()
    page.goto(loket.address("sarah", "/aanmelden/?sleutel=wachtwoord&naar=/profiel/"))

    page.get_by_label("Gebruikersnaam").fill("sarah")
    page.get_by_label("Wachtwoord").fill("verkeerd")
    page.keyboard.press("Enter")
    refused = page.get_by_role("alert")
    expect(refused).to_be_focused()
    expect(refused).to_contain_text("Uw gebruikersnaam of uw wachtwoord klopt niet")
    expect(page).to_have_title(re.compile("^Fout: "))

    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(loket.address("sarah", "/profiel/"))
    expect(page.get_by_role("main")).to_contain_text("Sarah Vermeulen")


def test_a_key_that_is_too_weak_is_explained(loket: Installation, desk: Desk) -> None:
    page = desk("sarah", "/profiel/")

    page.goto(loket.address("sarah", "/aanmelden/sterker/?niveau=high&naar=/profiel/"))

    expect(page.get_by_role("main")).to_contain_text("sleutel van niveau hoog")


def test_language_photo_and_address_are_changed_on_the_profile(
    loket: Installation, desk: Desk
) -> None:
    page = desk("tom", "/profiel/")

    picture = BytesIO()
    Image.new("RGB", (640, 480), "#336699").save(picture, "JPEG")
    page.get_by_label("Nieuwe foto").set_input_files(
        {"name": "ik.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    page.get_by_role("button", name="Foto bewaren").click()
    expect(page.get_by_role("main")).to_contain_text("Uw foto is veranderd")
    expect(page.locator("main img.sd-avatar")).to_have_js_property("naturalWidth", 256)

    page.get_by_label("Nieuw e-mailadres").fill("tom@thuis.example")
    page.get_by_role("button", name="Adres toevoegen").click()
    expect(page.get_by_label("Code voor tom@thuis.example")).to_be_visible()
    mail = loket.mail_about("Uw code", to="tom@thuis.example")
    code = mail.subject.removeprefix("Uw code: ")
    assert code in mail.text
    page.get_by_label("Code voor tom@thuis.example").fill(f"{(int(code) + 1) % 1_000_000:06}")
    page.get_by_role("button", name="Code bewaren").click()
    expect(page.get_by_role("main")).to_contain_text("Deze code klopt niet of is te oud.")
    page.get_by_label("Code voor tom@thuis.example").fill(code)
    page.get_by_role("button", name="Code bewaren").click()
    expect(page.get_by_label("Code voor tom@thuis.example")).to_have_count(0)
    page.get_by_role("button", name="Berichten sturen naar tom@thuis.example").click()
    expect(page.get_by_role("main")).to_contain_text("Uw berichten gaan voortaan naar dit adres")

    page.get_by_label("Français").check()
    page.get_by_role("button", name="Taal bewaren").click()
    expect(page.locator("h1")).to_have_text("Mon profil")


def test_the_profile_fits_a_narrow_screen_and_works_without_script(desk: Desk) -> None:
    page = desk(
        "griet", "/profiel/", java_script_enabled=False, viewport={"width": 320, "height": 640}
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("English").check()
    page.get_by_role("button", name="Taal bewaren").click()
    expect(page.locator("h1")).to_have_text("My profile")


def test_signing_out_leaves_nothing_behind(loket: Installation, desk: Desk) -> None:
    page = desk("petra", "/profiel/")

    page.locator("main form[data-sign-out] button").click()
    page.wait_for_url(loket.address("petra", "/afgemeld/"))
    page.goto(loket.address("petra", "/profiel/"))

    expect(page).to_have_url(re.compile("/aanmelden/"))
