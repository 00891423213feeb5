"""An address that the form wants proven counts only once somebody showed to read it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.catalogue.rules.proof import address_of, marked_addresses
from loket.catalogue.rules.submitted import submitted_answers
from loket.catalogue.rules.tests.make import codes, look, make_context, make_spec, question
from loket.catalogue.rules.tests.strategies import STEADY
from loket.catalogue.rules.values import Answers

SPEC = make_spec(
    question("mail", "email", verify="code"),
    question("ander", "email"),
    question("soort", "boolean"),
    question("nodig", "email", verify="code", required=True, show_when={"f": "soort", "eq": True}),
    question("leden", "group", fields=[question("adres", "email", verify="code")]),
)
KIM = make_context(proven=frozenset({"kim@x.be"}))
LETTERS = st.text("ABCabc019", min_size=1, max_size=8)
ADDRESSES = st.builds("{}@{}.Be".format, LETTERS, LETTERS)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {}),
        ({"mail": ""}, {}),
        ({"mail": "mo@x.be"}, {"mail": "not_proven"}),
        ({"mail": "kim@x.be"}, {}),
        ({"mail": "KIM@x.be"}, {}),
        ({"mail": "kim@"}, {"mail": "not_an_email"}),
        ({"mail": "kim@x..be"}, {"mail": "not_an_email"}),
        ({"mail": "ki,m@x.be"}, {"mail": "not_an_email"}),  # nothing can be mailed there
        ({"ander": "mo@x.be"}, {}),
        ({"nodig": "mo@x.be"}, {}),  # not shown
        ({"soort": True}, {"nodig": "required"}),
        ({"soort": True, "nodig": "mo@x.be"}, {"nodig": "not_proven"}),
        (
            {"leden": [{"_id": "a", "adres": "kim@x.be"}, {"_id": "b", "adres": "mo@x.be"}]},
            {"leden[1].adres": "not_proven"},
        ),
    ],
)
def test_only_a_given_address_that_is_not_proven_is_wrong(
    answers: Answers, expected: dict[str, str]
) -> None:
    assert codes(look(SPEC, answers, context=KIM)) == expected


def test_an_unproven_address_is_answered_and_stays() -> None:
    seen = look(SPEC, {"mail": "mo@x.be"}, context=KIM).fields["mail"]

    assert seen.answered
    assert seen.value == "mo@x.be"


def test_what_was_proven_stands_beside_the_answers() -> None:
    members = [{"_id": "a", "adres": "Kim@x.be"}, {"_id": "b"}]
    state = look(SPEC, {"mail": "kim@x.be", "ander": "kim@x.be", "leden": members}, context=KIM)

    kept = submitted_answers(state)

    assert kept["_proven"] == ["mail", "leden.a.adres"]
    assert set(marked_addresses(kept)) == {"kim@x.be"}


def test_answers_cannot_say_of_themselves_that_they_were_proven() -> None:
    said: Answers = {"mail": "mo@x.be", "_proven": ["mail"]}

    assert codes(look(SPEC, said)) == {"mail": "not_proven"}


@pytest.mark.parametrize("said", [None, "mail", ["weg", 1, "mail.x.y"], {"mail": True}])
def test_marks_that_nobody_understands_prove_nothing(said: object) -> None:
    assert list(marked_addresses({"mail": "mo@x.be", "_proven": said})) == []  # type: ignore[dict-item]


@STEADY
@given(address=ADDRESSES, proven=st.booleans())
def test_handed_in_and_read_again_it_is_the_same(address: str, proven: bool) -> None:
    known = frozenset({address_of(address)} if proven else ())
    context = replace(KIM, proven=known)
    state = look(SPEC, {"mail": address.swapcase()}, context=context)

    kept = submitted_answers(state)
    again = look(SPEC, kept, context=replace(KIM, proven=frozenset(marked_addresses(kept))))

    assert state.ok is proven
    assert again == state
