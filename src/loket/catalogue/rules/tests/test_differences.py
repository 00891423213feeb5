"""Two versions are compared by the names of their parts."""

import copy
from typing import Any

import pytest

from loket.catalogue.rules.differences import Difference, Kind, differences

FORM: Any = {
    "spec": "desk.form/1",
    "version": 1,
    "title": {"nl": "Verlof", "fr": "Congé"},
    "steps": [
        {
            "id": "wie",
            "fields": [
                {"id": "naam", "type": "text", "label": {"nl": "Naam"}},
                {"id": "soort", "type": "choice", "options": [{"v": "a"}, {"v": "b"}]},
            ],
        }
    ],
}


def changed(**new: Any) -> dict[str, Any]:
    return {**copy.deepcopy(FORM), **new}


def test_a_form_does_not_differ_from_itself_nor_by_its_number() -> None:
    assert differences(FORM, changed(version=9)) == []


def test_a_text_differs_in_one_language() -> None:
    title = {**FORM["title"], "fr": "Autre"}

    assert differences(FORM, changed(title=title)) == [
        Difference(Kind.TEXT, "", "title.fr", FORM["title"]["fr"], "Autre")
    ]


def test_a_question_that_moved_is_only_another_order() -> None:
    form = changed()
    fields = form["steps"][0]["fields"]
    fields.append(fields.pop(0))

    (found,) = differences(FORM, form)

    assert (found.kind, found.part, found.what) == (
        Kind.QUESTION,
        form["steps"][0]["id"],
        "fields.order",
    )


def test_a_condition_is_shown_whole() -> None:
    form = changed()
    form["steps"][0]["fields"][0]["show_when"] = {"f": "x", "eq": 1}

    (found,) = differences(FORM, form)

    assert found == Difference(
        Kind.RULE, form["steps"][0]["fields"][0]["id"], "show_when", "", '{"f": "x", "eq": 1}'
    )


def test_a_question_that_is_gone_shows_its_old_side_only() -> None:
    form = changed()
    gone = form["steps"][0]["fields"].pop()

    found = [one for one in differences(FORM, form) if one.part == gone["id"]]

    assert found
    assert {one.after for one in found} == {""}


def test_cases_that_prove_the_form_are_apart() -> None:
    tests = {"today": "2026-11-21", "cases": {"leeg": {"shows": ["a"]}}}

    found = differences(FORM, changed(tests=tests))

    assert {one.kind for one in found} == {Kind.CASE}
    assert Difference(Kind.CASE, "", "tests.cases.leeg.shows", "", "a") in found


@pytest.mark.parametrize("turned", [False, True])
def test_what_one_side_has_and_the_other_not_is_found_from_both_sides(turned: bool) -> None:
    form = changed(owner="iemand", keywords={"nl": ["verlof"]})
    one, two = (form, FORM) if turned else (FORM, form)

    assert [(each.what, each.before, each.after) for each in differences(one, two)] != []
    assert len(differences(one, two)) == len(differences(two, one))
