"""Why a form may not be published: moments and terms that no calendar reaches, bounds that are none."""

from collections.abc import Iterator

from loket.catalogue.rules.closing import closing_of
from loket.catalogue.rules.compare import number, temporal
from loket.catalogue.rules.layout import Layout
from loket.catalogue.rules.operands import Fixed, looks_relative, parse_operand
from loket.catalogue.rules.reading import duration, mapping
from loket.catalogue.rules.reasons import Reason
from loket.core.durations import Duration

WORKING_TERMS = (
    ("case", "sla", ("first_response", "decision")),
    ("after_submit", "acceptance", ("remind", "auto_close", "reopen")),
)
MOST_WORKDAYS, MOST_YEARS = 500, 5
"""A working calendar reaches eight years ahead; a term must also fit after it stood still."""
MONTHS, WEEKS, DAYS = 12, 52, 365
"""Of a year."""


def limit_reasons(layout: Layout) -> Iterator[Reason]:
    """Name every moment, term and bound that nobody can count with."""
    closes = layout.source.get("closes_at")
    if isinstance(closes, str) and closing_of(closes) is None:
        yield Reason("closes_at", "bad_closing", {"value": closes})
    for holder, part, names in WORKING_TERMS:
        terms = mapping(mapping(layout.source.get(holder)).get(part))
        for name in names:
            term = duration(terms.get(name))
            if term is not None and is_too_long(term):
                most = {"workdays": str(MOST_WORKDAYS), "years": str(MOST_YEARS)}
                path = f"{holder}.{part}.{name}"
                yield Reason(path, "term_too_long", {"value": str(terms[name]), **most})
    yield from bound_reasons(layout)


def is_too_long(term: Duration) -> bool:
    """Whether a term may end after the last day of a working calendar."""
    years = term.years + term.months / MONTHS + term.weeks / WEEKS + term.days / DAYS
    return term.workdays > MOST_WORKDAYS or years > MOST_YEARS


def bound_reasons(layout: Layout) -> Iterator[Reason]:
    """Name every minimum and maximum that is no number, day, time or answer."""
    for place in layout.places:
        for key in ("min", "max"):
            value = place.source.get(key)
            fixed = isinstance(value, str | int) and isinstance(parse_operand(value), Fixed)
            ordered = number(value) is not None or temporal(value) or looks_relative(value)
            if fixed and not ordered:
                yield Reason(f"{place.path}.{key}", "bad_value", {"value": str(value)})
