"""Why the questions, documents, approvals and checks of a form may not be published."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from loket.catalogue.rules.checked import fault_of
from loket.catalogue.rules.compare import compare
from loket.catalogue.rules.layout import Layout, Place
from loket.catalogue.rules.operands import Scope
from loket.catalogue.rules.predicates import PATTERNS
from loket.catalogue.rules.reading import Source, duration, mapping, mappings, word, words
from loket.catalogue.rules.reasons import Reason
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.state import Context
from loket.catalogue.rules.values import OTHER, Json

NEEDED: dict[str, tuple[str, ...]] = {  # one of these keys
    "choice": ("options", "source"),
    "reference": ("source",),
    "party": ("source",),
    "group": ("fields",),
    "computed": ("from",),
    "consent": ("version",),
    "statement": ("version",),
}
MOST_FILES = 10  # of a document that says no number itself
BEHALF = {"source": "hr.employees", "scope": "employer", "not_listed": "refused"}
"""Whom a form may be about other than who asks: the employees of one's own employer."""
CALENDAR_TERMS = (
    ("save", "ttl"), ("save", "remind"), ("retention", "draft"), ("retention", "case"),
)  # fmt: skip


def identity_reasons(layout: Layout) -> Iterator[Reason]:
    """Name every name that is used twice."""
    places = [(one.path, f"{one.group}.{one.id}") for one in layout.places]
    lists = [places, [(f"steps[{at}]", word(one, "id")) for at, one in enumerate(layout.steps)]]
    for key in ("documents", "approvals", "checks"):
        lists.append([(path, word(one, "id")) for path, one in layout.parts(key)])
    for place in layout.places:
        taken = [(f"{place.path}.other", OTHER)] if "other" in place.source else []
        options = mappings(place.source.get("options"))
        lists.append(
            [
                *taken,
                *(
                    (f"{place.path}.options[{at}]", word(one, "v"))
                    for at, one in enumerate(options)
                ),
            ]
        )
    for one in lists:
        yield from _twice(one)


def _twice(named: list[tuple[str, str]]) -> Iterator[Reason]:
    count = Counter(name for _, name in named)
    seen: set[str] = set()
    for path, name in named:
        if count[name] > 1 and name in seen:
            yield Reason(path, "duplicate_id", {"id": name.removeprefix(".")})
        seen.add(name)


def field_reasons(layout: Layout, spec: FormSpec) -> Iterator[Reason]:
    """Name what each question lacks or has too much."""
    for place in layout.places:
        needed = NEEDED.get(place.type, ())
        if needed and not any(key in place.source for key in needed):
            yield Reason(place.path, "missing_key", {"key": " / ".join(needed)})
        if place.group and place.type == "group":
            yield Reason(place.path, "nested_group")
        if place.group and "prefill" in place.source:
            yield Reason(f"{place.path}.prefill", "prefill_in_group")
        if "verify" in place.source and place.type != "email":
            yield Reason(f"{place.path}.verify", "verify_needs_email")
        if "link" in place.source and place.type != "info":
            yield Reason(f"{place.path}.link", "unknown_key", {"key": "link"})
        pattern = place.source.get("pattern")
        if pattern is not None and (not isinstance(pattern, str) or pattern not in PATTERNS):
            yield Reason(f"{place.path}.pattern", "unknown_pattern", {"pattern": str(pattern)})
        yield from _bounds(place.path, place.source)
        yield from _default(place, spec)


def _bounds(path: str, source: Source) -> Iterator[Reason]:
    if compare(source.get("min"), source.get("max")) == 1:
        yield Reason(f"{path}.min", "bounds_crossed")


def _default(place: Place, spec: FormSpec) -> Iterator[Reason]:
    default = place.source.get("default")
    field = spec.field(f"{place.group}.{place.id}" if place.group else place.id)
    if default is None or field is None or field.source:
        return
    scope = Scope({}, None, date(2000, 1, 1))
    asked = field.takes_answer and field.type != "group"
    if not asked or fault_of(field, default, scope, Context(scope.today)):
        yield Reason(f"{place.path}.default", "default_unreachable", {"value": str(default)})


