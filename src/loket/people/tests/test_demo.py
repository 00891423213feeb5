"""In the demo each person has an address, and one press signs in there."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from loket.accounts.actions import make_account
from loket.core.acting import Acting
from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.people.actions.parties import describe_demo_person, make_person
from loket.people.models import Person

HOST = "sarah.stad.localhost:8000"


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.fixture
def sarah(organisation: Organisation, system: Acting) -> Person:
    organisation.settings["demo_roles"] = {"employee": {"nl": "Medewerker", "fr": "Collaboratrice"}}
    organisation.save()
    account = make_account("sarah", demo=True, loa="substantial", by=system)
    person = make_person("Sarah Vermeulen", user=account, by=system)
    describe_demo_person(person, "employee", by=system)
    return person


def test_signing_in_begins_at_the_chooser(window: Client, sarah: Person) -> None:
    answer = window.get("/aanmelden/?naar=/zaken/")

    assert answer.headers["Location"] == "/aanmelden/demo/?naar=%2Fzaken%2F"


def test_a_password_is_still_possible(window: Client, sarah: Person) -> None:
    assert "Wachtwoord" in window.get("/aanmelden/?sleutel=wachtwoord").content.decode()


def test_the_chooser_leads_each_person_to_their_own_address(window: Client, sarah: Person) -> None:
    page = window.get(
        "/aanmelden/demo/?naar=/zaken/", headers={"host": "stad.localhost:8000"}
    ).content.decode()

    assert "http://sarah.stad.localhost:8000/aanmelden/demo/?naar=%2Fzaken%2F" in page
    assert "Medewerker" in page


def test_on_that_address_one_press_signs_in(window: Client, sarah: Person) -> None:
    page = window.get("/aanmelden/demo/", headers={"host": HOST}).content.decode()
    assert "Verder als Sarah Vermeulen" in page

    answer = window.post("/aanmelden/demo/verder/", {"naar": "/profiel/"}, headers={"host": HOST})

    assert answer.headers["Location"] == "/profiel/"
    assert window.get("/profiel/", headers={"host": HOST}).status_code == 200


def test_the_press_never_leads_to_another_site(window: Client, sarah: Person) -> None:
    answer = window.post(
        "/aanmelden/demo/verder/", {"naar": "//elders.example"}, headers={"host": HOST}
    )

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("host", ["stad.localhost", "noor.stad.localhost", "nemo.stad.localhost"])
def test_on_another_address_nobody_is_signed_in(
    window: Client, sarah: Person, noor: Person, host: str
) -> None:
    answer = window.post("/aanmelden/demo/verder/", {}, headers={"host": host})

    assert answer.status_code == 404


def test_a_bare_address_lists_every_desk_and_everybody(
    window: Client, sarah: Person, organisation: Organisation
) -> None:
    enter_organisation(None)

    page = window.get("/", headers={"host": "127.0.0.1:8000"}).content.decode()

    assert "http://stad.localhost:8000/" in page
    assert "http://sarah.stad.localhost:8000/aanmelden/demo/?naar=%2F" in page
    assert "Sarah Vermeulen" in page


def test_the_bare_address_speaks_the_language_of_the_browser(window: Client, sarah: Person) -> None:
    enter_organisation(None)

    page = window.get("/", headers={"host": "127.0.0.1", "accept-language": "fr"}).content.decode()

    assert "Collaboratrice" in page


def test_other_paths_of_a_bare_address_do_not_exist(window: Client, sarah: Person) -> None:
    assert window.get("/profiel/", headers={"host": "127.0.0.1"}).status_code == 404
