"""Walks: what else people do goes without a mouse too, step by step as in the other walks."""

import pytest

from e2e import test_draft_resumed_elsewhere as drafts
from e2e import test_refuse_and_accept as refusing
from e2e import test_return_for_correction as returning
from e2e.conftest import Desk
from e2e.installation import Installation
from e2e.keyboard import put_the_mouse_away


@pytest.fixture(autouse=True)
def no_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    put_the_mouse_away(monkeypatch)


def test_a_solution_is_refused_and_the_next_one_accepted(loket: Installation, desk: Desk) -> None:
    refusing.test_a_refused_solution_goes_back_to_the_same_handler_and_is_accepted_in_the_end(
        loket, desk
    )


def test_a_request_goes_back_and_is_corrected(loket: Installation, desk: Desk) -> None:
    returning.test_a_returned_request_is_corrected_and_the_chief_is_asked_again(loket, desk)


def test_a_draft_with_two_files_goes_on_elsewhere(desk: Desk) -> None:
    drafts.test_a_draft_with_two_files_goes_on_in_another_browser_and_language(desk)


def test_of_two_answers_in_two_tabs_one_is_kept(desk: Desk) -> None:
    drafts.test_two_tabs_show_both_answers_and_lose_neither(desk)
