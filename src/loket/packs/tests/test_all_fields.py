"""The test form with every kind of question can be filled in, submitted and read again."""

from loket.catalogue.rules.clean import READERS, store
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.paths import set_answer
from loket.catalogue.rules.state import Context, GivenFile
from loket.catalogue.rules.submitted import split_special, submitted_answers
from loket.catalogue.rules.values import Json
from loket.packs.tests.forms import TODAY, form, tables

SPEC = form("test", "alle-velden")
CONTEXT = Context(
    today=TODAY,
    tables=tables("test"),
    profile={"person.name": "Sarah Vermeulen", "hr.person.status": "statutair"},
    proven=frozenset({"sarah@voorbeeld.be"}),
)
TYPED: dict[str, Json] = {
    "verhaal": "Eerste regel\r\nTweede regel",
    "mail": "Sarah@Voorbeeld.be",
    "telefoon": "0470 12 34 56",
    "website": "www.voorbeeld.be",
    "aantal": "3",
    "gewicht": "1,125",
    "bedrag": "1.234,50",
    "postcode": "1000",
    "dag": "1/3/2027",
    "einde": {"day": "30", "month": "9", "year": "2027"},
    "uur": "9.30",
    "moment": {"date": "2-3-2027", "time": "14u15"},
    "periode": {"from": "1-3-2027"},
    "mee": "ja",
    "kleur": "rood",
    "dagen": ["ma", "wo"],
    "land": "BE",
    "stad": "BRU",
    "collega": "kim",
    "adres": {"country": "NL", "postcode": "2513aa", "number": "1"},
    "bsn": "111222333",
    "rrn": "85.07.30-033.28",
    "kvk": "12345678",
    "kbo": "0403.019.261",
    "rekening": "BE71 0961 2345 6769",
    "btw": "BE0403019261",
    "ziekte": "Rugpijn",
    "kinderen.1.naam": "An",
    "kinderen.1.school": "true",
    "kinderen.1.welke": "De Boom",
    "kinderen.1.kost": "10",
    "kinderen.2.naam": "Jo",
    "kinderen.2.kost": "0,50",
    "post": "false",
    "waar": "true",
}


def filled() -> dict[str, Json]:
    answers: dict[str, Json] = {}
    for key, raw in TYPED.items():
        group, _dot, rest = key.partition(".")
        field = SPEC.field(f"{group}.{rest.split('.')[1]}" if rest else key)
        assert field is not None
        answers = set_answer(answers, key, store(field, raw, CONTEXT))
    return answers


def test_every_type_of_question_is_in_the_form() -> None:
    asked = {field.type for field in SPEC.every_field()}

    assert set(READERS) | {"group", "info", "computed"} == asked


def test_what_was_typed_is_complete_and_computed() -> None:
    files = [GivenFile("a", "vast"), GivenFile("b", "later"), GivenFile("c", "perkind", "1")]

    state = evaluate(SPEC, filled(), files, CONTEXT)

    assert state.problems == ()
    assert [one.check.id for one in state.checks] == ["weetje"]
    computed = submitted_answers(state)["_computed"]
    assert computed == {"maanden": 6, "taal": "nl", "hoeveel": 1, "totaal": "1245.00"}
    assert [one.path for one in state.slots if one.replaced] == ["document.vervangen"]


def test_submitted_answers_give_the_same_state_again() -> None:
    state = evaluate(SPEC, filled(), [], CONTEXT)

    again = evaluate(SPEC, submitted_answers(state), [], CONTEXT)

    assert again == state


def test_only_answers_of_special_categories_are_sealed() -> None:
    plain, sealed = split_special(SPEC, filled())

    assert list(sealed) == ["ziekte"]
    assert "Rugpijn" not in str(plain)
