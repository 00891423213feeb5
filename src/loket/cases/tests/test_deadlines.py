"""When silence becomes a yes, and until when a task may take."""

from datetime import datetime

from loket.cases.rules.deadlines import (
    acceptance_dates,
    due_of_task,
    remind_of_task_at,
    reopen_until,
)
from loket.core.durations import Duration
from loket.core.tests.test_workdays import BELGIUM

FIVE, TEN, TWO = Duration(workdays=5), Duration(workdays=10), Duration(workdays=2)
PROPOSED = datetime(2026, 11, 20, 9, 12, tzinfo=BELGIUM.zone)


def test_a_solution_of_the_twentieth_of_november_closes_when_the_fourth_of_december_is_over() -> (
    None
):
    dates = acceptance_dates(FIVE, TEN, PROPOSED, BELGIUM)

    assert dates.remind_at == datetime(2026, 11, 27, 8, 30, tzinfo=BELGIUM.zone)
    assert dates.close_at == datetime(2026, 12, 4, 23, 59, 59, tzinfo=BELGIUM.zone)


def test_a_form_that_says_nothing_gets_the_same_days() -> None:
    silent = acceptance_dates(None, None, PROPOSED, BELGIUM)

    assert silent == acceptance_dates(FIVE, TEN, PROPOSED, BELGIUM)


def test_a_form_may_close_sooner() -> None:
    dates = acceptance_dates(TWO, FIVE, PROPOSED, BELGIUM)

    assert dates.remind_at == datetime(2026, 11, 24, 8, 30, tzinfo=BELGIUM.zone)
    assert dates.close_at == datetime(2026, 11, 27, 23, 59, 59, tzinfo=BELGIUM.zone)


def test_a_document_may_follow_until_the_end_of_its_last_day() -> None:
    assert due_of_task(Duration(days=14), PROPOSED, BELGIUM) == datetime(
        2026, 12, 4, 23, 59, 59, tzinfo=BELGIUM.zone
    )


def test_a_reminder_goes_out_on_the_fifth_working_day_but_never_after_the_last() -> None:
    due = due_of_task(TEN, PROPOSED, BELGIUM)
    soon = due_of_task(TWO, PROPOSED, BELGIUM)

    reminded = [
        remind_of_task_at(kind, PROPOSED, until, BELGIUM)
        for kind, until in (("answer", due), ("answer", soon), ("deliver", due))
    ]

    assert [moment.astimezone(BELGIUM.zone).strftime("%d-%m %H:%M") for moment in reminded] == [
        "27-11 08:30",
        "24-11 08:30",
        "04-12 08:30",
    ]


def test_a_case_opens_again_only_when_its_form_offers_it() -> None:
    until = reopen_until(Duration(days=30), PROPOSED, BELGIUM)

    assert until == datetime(2026, 12, 21, 23, 59, 59, tzinfo=BELGIUM.zone)
    assert reopen_until(None, PROPOSED, BELGIUM) is None
