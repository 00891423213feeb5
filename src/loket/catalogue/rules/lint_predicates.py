"""Why the predicates and operands of a form may not be published."""

from collections.abc import Iterator

from loket.catalogue.rules.dates import parse_date
from loket.catalogue.rules.layout import Layout, Place, Reach, Use
from loket.catalogue.rules.operands import Answer, Ref, looks_relative, parse_operand, parse_ref
from loket.catalogue.rules.predicates import MOST_NESTED, OPERATORS, PATTERNS
from loket.catalogue.rules.reading import Source, mappings, words
from loket.catalogue.rules.reasons import Reason
from loket.catalogue.rules.values import OTHER, Json

PARTS = {
    "period": frozenset({"from", "until"}),
    "address": frozenset({"country", "postcode", "city", "street", "number", "box"}),
}
DAYS = frozenset({"date", "datetime"})
ORDERED = frozenset({"integer", "decimal", "money", "date", "time", "datetime", "computed"})
WORDS = frozenset({"text", "textarea", "email", "phone", "url", "computed"})
ORDERING = frozenset({"lt", "lte", "gt", "gte"})
SAMENESS = frozenset({"eq", "ne"})


def predicate_reasons(layout: Layout) -> Iterator[Reason]:
    """Name every predicate that cannot be understood or looks where it may not."""
    for use in layout.predicates():
        yield from _predicate(layout, use, 0)


def operand_reasons(layout: Layout) -> Iterator[Reason]:
    """Name every bound, filter and computation that looks where it may not."""
    for use in layout.operands():
        for value in use.value if isinstance(use.value, list) else [use.value]:
            yield from _operand(layout, use, value, columns=True)


def _predicate(layout: Layout, use: Use, depth: int) -> Iterator[Reason]:
    source = use.value
    if isinstance(source, bool):
        return
    if not isinstance(source, dict) or depth > MOST_NESTED:
        yield Reason(use.path, "bad_predicate")
    elif "f" in source:
        yield from _test(layout, use, source)
    else:
        yield from _combination(layout, use, source, depth)


def _combination(layout: Layout, use: Use, source: Source, depth: int) -> Iterator[Reason]:
    word = next(iter(source), "")
    parts = source.get(word)
    if len(source) == 1 and word == "not":
        yield from _predicate(layout, Use(f"{use.path}.not", parts, use.reach), depth + 1)
    elif len(source) == 1 and word in ("all", "any") and isinstance(parts, list):
        for at, part in enumerate(parts):
            inner = Use(f"{use.path}.{word}[{at}]", part, use.reach)
            yield from _predicate(layout, inner, depth + 1)
    else:
        yield Reason(use.path, "bad_predicate")


def _test(layout: Layout, use: Use, source: Source) -> Iterator[Reason]:
    operators = [word for word in source if word != "f"]
    ref = parse_ref(source["f"])
    if ref is None or len(operators) != 1:
        yield Reason(use.path, "bad_predicate")
        return
    operator = operators[0]
    if operator not in OPERATORS:
        yield Reason(use.path, "unknown_operator", {"operator": operator})
        return
    wrong = list(_name(layout, use, ref))
    yield from wrong
    place = _place(layout, use.reach, ref)
    if place is not None and not wrong:
        yield from _fits(use, place, ref, operator)
        yield from _values(layout, use, place, operator, source[operator])


def _values(layout: Layout, use: Use, place: Place, operator: str, value: Json) -> Iterator[Reason]:
    if operator == "answered":
        if not isinstance(value, bool):
            yield Reason(use.path, "bad_value", {"value": str(value)})
    elif operator == "matches":
        if value not in PATTERNS:
            yield Reason(use.path, "unknown_pattern", {"pattern": str(value)})
    elif operator in ("in", "not_in") and not isinstance(value, list):
        yield Reason(use.path, "bad_value", {"value": str(value)})
    else:
        for one in value if isinstance(value, list) else [value]:
            yield from _operand(layout, use, one)
            yield from _literal(use, place, one)


def _name(layout: Layout, use: Use, ref: Ref, *, columns: bool = False) -> Iterator[Reason]:
    """Name a reference to what is not there, not in reach, or not yet asked."""
    params = {"name": str(ref)}
    if ref.in_item and use.reach.group not in layout.items:
        yield Reason(use.path, "wrong_scope", params)
        return
    place = _place(layout, use.reach, ref)
    if place is None:
        yield Reason(use.path, "unknown_name", params)
        return
    limit = use.reach.inner_before if ref.in_item else use.reach.before
    at = place.inner if ref.in_item else place.index
    if limit is not None and at >= limit:
        yield Reason(use.path, "forward_reference", params)
    known = PARTS.get(place.type, frozenset())
    if columns and place.type == "group":
        known = frozenset(layout.items[place.id])
    if ref.part and ref.part not in known:
        yield Reason(use.path, "unknown_name", params)


def _place(layout: Layout, reach: Reach, ref: Ref) -> Place | None:
    return (layout.items.get(reach.group, {}) if ref.in_item else layout.names).get(ref.name)


def _operand(layout: Layout, use: Use, value: Json, *, columns: bool = False) -> Iterator[Reason]:
    operand = parse_operand(value)
    if isinstance(operand, Answer):
        yield from _name(layout, use, operand.ref, columns=columns)
    elif (
        isinstance(value, float | dict | list)
        or value is None
        or (looks_relative(value) and getattr(operand, "value", None) == value)
    ):
        yield Reason(use.path, "bad_value", {"value": str(value)})


def _fits(use: Use, place: Place, ref: Ref, operator: str) -> Iterator[Reason]:
    """Name an operator that can never say anything about this type of question."""
    kind = "date" if place.type == "period" and ref.part else place.type
    kind = "text" if place.type == "address" and ref.part else kind
    if not _can(kind, operator, many=place.source.get("multiple") is True):
        yield Reason(use.path, "operator_does_not_fit", {"operator": operator, "name": str(ref)})


def _can(kind: str, operator: str, *, many: bool) -> bool:
    if operator == "answered":
        return kind not in ("info", "article")
    if kind in ("group", "period", "address", "info", "article"):
        return False
    if operator in ORDERING:
        return kind in ORDERED
    if operator == "matches":
        return kind in WORDS
    if operator == "contains":
        return many or kind in WORDS
    return operator not in SAMENESS or not many


def _literal(use: Use, place: Place, value: Json) -> Iterator[Reason]:
    """Name a fixed value that this question can never have as its answer."""
    if value is None or looks_relative(value):
        return
    possible = True
    if place.type == "boolean":
        possible = isinstance(value, bool)
    elif place.type == "choice" and "options" in place.source:
        possible = value in _options(place.source)
    elif place.type in DAYS:
        possible = isinstance(value, str) and parse_date(value[:10]) is not None
    if not possible:
        yield Reason(use.path, "unknown_option", {"value": str(value), "name": place.id})


def _options(source: Source) -> tuple[str, ...]:
    values = words([one.get("v") for one in mappings(source.get("options"))])
    return (*values, OTHER) if "other" in source else values
