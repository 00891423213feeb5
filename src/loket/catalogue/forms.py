"""The questions of a step as a page shows them, made from the one state that `evaluate` gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from loket.catalogue.choices import Choices, options_of
from loket.catalogue.compound import parts_of
from loket.catalogue.daynote import day_note
from loket.catalogue.display import display_value, item_label
from loket.catalogue.inputs import as_typed, is_unread, sent_back, typed_value
from loket.catalogue.problems import error_views, problems_of, said_of, target_of
from loket.catalogue.proving import proof_view
from loket.catalogue.rules.checked import longest
from loket.catalogue.rules.evaluate import MOST_ITEMS
from loket.catalogue.rules.paths import get_answer, get_reason
from loket.catalogue.rules.spec import YES, Field
from loket.catalogue.rules.state import CheckState, FieldState
from loket.catalogue.rules.values import (
    GIVEN,
    ITEM,
    OTHER,
    REASONS,
    Json,
    Problem,
    Text,
    is_answered,
    say,
)
from loket.catalogue.standing import Standing, fewest_items
from loket.catalogue.texts import Teller
from loket.core.fieldview import (
    ConflictView,
    ErrorView,
    FieldView,
    GroupItemView,
    Kind,
    OptionView,
)

FEW = 5
"""Up to so many choices stand open on the page; more go in a list that folds out."""

KINDS: Mapping[str, Kind] = {
    "text": Kind.TEXT,
    "textarea": Kind.TEXTAREA,
    "email": Kind.EMAIL,
    "phone": Kind.PHONE,
    "url": Kind.URL,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "money": Kind.MONEY,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "datetime": Kind.PARTS,
    "period": Kind.PARTS,
    "address": Kind.PARTS,
    "boolean": Kind.RADIO,
    "consent": Kind.STATEMENT,
    "statement": Kind.STATEMENT,
    "group": Kind.GROUP,
    "info": Kind.INFO,
    "computed": Kind.COMPUTED,
}
SHORT = frozenset({Kind.DATE, Kind.TIME})


@dataclass(frozen=True, slots=True)
class SectionView:
    """Questions under one heading."""

    title: str
    fields: tuple[FieldView, ...]

    @property
    def rows(self) -> list[list[FieldView]]:
        """The questions in rows: days and times that follow each other stand side by side."""
        rows: list[list[FieldView]] = []
        for view in self.fields:
            if rows and view.kind in SHORT and rows[-1][-1].kind in SHORT:
                rows[-1].append(view)
            else:
                rows.append([view])
        return rows


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark about the answers together, with the question for the reason if it asks one."""

    id: str
    level: str
    text: str
    reason: FieldView | None = None


