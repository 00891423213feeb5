"""From the sign-in page to a session, and out of it again."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from loket.accounts.actions import change_account, set_password
from loket.accounts.models import Session
from loket.accounts.sessions import hashed
from loket.core.acting import Acting
from loket.core.http import BY_ITSELF
from loket.core.models import Event, Organisation
from loket.core.typed import ON_THE_DEVICE
from loket.people.models import Person
from loket.people.tests.conftest import PASSWORD, make_organisation

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def sign_in(window: Client, naar: str = "", password: str = PASSWORD) -> str:
    fields = {"gebruikersnaam": "noor", "wachtwoord": password, "naar": naar}
    answer = window.post("/aanmelden/", fields)
    return str(answer.headers.get("Location", answer.status_code))


def is_known(window: Client) -> bool:
    return bool(window.get("/profiel/").status_code == 200)


def test_signing_in_leads_to_the_page_one_wanted(window: Client, noor: Person) -> None:
    asked = window.get("/profiel/")
    assert asked.headers["Location"] == "/aanmelden/?naar=%2Fprofiel%2F"

    assert sign_in(window, "/profiel/") == "/profiel/"
    assert is_known(window)


@pytest.mark.parametrize(
    "naar",
    [
        "https://elders.example/",
        "//elders.example/",
        "/\\elders.example",
        "\\\\elders.example",
        "///elders.example",
        "http:elders.example",
        "javascript:alert(1)",
        "/\t/elders.example",
        "profiel/",
        "/aanmelden/?naar=/",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(window: Client, noor: Person, naar: str) -> None:
    assert sign_in(window, naar) == "/"


@pytest.mark.parametrize(
    ("before", "naar"),
    [
        ("http://stad.localhost/concept/abc/periode/?van=controleren",
         "/concept/abc/periode/?van=controleren"),
        ("http://stad.localhost/profiel/", "/profiel/"),
        ("http://elders.example/concept/abc/periode/", "/"),
        ("", "/"),
    ],
)  # fmt: skip
def test_who_sends_a_form_while_signed_out_comes_back_to_its_page(
    window: Client, noor: Person, before: str, naar: str
) -> None:
    answer = window.post("/profiel/taal/", headers={"referer": before})

    assert answer.headers["Location"] == f"/aanmelden/?naar={quote(naar, safe='')}"


HERE = "http://stad.localhost/zaken/"
WORDS = {"csrfmiddlewaretoken": "proof", "key": "k", "text": "Een hele alinea </textarea>"}
HELD = "Een hele alinea &lt;/textarea&gt;</textarea>"


def test_what_was_typed_while_signed_out_is_held_to_be_sent_again(
    window: Client, noor: Person
) -> None:
    answer = window.post("/profiel/taal/?x=1", WORDS, headers={"referer": HERE})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert HELD in page
    assert 'action="/profiel/taal/?x=1"' in page
    assert 'href="/aanmelden/?naar=%2Fzaken%2F"' in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_text_block_that_was_written_while_signed_out_is_held(
    window: Client, noor: Person
) -> None:
    block = {"csrfmiddlewaretoken": "proof", "code": "groet", "body-nl": WORDS["text"]}

    answer = window.post("/werk/tekstblokken/nieuw/", block, headers={"referer": HERE})

    assert answer.status_code == 403
    assert HELD in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"csrfmiddlewaretoken": "proof", "text": ""}, WORDS | {ON_THE_DEVICE: "1"}],
    ids=["nothing", "kept on the device"],
)
def test_who_loses_nothing_signs_in_at_once(
    window: Client, noor: Person, typed: dict[str, str]
) -> None:
    answer = window.post("/profiel/taal/", typed, headers={"referer": HERE})

    assert answer.headers["Location"] == "/aanmelden/?naar=%2Fzaken%2F"


def test_what_was_typed_before_signing_in_anew_is_offered_with_a_new_proof(noor: Person) -> None:
    window = Client(headers={"host": "stad.localhost"}, enforce_csrf_checks=True)
    window.get("/aanmelden/")
    own = {"origin": "http://stad.localhost", "sec-fetch-site": "same-origin"}

    page = window.post("/profiel/taal/", WORDS, headers=own).content.decode()
    proof = re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)
    assert proof is not None
    again = window.post(
        "/profiel/taal/", WORDS | {"csrfmiddlewaretoken": proof[1]}, headers=own
    ).content.decode()

    assert HELD in page
    assert "U hebt zich intussen opnieuw aangemeld" in page
    assert "U bent afgemeld." in again  # the proof is good now


def test_what_was_written_for_a_page_that_is_not_theirs_any_more_can_be_copied(
    signed_in: Client,
) -> None:
    own = {"origin": "http://stad.localhost"}
    ours = signed_in.post("/werk/zaken/HRB1/notitie/", WORDS, headers=own)
    foreign = signed_in.post("/werk/zaken/HRB1/notitie/", WORDS)

    assert (ours.status_code, foreign.status_code) == (404, 404)
    assert "Een hele alinea &lt;/textarea&gt;" in ours.content.decode()
    assert "Een hele alinea" not in foreign.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"origin": "http://elders.example"},
        {"origin": "null"},
        {},
        {"origin": "http://stad.localhost", "sec-fetch-site": "cross-site"},
    ],
    ids=["origin", "hidden", "unknown", "site"],
)
def test_what_another_site_made_up_is_not_offered(noor: Person, elsewhere: dict[str, str]) -> None:
    window = Client(headers={"host": "stad.localhost"}, enforce_csrf_checks=True)
    window.get("/aanmelden/")

    answer = window.post("/profiel/taal/", WORDS, headers=elsewhere)

    assert answer.status_code == 403
    assert "Een hele alinea" not in answer.content.decode()


def test_a_refusal_is_said_in_the_page_and_the_login_stays(window: Client, noor: Person) -> None:
    answer = window.post("/aanmelden/", {"gebruikersnaam": "noor", "wachtwoord": "verkeerd"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Uw gebruikersnaam of uw wachtwoord klopt niet." in page
    assert 'value="noor"' in page
    assert "verkeerd" not in page
    assert "<title>Fout:" in page.replace("\n", "")


def test_a_known_and_an_unknown_login_get_the_same_page(window: Client, noor: Person) -> None:
    def page(login: str) -> str:
        answer = window.post("/aanmelden/", {"gebruikersnaam": login, "wachtwoord": "x"})
        without_token = re.sub(r'value="\w{64}"', "", answer.content.decode())
        return without_token.replace(login, "LOGIN")

    window.get("/aanmelden/")

    assert page("noor") == page("nemo")


def test_the_session_before_signing_in_is_worth_nothing_afterwards(
    window: Client, noor: Person
) -> None:
    planted = "a" * 32
    window.cookies["loket"] = planted

    sign_in(window)

    assert window.cookies["loket"].value != planted
    assert not Session.objects.filter(session_key=hashed(planted)).exists()


def test_signing_in_again_ends_the_session_before(window: Client, noor: Person) -> None:
    sign_in(window)
    first = window.cookies["loket"].value
    sign_in(window)

    assert window.cookies["loket"].value != first
    assert Session.objects.count() == 1


def test_the_table_does_not_hold_the_key_of_a_session(signed_in: Client) -> None:
    assert Session.objects.get().session_key != signed_in.cookies["loket"].value


def test_the_session_knows_where_it_came_from_and_how_strong_it_is(
    signed_in: Client, noor: Person
) -> None:
    session = Session.objects.get()

    assert session.user == noor.user
    assert session.loa == "substantial"
    assert (session.ip, session.agent) == ("127.0.0.1", "Testbrowser 1")
    assert Event.objects.filter(kind="account.signed_in").get().data == {"loa": "substantial"}


def test_an_address_that_a_visitor_claims_is_not_believed(window: Client, noor: Person) -> None:
    window.post(
        "/aanmelden/",
        {"gebruikersnaam": "noor", "wachtwoord": PASSWORD},
        headers={"X-Forwarded-For": "10.9.8.7", "X-Remote-User": "admin"},
    )

    assert Session.objects.get().ip == "127.0.0.1"


def test_signing_out_ends_the_session(signed_in: Client) -> None:
    answer = signed_in.post("/afmelden/")

    assert answer.headers["Location"] == "/afgemeld/"
    assert not Session.objects.exists()
    assert not is_known(signed_in)
    assert "U bent afgemeld" in signed_in.get("/afgemeld/").content.decode()


def test_a_link_signs_nobody_out(signed_in: Client) -> None:
    assert signed_in.get("/afmelden/").status_code == 405
    assert is_known(signed_in)


def test_a_session_of_another_organisation_is_nobodys(
    signed_in: Client, organisation: Organisation
) -> None:
    make_organisation("dorp")

    there = signed_in.get("/profiel/", headers={"host": "dorp.localhost"})

    assert there.status_code == 302
    assert is_known(signed_in)


def test_another_password_ends_the_sessions(
    signed_in: Client, noor: Person, system: Acting
) -> None:
    assert noor.user
    set_password(noor.user, "een heel ander wachtwoord", by=system)

    assert not is_known(signed_in)


def test_a_closed_account_ends_the_sessions(
    signed_in: Client, noor: Person, system: Acting
) -> None:
    assert noor.user
    change_account(noor.user, loa="high", active=False, by=system)

    assert not is_known(signed_in)


def test_a_session_that_nobody_uses_ends(window: Client, noor: Person) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(window)
        clock.shift(timedelta(minutes=29))
        assert is_known(window)
        clock.shift(timedelta(minutes=29))
        assert is_known(window)
        clock.shift(timedelta(minutes=32))
        assert not is_known(window)


def test_what_a_page_asks_by_itself_keeps_no_session_alive(window: Client, noor: Person) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(window)
        clock.shift(timedelta(minutes=29))
        window.get("/profiel/", headers={BY_ITSELF: "1"})
        clock.shift(timedelta(minutes=3))
        assert not is_known(window)


def test_a_session_ends_after_a_working_day_however_busy(window: Client, noor: Person) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(window)
        for _quarter in range(39):
            clock.shift(timedelta(minutes=15))
            assert is_known(window)
        clock.shift(timedelta(minutes=16))
        assert not is_known(window)


def test_a_sign_of_life_is_written_once_a_minute(window: Client, noor: Person) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(window)
        clock.shift(timedelta(seconds=59))
        window.get("/profiel/")
        assert Session.objects.get().last_seen == MONDAY
        clock.shift(timedelta(seconds=2))
        window.get("/profiel/")
        assert Session.objects.get().last_seen == MONDAY + timedelta(seconds=61)


def test_extending_from_the_page_counts_as_a_sign_of_life(window: Client, noor: Person) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(window)
        clock.shift(timedelta(minutes=29))
        assert window.post("/sessie/verlengen/").content == b"1800"
        clock.shift(timedelta(minutes=29))
        assert is_known(window)
        assert Session.objects.get().ip == "127.0.0.1"


def test_pages_of_a_person_are_not_kept_by_the_browser(signed_in: Client) -> None:
    assert "no-store" in signed_in.get("/profiel/").headers["Cache-Control"]


def test_a_visitor_gets_no_session(window: Client) -> None:
    window.get("/aanmelden/")

    assert "loket" not in window.cookies
    assert not Session.objects.exists()


def test_the_step_up_page_says_which_key_is_missing(signed_in: Client) -> None:
    answer = signed_in.get("/aanmelden/sterker/", {"niveau": "high", "naar": "/formulier/x/"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "sleutel van niveau hoog" in page
    assert "U bent nu aangemeld met een sleutel van niveau substantieel" in page
    assert "/aanmelden/?naar=%2Fformulier%2Fx%2F" in page


def test_outside_the_demo_there_is_no_chooser(
    window: Client, noor: Person, settings: Settings
) -> None:
    settings.DEMO = False

    assert "Wachtwoord" in window.get("/aanmelden/").content.decode()
    assert window.get("/aanmelden/demo/").status_code == 404
    assert window.post("/aanmelden/demo/verder/").status_code == 404
    bare = window.get("/", headers={"host": "127.0.0.1"})
    assert bare.status_code == 404


def test_the_rows_of_the_organisation_are_closed_behind_a_request(noor: Person) -> None:
    assert Person.objects.exists()

    Client(headers={"host": "stad.localhost"}).get("/aanmelden/")

    assert not Person.objects.exists()


def test_behind_our_own_proxy_the_address_is_the_one_that_the_proxy_saw(
    window: Client, noor: Person, settings: Settings
) -> None:
    settings.HTTPS, settings.PROXIES = True, ["127.0.0.1"]
    login = {"gebruikersnaam": "noor", "wachtwoord": PASSWORD}

    window.post("/aanmelden/", login, headers={"X-Forwarded-For": "10.9.8.7, 192.0.2.7"})

    assert Session.objects.get().ip == "192.0.2.7"


def test_a_disturbance_is_told_on_every_page(window: Client, organisation: Organisation) -> None:
    said = {"title": {"nl": "Mailen lukt niet"}, "text": {"nl": "Wij werken eraan."}}
    organisation.settings["outage"] = said
    organisation.save()

    for path in ("/aanmelden/", "/bestaat/niet/"):
        assert "Mailen lukt niet" in window.get(path).content.decode()
