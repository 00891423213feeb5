"""Names in order, and addresses written in one way."""

import pytest

from loket.people.rules.addresses import normalise_email
from loket.people.rules.names import sort_key


@pytest.mark.parametrize(
    ("name", "given", "key"),
    [
        ("Zoë Ångström", "Zoë", "angstrom zoe"),
        ("Mo van den Berg", "Mo", "van den berg mo"),
        ("Jürgen Weiß", "Jürgen", "weiss jurgen"),
        ("FOD Mobiliteit", "", "fod mobiliteit"),
        ("Madonna", "Madonna", "madonna"),
    ],
)
def test_people_stand_under_their_family_name_without_accents(
    name: str, given: str, key: str
) -> None:
    assert sort_key(name, given) == key


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Noor.Haddad@Voorbeeld.BE ", "noor.haddad@voorbeeld.be"),
        ("noor+werk@mail.voorbeeld.example", "noor+werk@mail.voorbeeld.example"),
        ("zoë@voorbeeld.be", "zoë@voorbeeld.be"),
        ("noor@voorbeeld", ""),
        ("noor", ""),
        ("noor@@voorbeeld.be", ""),
        ("noor..haddad@voorbeeld.be", ""),
        ("noor@voorbeeld.be\nBcc: kim@voorbeeld.be", ""),
        ("noor@voorbeeld.be, kim@voorbeeld.be", ""),
        ("Noor <noor@voorbeeld.be>", ""),
        ("x" * 65 + "@voorbeeld.be", ""),
        ("noor@" + "x." * 130 + "be", ""),
        ("", ""),
    ],
)
def test_an_email_address_is_kept_in_one_way(written: str, kept: str) -> None:
    assert normalise_email(written) == kept
