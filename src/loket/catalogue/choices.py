"""What a person can choose from: the options of a form, the rows of tables, the countries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from loket.catalogue.display import country_name, row_label
from loket.catalogue.rules.compare import equal
from loket.catalogue.rules.countries import COUNTRIES
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.state import FieldState, State
from loket.catalogue.rules.values import OTHER, Json, say
from loket.catalogue.sources import Rows, cells_of, valid_rows
from loket.catalogue.standing import Standing
from loket.core.acting import Acting
from loket.core.fieldview import OptionView

NEAR = ("BE", "NL", "LU", "DE", "FR")
"""Countries that stand first in the list."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The rows of the tables on a page, and the answers that filter them."""

    tables: Rows = field(default_factory=dict)
    answers: Mapping[str, Json] = field(default_factory=dict)
    items: Mapping[tuple[str, str], Mapping[str, Json]] = field(default_factory=dict)
    today: date = date.min


def choices_for(standing: Standing, step: str, by: Acting) -> Choices:
    """Everything to choose from in a step, in one query, or none when it needs no table."""
    tables: Rows = {code: dict(rows) for code, rows in (standing.context.tables or {}).items()}
    wanted = {one.source for one in standing.spec.every_field() if one.source and one.step == step}
    for code in wanted:
        tables[code] = {}
    if wanted:
        for row in valid_rows(by).filter(table__code__in=wanted):
            tables[row.table.code][row.code] = cells_of(row)
    return Choices(tables, *_live(standing.state), by.today)


def _live(
    state: State,
) -> tuple[dict[str, Json], dict[tuple[str, str], dict[str, Json]]]:
    answers: dict[str, Json] = {}
    items: dict[tuple[str, str], dict[str, Json]] = {}
    for one in state.visible():
        if one.item:
            items.setdefault((one.field.group, one.item), {})[one.field.id] = one.value
        else:
            answers[one.field.id] = one.value
    return answers, items


def options_of(one: FieldState, choices: Choices, language: str) -> tuple[OptionView, ...]:
    """The answers to choose from, in their order."""
    question = one.field
    if question.type == "boolean":
        return OptionView("true", _("Ja")), OptionView("false", _("Nee"))
    found = (
        _rows(one, choices, language)
        if question.source
        else [
            OptionView(option.value, say(option.text, language), say(option.hint, language))
            for option in question.options
        ]
    )
    if question.other:
        found.append(OptionView(OTHER, say(question.other, language)))
    return tuple(found)


def _rows(one: FieldState, choices: Choices, language: str) -> list[OptionView]:
    item = choices.items.get((one.field.group, one.item))
    return [
        OptionView(code, row_label(row, language) or code, row_label(row, language, "hint"))
        for code, row in choices.tables.get(one.field.source, {}).items()
        if _fits(one.field, row, choices, item)
    ]


def _fits(
    question: Field, row: Mapping[str, Json], choices: Choices, item: Mapping[str, Json] | None
) -> bool:
    for column, wanted in question.filter:
        value = wanted.read(Scope(choices.answers, item, choices.today))
        if not equal(row.get(column), value):
            return False
    return True


@cache
def country_options(codes: tuple[str, ...], language: str) -> tuple[tuple[str, str], ...]:
    """The countries by name, those nearby first; only these codes when the form says so."""
    found = [(code, country_name(code, language)) for code in codes or sorted(COUNTRIES)]
    first = [pair for pair in found if pair[0] in NEAR]
    rest = [pair for pair in found if pair[0] not in NEAR]
    first.sort(key=lambda pair: NEAR.index(pair[0]))
    rest.sort(key=lambda pair: pair[1])
    return (*first, *rest)
