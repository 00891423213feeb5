"""Answers to an older version of a form, put into the newest one."""

from collections.abc import Sequence

from loket.catalogue.rules.refit import refit
from loket.catalogue.rules.tests.make import make_spec, question
from loket.catalogue.rules.values import Answers, Json

CHILD = {"_id": "1", "naam": "Bo", "geboren": "2020-05-01"}


def group(*fields: Json) -> dict[str, Json]:
    return question("kinderen", "group", fields=list(fields))


def left(
    old: Sequence[Json], new: Sequence[Json], answers: Answers
) -> tuple[dict[str, Json], list[str]]:
    fit = refit(make_spec(*old), make_spec(*new), answers)
    return {key: part for key, part in fit.answers.items() if key[0] != "_"}, list(fit.left)


def test_what_is_still_asked_goes_along_and_what_went_is_named() -> None:
    old = [question("naam"), question("dag", "date"), question("weg")]
    new = [question("dag", "date"), question("naam"), question("nieuw")]

    assert left(old, new, {"naam": "Bo", "dag": "2027-03-01", "weg": "x"}) == (
        {"naam": "Bo", "dag": "2027-03-01"},
        ["weg"],
    )


def test_what_was_not_answered_is_not_missed() -> None:
    assert left([question("weg")], [question("naam")], {"weg": ""}) == ({}, [])


def test_an_answer_of_another_kind_stays_behind() -> None:
    old, new = [question("dag")], [question("dag", "date")]

    assert left(old, new, {"dag": "morgen"}) == ({}, ["dag"])


def test_of_a_group_the_parts_that_are_still_asked_go_along() -> None:
    old = [group(question("naam"), question("geboren", "date"))]
    new = [group(question("naam"))]

    assert left(old, new, {"kinderen": [CHILD]}) == (
        {"kinderen": [{"_id": "1", "naam": "Bo"}]},
        ["kinderen.geboren"],
    )


def test_reasons_and_documents_for_later_go_with_what_they_belong_to() -> None:
    slots: Json = [{"id": "rooster", "label": {"nl": "Rooster"}, "may_follow": "P14D"}]
    old = make_spec(question("naam"), question("weg"))
    new = make_spec(question("naam"), documents=slots)
    reasons = {"field.naam": "zo heet ik", "field.weg": "y", "check.oud": "z"}

    fit = refit(old, new, {"naam": "Bo", "_reasons": reasons, "_later": ["rooster", "akte"]})

    assert fit.answers["_reasons"] == {"field.naam": "zo heet ik"}
    assert fit.answers["_later"] == ["rooster"]


def test_what_we_filled_in_is_filled_in_anew_unless_the_person_changed_it() -> None:
    form = [question("statuut"), question("graad")]
    marks: Json = {"statuut": {"changed": False}, "graad": {"changed": True}}

    answers: Answers = {"statuut": "a", "graad": "b", "_provenance": marks}

    assert left(form, form, answers) == ({"graad": "b"}, [])
