"""When silence becomes a yes, and until when a task may take."""

from datetime import datetime

from loket.cases.rules.deadlines import acceptance_dates, asks_acceptance, due_of_task, reopen_until
from loket.core.tests.test_workdays import BELGIUM

FORM = {"acceptance": {"ask": True, "remind": "5wd", "auto_close": "10wd", "reopen": "P30D"}}
PROPOSED = datetime(2026, 11, 20, 9, 12, tzinfo=BELGIUM.zone)


def test_a_solution_of_the_twentieth_of_november_closes_when_the_fourth_of_december_is_over() -> (
    None
):
    dates = acceptance_dates(FORM, PROPOSED, BELGIUM)

    assert dates.remind_at == datetime(2026, 11, 27, 8, 30, tzinfo=BELGIUM.zone)
    assert dates.close_at == datetime(2026, 12, 4, 23, 59, 59, tzinfo=BELGIUM.zone)


def test_a_form_that_says_nothing_gets_the_same_days() -> None:
    assert acceptance_dates({}, PROPOSED, BELGIUM) == acceptance_dates(FORM, PROPOSED, BELGIUM)


def test_a_form_may_close_sooner() -> None:
    dates = acceptance_dates(
        {"acceptance": {"remind": "2wd", "auto_close": "3wd"}}, PROPOSED, BELGIUM
    )

    assert dates.close_at == datetime(2026, 11, 25, 23, 59, 59, tzinfo=BELGIUM.zone)


def test_a_document_may_follow_until_the_end_of_its_last_day() -> None:
    assert due_of_task("P14D", PROPOSED, BELGIUM) == datetime(
        2026, 12, 4, 23, 59, 59, tzinfo=BELGIUM.zone
    )


def test_a_case_opens_again_only_when_its_form_offers_it() -> None:
    assert reopen_until(FORM, PROPOSED, BELGIUM) == datetime(
        2026, 12, 21, 23, 59, 59, tzinfo=BELGIUM.zone
    )
    assert reopen_until({"acceptance": {"ask": True}}, PROPOSED, BELGIUM) is None
    assert reopen_until({}, PROPOSED, BELGIUM) is None


def test_the_requester_has_the_last_word_unless_the_form_says_otherwise() -> None:
    assert asks_acceptance({})
    assert asks_acceptance(FORM)
    assert not asks_acceptance({"acceptance": {"ask": False}})
