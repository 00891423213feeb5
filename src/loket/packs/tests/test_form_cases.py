"""What each form of a pack does with answers: the cases in `forms/cases/`, one file for each form.

What a case says is proven wherever a pack is checked or a form is published; here stands that the
cases say enough.
"""

import pytest

from loket.catalogue.rules.formcases import outcome_of
from loket.catalogue.rules.submitted import submitted_answers
from loket.packs.tests.cases import HOME, KEYS, Told, told
from loket.packs.tests.forms import form

EVERY = [pytest.param(one, id=f"{key}: {one.name}") for key in KEYS for one in told(key)]


@pytest.mark.parametrize("case", EVERY)
def test_the_form_does_what_the_case_says(case: Told) -> None:
    assert outcome_of(case.state()) == case.case.expected(case.spec)


@pytest.mark.parametrize("case", EVERY)
def test_what_is_handed_in_means_the_same_when_it_is_read_again(case: Told) -> None:
    state = case.state()
    again = case.state(submitted_answers(state))

    assert submitted_answers(again) == submitted_answers(state)
    assert [one.path for one in again.visible()] == [one.path for one in state.visible()]


@pytest.mark.parametrize("key", KEYS)
def test_everything_in_a_form_happens_to_somebody(key: str) -> None:
    spec = form(HOME[key], key)
    states = [one.state() for one in told(key)]

    assert {(one.field.group, one.field.id) for state in states for one in state.visible()} == {
        (one.group, one.id) for one in spec.every_field()
    }
    assert {one.slot.id for state in states for one in state.slots} == {
        one.id for one in spec.documents
    }
    assert {one.check.id for state in states for one in state.checks} == {
        one.id for one in spec.checks
    }
    assert {one.queue for one in states} == {
        spec.case.queue,
        *(route.queue for route in spec.case.routes),
    }
    assert any(state.ok for state in states)