def document_reasons(layout: Layout) -> Iterator[Reason]:
    """Name what does not fit between documents, approvals, steps and groups."""
    approvals = {word(one, "id"): one for _, one in layout.parts("approvals")}
    slots = {word(one, "id"): one for _, one in layout.parts("documents")}
    steps = {word(one, "id") for one in layout.steps}
    for path, slot in layout.parts("documents"):
        yield from _bounds(path, {"max": MOST_FILES, **slot})
        if "step" in slot and word(slot, "step") not in steps:
            yield Reason(f"{path}.step", "unknown_step", {"name": word(slot, "step")})
        if "per" in slot and word(slot, "per") not in layout.items:
            yield Reason(f"{path}.per", "unknown_group", {"name": word(slot, "per")})
        if name := word(slot, "replaced_by").removeprefix("approval."):
            back = approvals.get(name)
            yield from _mutual(f"{path}.replaced_by", name, back, "fallback", slot)
    yield from _approvals(layout, slots)


def _approvals(layout: Layout, slots: Mapping[str, Source]) -> Iterator[Reason]:
    for path, approval in layout.parts("approvals"):
        if name := word(approval, "fallback").removeprefix("document."):
            yield from _mutual(f"{path}.fallback", name, slots.get(name), "replaced_by", approval)
        for at, covered in enumerate(words(approval.get("covers"))):
            if covered not in layout.names:
                yield Reason(f"{path}.covers[{at}]", "unknown_name", {"name": covered})
    others = [one for one in layout.parts("approvals") if one[1].get("distinct") is not False]
    for before, (path, approval) in enumerate(others):
        if (by := word(approval, "by")) in [word(one, "by") for _, one in others[:before]]:
            yield Reason(f"{path}.by", "asked_twice", {"name": by})


def _mutual(path: str, name: str, other: Source | None, back: str, one: Source) -> Iterator[Reason]:
    """A document that an approval replaces, and its fallback, must name each other."""
    if other is None:
        yield Reason(path, "unknown_part", {"name": name})
    elif word(other, back).rpartition(".")[2] != word(one, "id"):
        yield Reason(path, "not_mutual", {"name": name})


def check_reasons(layout: Layout) -> Iterator[Reason]:
    """Name a reason that is asked where it cannot be given."""
    for path, check in layout.parts("checks"):
        if check.get("ask_reason") is True and check.get("level") != "warn":
            yield Reason(f"{path}.ask_reason", "reason_without_warning")


def behalf_reasons(layout: Layout) -> Iterator[Reason]:
    """Name whom a form cannot be about, and an audience that cannot ask about an employee."""
    for key, value in mapping(layout.source.get("on_behalf_of")).items():
        if key in BEHALF and value != BEHALF[key]:
            yield Reason(f"on_behalf_of.{key}", "not_built", {"feature": str(value)})
    audience = words(mapping(layout.source.get("access")).get("for"))
    if "on_behalf_of" in layout.source and tuple(audience) != ("employer_hr",):
        allowed = {"value": ", ".join(audience), "allowed": "employer_hr"}
        yield Reason("access.for", "wrong_value", allowed)


def follows_reasons(layout: Layout) -> Iterator[Reason]:
    """Name a question for the number of an earlier case that is not there, or takes no text."""
    name = word(mapping(layout.source.get("case")), "follows")
    place = layout.names.get(name)
    if name and (place is None or place.type != "text"):
        yield Reason("case.follows", "unknown_name", {"name": name})


def period_reasons(layout: Layout) -> Iterator[Reason]:
    """Name a question for the days of a request that is not there, or is no open day."""
    named = mapping(mapping(layout.source.get("case")).get("period"))
    for key in named:
        name = word(named, key)
        place = layout.names.get(name)
        kinds = ("date",) if "until" in named else ("date", "period")
        if place is None or place.type not in kinds:
            yield Reason(f"case.period.{key}", "unknown_name", {"name": name})


def duration_reasons(layout: Layout) -> Iterator[Reason]:
    """Name terms in working days where the calendar counts."""
    for key, name in CALENDAR_TERMS:
        yield from _calendar(f"{key}.{name}", mapping(layout.source.get(key)).get(name))
    for path, slot in layout.parts("documents"):
        for name in ("may_follow", "valid_for"):
            yield from _calendar(f"{path}.{name}", slot.get(name))


def _calendar(path: str, value: Json) -> Iterator[Reason]:
    for one in value if isinstance(value, list) else [value]:
        term = duration(one)
        if term is not None and term.workdays:
            yield Reason(path, "calendar_time_needed", {"value": str(one)})
