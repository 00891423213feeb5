"""One browser, two people after each other: nobody sends or reads what the other typed."""

import re

import pytest
from django.test import Client

from loket.accounts.actions import make_account
from loket.core.acting import Acting
from loket.core.models import Organisation
from loket.core.whose import WHOSE
from loket.people.actions.parties import make_person
from loket.people.models import Person
from loket.people.tests.conftest import PASSWORD, Window

OWN = {"origin": "http://stad.localhost", "sec-fetch-site": "same-origin"}
TYPED = "noor.thuis@voorbeeld.example en nog iets"
HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([\w-]*)">')


@pytest.fixture
def device(noor: Person, window: Window) -> Window:
    made = Window(
        headers={"host": "stad.localhost", "user-agent": "Bibliotheek 3"}, enforce_csrf_checks=True
    )
    made.organisation = window.organisation
    sign_in(made, "noor")
    return made


@pytest.fixture
def luc(noor: Person, system: Acting) -> Person:
    account = make_account("luc", password=PASSWORD, loa="high", by=system)
    return make_person("Luc Maes", given_name="Luc", user=account, by=system)


def sign_in(device: Client, login: str) -> None:
    fields = hidden(device.get("/aanmelden/").content.decode(), "/aanmelden/")
    said = {"gebruikersnaam": login, "wachtwoord": PASSWORD}
    assert device.post("/aanmelden/", fields | said, headers=OWN).status_code == 302


def whose(page: str) -> str:
    """The second field of the form: a browser that fills a form in again looks at its first two."""
    return list(hidden(page))[1]


def hidden(page: str, action: str = "/profiel/taal/") -> dict[str, str]:
    """The hidden fields of one form of a page."""
    form = next(one for one in page.split("<form")[1:] if f'action="{action}"' in one)
    return dict(HIDDEN.findall(form.partition("</form>")[0]))


def test_every_form_says_whose_page_it_stands_on(device: Client, luc: Person) -> None:
    of_noor = whose(device.get("/profiel/").content.decode())
    again = whose(device.get("/profiel/").content.decode())
    sign_in(device, "luc")

    of_luc = whose(device.get("/profiel/").content.decode())

    assert of_noor == again != of_luc
    assert re.fullmatch(WHOSE + "[0-9a-f]{20}", of_noor)


def test_a_page_of_another_is_neither_sent_nor_shown(device: Client, luc: Person) -> None:
    fields = hidden(device.get("/profiel/").content.decode()) | {"taal": "fr", "text": TYPED}
    sign_in(device, "luc")

    answer = device.post("/profiel/taal/", fields, headers=OWN)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "meldde zich intussen iemand anders aan" in page
    assert TYPED not in page
    assert "Opnieuw versturen" not in page
    luc.party.refresh_from_db()
    assert luc.party.language == "nl"


def test_words_that_were_held_while_nobody_was_signed_in_stay_those_of_their_writer(
    device: Client, luc: Person
) -> None:
    fields = hidden(device.get("/profiel/").content.decode()) | {"taal": "fr", "text": TYPED}
    device.post("/afmelden/", hidden(device.get("/profiel/").content.decode()), headers=OWN)
    held = device.post("/profiel/taal/", fields, headers=OWN).content.decode()
    assert TYPED in held
    proof = hidden(held)["csrfmiddlewaretoken"]
    assert f'name="{list(fields)[1]}"' in held
    sign_in(device, "luc")

    page = device.post(
        "/profiel/taal/", fields | {"csrfmiddlewaretoken": proof}, headers=OWN
    ).content.decode()

    assert "meldde zich intussen iemand anders aan" in page
    assert TYPED not in page


def test_who_signs_in_again_sends_their_own_words_after_all(device: Client, noor: Person) -> None:
    fields = hidden(device.get("/profiel/").content.decode()) | {"taal": "fr", "text": TYPED}
    sign_in(device, "noor")
    held = device.post("/profiel/taal/", fields, headers=OWN).content.decode()
    assert TYPED in held

    proof = {"csrfmiddlewaretoken": hidden(held)["csrfmiddlewaretoken"]}
    answer = device.post("/profiel/taal/", fields | proof, headers=OWN)

    assert answer.status_code == 302
    noor.party.refresh_from_db()
    assert noor.party.language == "fr"


def test_who_refuses_cookies_reads_so(organisation: Organisation) -> None:
    device = Client(headers={"host": "stad.localhost"}, enforce_csrf_checks=True)

    answer = device.post("/aanmelden/", {"gebruikersnaam": "noor"}, headers=OWN)

    assert answer.status_code == 403
    assert "Uw browser bewaart geen cookies." in answer.content.decode()