@dataclass(frozen=True, slots=True)
class StepPage:
    """Everything on the page of one step, but the documents."""

    sections: tuple[SectionView, ...]
    remarks: tuple[RemarkView, ...]
    errors: tuple[ErrorView, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the views of one draft.

    `errors` are the sentences to show, by key of the answer; `typed` the codes that were wrong.
    """

    standing: Standing
    choices: Choices
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the one who says the texts."""
        object.__setattr__(self, "teller", Teller.of(self.standing))

    @property
    def language(self) -> str:
        """The language of the texts of the form."""
        return self.standing.context.language

    def say(self, text: Text, item: str = "") -> str:
        """A text of the form, with the answers that it names."""
        return self.teller.say(text, item)


def step_page(
    standing: Standing,
    step: str,
    choices: Choices,
    *,
    judged: bool,
    refused: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> StepPage:
    """The page of a step; only when it is `judged` it shows what is wrong.

    `refused` are the sentences about what was not taken just now, `typed` the codes, by path.
    """
    problems = problems_of(standing, step) if judged else ()
    sentences = _sentences(standing, problems) | dict(refused or {})
    writer = Writer(standing, choices, sentences, typed or {})
    return StepPage(
        sections=tuple(_sections(writer, step)),
        remarks=remark_views(writer, step),
        errors=error_views(standing, problems),
    )


def _sentences(standing: Standing, problems: Sequence[Problem]) -> dict[str, str]:
    return {target_of(one): said_of(standing, one) for one in problems}


def _sections(writer: Writer, step: str) -> Iterator[SectionView]:
    title = ""
    fields: list[FieldView] = []
    for one in writer.standing.state.fields.values():
        if one.field.step != step or one.item:
            continue
        if one.field.section:
            if fields:
                yield SectionView(title, tuple(fields))
            title, fields = writer.say(one.field.section), []
        fields.append(field_view(writer, one))
    if fields:
        yield SectionView(title, tuple(fields))


def remark_views(writer: Writer, step: str) -> tuple[RemarkView, ...]:
    """The remarks that hold now and belong to this step."""
    checks = writer.standing.state.checks
    return tuple(_remark(writer, one) for one in checks if one.check.step == step)


def _remark(writer: Writer, one: CheckState) -> RemarkView:
    path = f"{REASONS}.check.{one.check.id}"
    reason = None
    if one.check.ask_reason:
        reason = FieldView(
            path=path,
            kind=Kind.TEXTAREA,
            label=_("Leg uit waarom"),
            value=_reason(writer, path, one.reason),
            error=writer.errors.get(path, ""),
            max_length=1000,
        )
    return RemarkView(one.check.id, one.check.level, writer.say(one.check.text), reason)


def field_view(writer: Writer, one: FieldState) -> FieldView:
    """One question, whatever its type."""
    question = one.field
    value, conflict = _standing_value(writer, one)
    view = FieldView(
        path=one.key,
        kind=_kind(writer, one),
        label=writer.say(question.label, one.item),
        value=typed_value(question, value, writer.language),
        hint=writer.say(question.hint, one.item),
        error=writer.errors.get(one.key, ""),
        required=_required(one),
        recommended=question.recommended,
        visible=one.visible or _comes_with_its_group(one),
        locked=one.locked,
        max_length=longest(question) if question.type in ("text", "textarea") else 0,
        autocomplete=question.autocomplete,
        conflict=conflict,
    )
    if question.verify:
        view = replace(view, proof=proof_view(writer.standing, one, writer.errors, writer.typed))
    view = _known(view, one, writer)
    return _filled(view, one, value, writer)


def _required(one: FieldState) -> bool:
    """Whether it must be answered when it is shown; the script shows it before we are asked."""
    if one.field.type == "group":
        return fewest_items(one.field) > 0
    return one.required or (not one.visible and one.field.required)


def _comes_with_its_group(one: FieldState) -> bool:
    """Whether nothing but its group hides it: the script shows the two of them as one."""
    return bool(one.field.group) and one.field.show_when == YES


def _standing_value(writer: Writer, one: FieldState) -> tuple[Json, ConflictView | None]:
    """What stands in the input: the own answer when two windows disagree, the other beside it.

    What could not be kept just now stands there as it was typed.
    """
    if one.key in writer.standing.unsaved:
        return as_typed(one.field, writer.standing.unsaved[one.key]), None
    stored = get_answer(writer.standing.answers, one.key)
    value = one.value if one.visible and not is_unread(stored) else stored
    losers = writer.standing.conflicts.get(one.key)
    if not losers:
        return value, None
    theirs = display_value(one.field, value, writer.choices.tables, writer.language)
    return losers[-1], ConflictView(theirs, sent_back(one.field, value, writer.language))


def _reason(writer: Writer, path: str, kept: str) -> str:
    """The reason that stands in the input: the kept one, or what could not be kept just now."""
    typed = writer.standing.unsaved.get(path)
    return typed if isinstance(typed, str) else kept


def _kind(writer: Writer, one: FieldState) -> Kind:
    question = one.field
    if question.type in ("choice", "reference", "party"):
        if question.multiple:
            return Kind.CHECKS
        few = len(options_of(one, writer.choices, writer.language)) <= FEW
        wide = question.widget != "select" and (few or question.widget == "radio")
        return Kind.RADIO if wide else Kind.SELECT
    return KINDS.get(question.type, Kind.IDENTIFIER)


def _known(view: FieldView, one: FieldState, writer: Writer) -> FieldView:
    """Say where a first answer comes from, and ask what is wrong with it."""
    origin = one.origin
    if origin is None or not is_answered(origin.original):
        return view
    source = "" if origin.changed else source_line(writer, origin.source)
    shown = display_value(one.field, one.value, writer.choices.tables, writer.language)
    if one.locked:
        return replace(view, source=source, text=shown)
    if origin.policy != "confirm":
        return replace(view, source=source)
    path = f"{REASONS}.field.{one.key}"
    kept = get_reason(writer.standing.answers, f"field.{one.key}")
    return replace(
        view,
        source=source,
        correction=FieldView(
            path=path,
            kind=Kind.TEXTAREA,
            label=_("Wat klopt er niet?"),
            hint=_("Vul hierboven het juiste antwoord in."),
            value=_reason(writer, path, kept),
            error=writer.errors.get(path, ""),
            required=origin.changed,
            max_length=1000,
        ),
    )


def source_line(writer: Writer, source: str) -> str:
    """Where we know it from."""
    if writer.standing.spec.on_behalf:
        return _("Dit weten wij uit de gegevens van deze medewerker.")
    if source.startswith("hr."):
        return _("Dit weten wij uit uw personeelsgegevens.")
    return _("Dit weten wij uit uw profiel.")


def _filled(view: FieldView, one: FieldState, value: Json, writer: Writer) -> FieldView:
    """Add what this kind of question has more than a label and a value."""
    question, language = one.field, writer.language
    if view.kind in (Kind.RADIO, Kind.SELECT, Kind.CHECKS):
        return replace(
            view,
            options=_options(one, value, writer),
            other=_other(view, question, value, language),
        )
    if view.kind == Kind.PARTS:
        region = writer.standing.context.region
        return replace(view, parts=parts_of(view, question, value, region, language))
    if view.kind == Kind.GROUP:
        return _group(view, one, writer)
    if view.kind == Kind.STATEMENT:
        given = isinstance(value, dict) and value.get(GIVEN) is True
        return replace(view, value="true" if given else "", text=view.hint, hint="")
    if view.kind == Kind.INFO:
        url, label = _link(writer, one)
        return replace(view, text=view.hint, hint="", link_url=url, link_label=label)
    if view.kind == Kind.DATE:
        return replace(view, note=day_note(value, writer.standing.context.region, language))
    if view.kind == Kind.COMPUTED:
        return replace(view, text=display_value(question, value, writer.choices.tables, language))
    return view


def _link(writer: Writer, one: FieldState) -> tuple[str, str]:
    """Where an explanation leads to, and what that page is called."""
    link = one.field.link
    return (link.url, writer.say(link.text, one.item)) if link else ("", "")


def _options(one: FieldState, value: Json, writer: Writer) -> tuple[OptionView, ...]:
    chosen = value if isinstance(value, list) else [value]
    picked = {OTHER if isinstance(each, dict) else str(each).lower() for each in chosen}
    found = options_of(one, writer.choices, writer.language)
    return tuple(replace(option, chosen=option.value.lower() in picked) for option in found)


def _other(view: FieldView, question: Field, value: Json, language: str) -> FieldView | None:
    if not question.other:
        return None
    chosen = value if isinstance(value, list) else [value]
    written = next((str(one.get(OTHER, "")) for one in chosen if isinstance(one, dict)), "")
    return FieldView(
        path=f"{view.path}.{OTHER}",
        kind=Kind.TEXT,
        label=say(question.other, language),
        value=written,
        required=True,
    )


def _group(view: FieldView, one: FieldState, writer: Writer) -> FieldView:
    group = one.field
    inside: dict[str, list[FieldView]] = {}
    stored = get_answer(writer.standing.answers, group.id)
    for item in stored if isinstance(stored, list) else []:
        if isinstance(item, dict):
            inside[str(item.get(ITEM))] = []
    for seen in writer.standing.state.fields.values():
        if seen.field.group == group.id:
            inside.setdefault(seen.item, []).append(field_view(writer, seen))
    removable = len(inside) > fewest_items(group)
    most = min(group.whole(group.max, MOST_ITEMS), MOST_ITEMS)
    items = tuple(
        GroupItemView(
            key, item_label(group, number, writer.language), tuple(fields), removable=removable
        )
        for number, (key, fields) in enumerate(inside.items(), start=1)
    )
    return replace(
        view, items=items, add_label=_("Voeg er nog een toe") if len(items) < most else ""
    )
