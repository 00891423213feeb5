"""The days that a request is about."""

from datetime import date

import pytest

from loket.catalogue.rules.period import Days, days_of
from loket.catalogue.rules.tests.make import make_spec, question
from loket.catalogue.rules.values import Answers, Json

TWO = (question("van", "date"), question("tot", "date"))
FIRST, LAST = "2027-03-01", "2027-03-31"


def days(period: Json, answers: Answers, *fields: Json) -> Days | None:
    case: Json = {"type": "x", "number": "X", "queue": "x", "period": period}
    return days_of(make_spec(*(fields or TWO), case=case), answers)


@pytest.mark.parametrize(
    ("answers", "last"),
    [({"van": FIRST, "tot": LAST}, date(2027, 3, 31)), ({"van": FIRST}, None)],
)
def test_from_one_day_to_another_or_without_an_end(answers: Answers, last: date | None) -> None:
    assert days({"from": "van", "until": "tot"}, answers) == Days(date(2027, 3, 1), last)


def test_one_day_is_its_own_end() -> None:
    assert days({"from": "van"}, {"van": FIRST}) == Days(date(2027, 3, 1), date(2027, 3, 1))


def test_a_question_for_a_period_is_both() -> None:
    found = days({"from": "p"}, {"p": {"from": FIRST, "until": LAST}}, question("p", "period"))

    assert found == Days(date(2027, 3, 1), date(2027, 3, 31))


@pytest.mark.parametrize("answers", [{}, {"van": "morgen"}, {"van": {"_raw": "1/13"}}])
def test_without_a_first_day_there_are_no_days(answers: Answers) -> None:
    assert days({"from": "van", "until": "tot"}, answers) is None


def test_what_is_sealed_is_not_looked_at() -> None:
    sealed = question("van", "date", privacy="special")

    assert days({"from": "van"}, {"van": FIRST}, sealed) is None
