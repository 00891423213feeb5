"""An administrator makes accounts on the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from loket.accounts.actions import SignInError, sign_in
from loket.core.acting import Acting
from loket.people.models import Person

PIPED = "een lang wachtwoord\n"


def run(monkeypatch: pytest.MonkeyPatch, *words: str, piped: str = PIPED) -> str:
    monkeypatch.setattr("sys.stdin", StringIO(piped))
    out = StringIO()
    call_command("account", *words, "--to", "stad", stdout=out)
    return out.getvalue()


def test_a_made_account_opens_and_its_person_has_address_and_role(
    system: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("make", "kim", "--name", "Kim Janssens", "--given-name", "Kim")
    said = run(monkeypatch, *words, "--email", "kim@stad.example", "--role", "admin")

    user = sign_in("kim", PIPED.strip(), by=system)
    person = Person.objects.get(user=user)
    assert said == "Kim Janssens can sign in as kim.\n"
    assert person.party.addresses.for_notices().get().value == "kim@stad.example"
    assert person.grants.get().role == "admin"


def test_another_password_takes_the_place_of_the_old_one(
    noor: Person, system: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, "password", "noor", piped="iets heel anders\n")

    assert sign_in("noor", "iets heel anders", by=system) == noor.user


def test_a_closed_account_can_be_opened_again(
    noor: Person, system: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, "close", "noor")
    with pytest.raises(SignInError):
        sign_in("noor", PIPED.strip(), by=system)

    run(monkeypatch, "open", "noor")
    assert sign_in("noor", PIPED.strip(), by=system) == noor.user


@pytest.mark.parametrize(
    ("words", "piped", "said"),
    [
        (("make", "noor", "--name", "Noor"), PIPED, "bestaat al"),
        (("make", "kim"), PIPED, "Say who it is"),
        (("make", "kim", "--name", "Kim"), "kort\n", "minstens 12 tekens"),
        (("make", "kim", "--name", "Kim"), "\n", "minstens 12 tekens"),
        (("make", "kim", "--name", "Kim"), "", "minstens 12 tekens"),
        (("password", "nemo"), PIPED, "no account nemo"),
        (("make", "kim", "--name", "Kim", "--email", "kim"), PIPED, "e-mailadres"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    noor: Person, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], piped: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(monkeypatch, *words, piped=piped)

    assert Person.objects.get() == noor


def test_an_organisation_that_does_not_exist_is_named(
    noor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="no organisation dorp"):
        call_command("account", "close", "noor", "--to", "dorp")
