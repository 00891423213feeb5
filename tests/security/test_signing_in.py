"""What somebody without a session can learn and do: nothing of anybody."""

import re

import pytest

from loket.accounts.actions import set_password
from loket.catalogue.audience import may_use
from loket.core.tenancy import acting_in
from loket.people.models import Person
from tests.make import NOW, acting, make_absence, make_address
from tests.security.asking import Said, Way, ask, body_of, send, undone
from tests.test_access import BUILT, Scene, scene

__all__ = ["scene"]  # a fixture
SIGN_IN = "/aanmelden/"
WRONG = "verkeerd-wachtwoord-1"


def attempt(scene: Scene, login: str) -> Said:
    way = Way("POST", SIGN_IN, {"gebruikersnaam": login, "wachtwoord": WRONG})
    return ask(scene, "anonymous", way, login)


def test_s18_a_login_that_exists_and_one_that_does_not_are_refused_alike(scene: Scene) -> None:
    known, unknown = attempt(scene, "requester"), attempt(scene, "bestaatniet")

    assert known == unknown
    assert (known.status, known.wrote) == (422, unknown.wrote)


def test_s18_they_are_shut_out_alike(scene: Scene) -> None:
    said = []
    for login in ("requester", "bestaatniet"):
        way = Way("POST", SIGN_IN, {"gebruikersnaam": login, "wachtwoord": WRONG})
        with undone():
            answers = [send(scene, "anonymous", way) for _ in range(7)]
        pages = [re.sub(r'value="[^"]*"', "", body_of(one)) for one in answers]
        said.append([(one.status_code, page) for one, page in zip(answers, pages, strict=True)])

    assert said[0] == said[1]
    assert said[0][0] != said[0][-1], "nobody was shut out"


def test_s18_no_other_page_takes_a_login_or_an_address_of_a_visitor() -> None:
    open_to_all = {
        row.name for row in BUILT if "POST" in row.methods and row.expected("anonymous") == "in"
    }

    assert open_to_all == {"accounts:sign_in", "accounts:sign_out"}, (
        "a page that visitors can send something to needs a test of row S18"
    )


def test_s04_to_name_an_address_that_is_somebody_elses_says_no_more_than_any_other(
    scene: Scene,
) -> None:
    here = scene.here
    with acting_in(here.organisation.pk), undone():
        make_address(here.people["requester"].party, "van-rita@voorbeeld.example")
        said = {
            address: ask(scene, "stranger", Way("POST", "/profiel/adressen/", {"adres": address}),
                         address)
            for address in ("van-rita@voorbeeld.example", "van-niemand@voorbeeld.example")
        }  # fmt: skip

    one, other = said.values()
    assert one == other
    assert one.status == 302
    assert one.wrote == other.wrote


def test_s09_a_visitor_owns_nothing_and_leaves_nothing_behind(scene: Scene) -> None:
    posts = [row for row in BUILT if "POST" in row.methods]

    wrote = {
        row.name: ask(scene, "anonymous", Way("POST", row.address(scene.here), {"text": "x"})).wrote
        for row in posts
        if row.name != "accounts:sign_in"
    }

    assert {name: tables for name, tables in wrote.items() if tables} == {}


def test_s12_the_page_for_monitors_names_nobody_and_no_version(scene: Scene) -> None:
    said = ask(scene, "anonymous", Way("GET", "/gezondheid/"))

    assert re.fullmatch(
        r"goed\nmails mislukt: \d+\nmails onzeker: \d+\n(zie: manage\.py mails .*\n)?", said.text
    )
    assert not {"Server", "X-Powered-By"} & {name for name, _ in said.headers}


@pytest.mark.parametrize(
    "path", ["/setup/", "/admin/", "/install/", "/status/", "/api/", "/metrics"]
)
def test_s12_there_is_no_page_to_set_anything_up(scene: Scene, path: str) -> None:
    said = {actor: ask(scene, actor, Way("GET", path)).status for actor in ("anonymous", "admin")}

    assert set(said.values()) <= {301, 404}


def test_s13_who_stands_in_sees_no_more_than_what_was_given_to_them(scene: Scene) -> None:
    here = scene.here
    people, case = here.people, here.things["case"]
    pages = [
        f"/werk/zaken/{case.number}/",
        f"/zaken/{case.number}/",
        f"/stroom/werk/{case.number}/",
    ]

    with acting_in(here.organisation.pk), undone():
        today = acting(people["lead"]).today
        make_absence(people["cleared"], people["other_handler"], by=people["lead"],
                     starts_on=today, ends_on=today, created_at=NOW)  # fmt: skip
        said = [ask(scene, "other_handler", Way("GET", page)).status for page in pages]

    assert said == [404, 404, 404]


def test_s13_personnel_asks_for_nobody_of_another_employer(scene: Scene) -> None:
    here = scene.here
    with acting_in(here.organisation.pk):
        citizen = Person.objects.select_related("party").get(pk=here.people["citizen"].pk)
    begin = f"/formulier/{here.things['service'].slug}/begin"

    said = {
        key: ask(scene, "personnel", Way("POST", begin, {"voor": key}), key)
        for key in (citizen.party.key, "k" * 22)
    }

    hidden, nothing = said.values()
    assert hidden == nothing


def test_s16_what_is_meant_for_nobody_in_particular_is_for_nobody(scene: Scene) -> None:
    here = scene.here
    with acting_in(here.organisation.pk):
        allowed = {
            role: may_use([], person.pk, acting(person).today)
            for role, person in here.people.items()
        }

    assert allowed == dict.fromkeys(allowed, False)


@pytest.mark.parametrize("query", ["", "?email={mail}", "?e={mail}&t=1", "?token=", "?token=%20"])
def test_s19_a_number_and_an_address_open_no_case(scene: Scene, query: str) -> None:
    case = scene.here.things["case"]
    address = f"/zaken/{case.number}/{query.format(mail='requester@voorbeeld.example')}"

    said = ask(scene, "anonymous", Way("GET", address))

    assert said.status == 302
    assert said.place.startswith(SIGN_IN)


def test_s18_the_one_who_knows_the_password_comes_in(scene: Scene) -> None:
    here = scene.here
    person = here.people["requester"]
    with acting_in(here.organisation.pk), undone():
        assert person.user is not None
        set_password(person.user, "een-goed-wachtwoord", by=acting(person))
        way = Way("POST", SIGN_IN,
                  {"gebruikersnaam": "requester", "wachtwoord": "een-goed-wachtwoord"})  # fmt: skip
        said = send(scene, "anonymous", way)

    assert (said.status_code, said["Location"]) == (302, "/")
