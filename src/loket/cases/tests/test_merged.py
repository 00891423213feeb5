"""Taking over some changes and leaving others, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from loket.cases.rules.changes import changed_names, merged
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.values import Json
from loket.catalogue.tests.forms import LEAVE

SPEC = parse_spec(LEAVE)
NAMES = sorted(SPEC.fields)
ANSWERS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["a", "b", "c"]))


def only(answers: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in answers.items() if not name.startswith("_")}


@given(ANSWERS, ANSWERS)
def test_everything_taken_is_what_was_wanted(
    before: dict[str, Json], after: dict[str, Json]
) -> None:
    assert only(merged(before, after, changed_names(SPEC, before, after))) == after


@given(ANSWERS, ANSWERS)
def test_nothing_taken_is_what_was(before: dict[str, Json], after: dict[str, Json]) -> None:
    assert only(merged(before, after, ())) == before


@given(ANSWERS, ANSWERS, st.sets(st.sampled_from(NAMES)))
def test_each_answer_is_one_of_the_two(
    before: dict[str, Json], after: dict[str, Json], taken: set[str]
) -> None:
    whole = merged(before, after, taken)

    assert {name: whole.get(name) for name in NAMES} == {
        name: (after if name in taken else before).get(name) for name in NAMES
    }


def test_reasons_and_proofs_go_with_what_they_explain() -> None:
    before: dict[str, Json] = {
        "_reasons": {"field.statuut": "oud"},
        "_proven": ["mail"],
        "_later": ["rooster"],
    }
    after: dict[str, Json] = {
        "_reasons": {"field.statuut": "nieuw", "field.begindatum": "x", "check.laat": "y"},
        "_proven": ["ander"],
        "_later": ["akte"],
    }

    whole = merged(before, after, ["statuut", "mail"])

    assert whole["_reasons"] == {"field.statuut": "nieuw", "check.laat": "y"}
    assert whole["_proven"] == []
    assert whole["_later"] == ["rooster", "akte"]
