"""The answers of a form as chapters to read: for checking, for the case, for the receipt."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from loket.catalogue.display import display_value, item_label
from loket.catalogue.opened import is_special
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import Context, FieldState, State
from loket.catalogue.rules.values import REASONS, Json, say
from loket.catalogue.texts import Teller


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer in words; `item` is the heading of a group's item.

    The answer of a `closed` one is not for this reader: that it is empty here says nothing.
    """

    key: str
    label: str
    value: str
    item: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """The answers of one step."""

    step: str
    title: str
    lines: tuple[Line, ...]


def chapters_of(spec: FormSpec, state: State, context: Context) -> tuple[Chapter, ...]:
    """All answers that count, step by step, each with why it is not what we knew before."""
    return _chapters(_Writer(spec, state, context))


def chapters_with_reasons(
    spec: FormSpec, state: State, context: Context, *, sealed: bool = False
) -> tuple[Chapter, ...]:
    """The same, and after each step what was remarked about its answers and why they stand.

    Of a `sealed` request the answers of special questions are left out, and said to be closed.
    """
    return _chapters(_Writer(spec, state, context, remarks=True, sealed=sealed))


def _chapters(writer: "_Writer") -> tuple[Chapter, ...]:
    return tuple(
        Chapter(one.step.id, say(one.step.title, writer.context.language), lines)
        for one in writer.state.steps
        if one.visible and (lines := tuple(writer.lines(one.step.id)))
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one step after the other."""

    spec: FormSpec
    state: State
    context: Context
    remarks: bool = False
    sealed: bool = False
    numbers: dict[str, int] = field(default_factory=dict)

    def lines(self, step: str) -> Iterator[Line]:
        for one in self.state.visible():
            if one.field.step != step or one.field.type in ("group", "info", "article"):
                continue
            heading = self._heading(one) if one.item else ""
            label = say(one.field.label, self.context.language)
            closed = self.sealed and is_special(self.spec, one.key)
            yield Line(one.key, label, self._answer(one), heading, closed)
            yield from self._contested(one, heading)
        if self.remarks:
            yield from self._remarked(step)

    def _contested(self, one: FieldState, heading: str) -> Iterator[Line]:
        """What was known before, and what the person says is wrong with it."""
        origin = one.origin
        if origin is None or not origin.changed or not origin.reason:
            return
        key = f"{REASONS}.field.{one.key}"
        yield Line(key, _("Wat wij hadden"), self._words(one, origin.original), heading)
        yield Line(key, _("Wat klopt er niet?"), origin.reason, heading)

    def _remarked(self, step: str) -> Iterator[Line]:
        seen = {one.key: one for one in self.state.visible()}
        teller = Teller(self.context.language, self.context.tables or {}, seen)
        for one in self.state.checks:
            if one.check.step == step and one.reason:
                yield Line(
                    f"{REASONS}.check.{one.check.id}", teller.say(one.check.text), one.reason
                )

    def _answer(self, one: FieldState) -> str:
        """The answer; of an address that had to be proven also whether it is."""
        words = self._words(one, one.value)
        if not one.field.verify or not words:
            return words
        sign = _("%(address)s (bevestigd)") if one.proven else _("%(address)s (nog niet bevestigd)")
        return sign % {"address": words}

    def _words(self, one: FieldState, value: Json) -> str:
        context = self.context
        return display_value(one.field, value, context.tables or {}, context.language)

    def _heading(self, one: FieldState) -> str:
        group = one.field.group
        place = f"{group}.{one.item}"
        if place not in self.numbers:
            before = sum(key.startswith(f"{group}.") for key in self.numbers)
            self.numbers[place] = 1 + before
        return item_label(self.spec.groups[group], self.numbers[place], self.context.language)
