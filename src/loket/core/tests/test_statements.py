"""What an organisation accounts for, such as how accessible it is, has a page and is in each footer."""

import pytest
from django.test import Client
from tests.make import make_organisation

from loket.core.models import Organisation


@pytest.fixture
def organisation(db: None) -> Organisation:
    made = make_organisation()
    title = {"nl": "Toegankelijkheid", "fr": "Accessibilité"}
    text = {"nl": "Alles kan met toetsen.\n\nBel ons.", "fr": "Tout se fait au clavier."}
    made.statements = {"toegankelijkheid": {"title": title, "parts": [{"text": text}]}}
    made.settings = {**made.settings, "statements": {"toegankelijkheid": title}}
    made.save()
    return made


def browser(language: str) -> Client:
    return Client(headers={"host": "dienst.localhost", "accept-language": language})


def test_the_page_speaks_the_language_of_its_reader(organisation: Organisation) -> None:
    dutch = browser("nl").get("/over/toegankelijkheid/").content.decode()
    french = browser("fr").get("/over/toegankelijkheid/").content.decode()

    assert "<p>Alles kan met toetsen.</p>" in dutch
    assert "<p>Bel ons.</p>" in dutch
    assert "<h1>Accessibilité</h1>" in french
    assert "<h2>Accessibilité" not in french
    assert "Tout se fait au clavier." in french


@pytest.mark.parametrize("path", ["/", "/aanmelden/", "/er-is-niets/"])
def test_the_foot_of_every_page_leads_there(organisation: Organisation, path: str) -> None:
    page = browser("fr").get(path).content.decode()

    assert '<a href="/over/toegankelijkheid/">Accessibilité</a>' in page


def test_what_an_organisation_does_not_account_for_is_not_there(organisation: Organisation) -> None:
    assert browser("nl").get("/over/privacy/").status_code == 404
