"""The days that a request is about, where its form asks for them."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import Answers, Json


class Days(NamedTuple):
    """From the first day to the last one; without a last one there is no end yet."""

    first: date
    last: date | None


def days_of(spec: FormSpec, answers: Answers) -> Days | None:
    """Return the days that these answers name, or nothing.

    A form that asks for one day only means that day. What is sealed is not looked at.
    """
    asked = spec.fields.get(spec.case.starts)
    if asked is None or asked.privacy == "special":
        return None
    value = answers.get(asked.id)
    if isinstance(value, Mapping):
        first, last = _day(value.get("from")), _day(value.get("until"))
    else:
        first = _day(value)
        last = _day(answers.get(spec.case.ends)) if spec.case.ends else first
    return Days(first, last) if first is not None else None


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
