"""Why a form may not be published: everything that can be known without filling it in."""

import re
from collections.abc import Iterator

from loket.catalogue.rules.codes import ReasonCode
from loket.catalogue.rules.layout import Layout, Place
from loket.catalogue.rules.lint_limits import limit_reasons
from loket.catalogue.rules.lint_parts import (
    behalf_reasons,
    check_reasons,
    document_reasons,
    duration_reasons,
    field_reasons,
    follows_reasons,
    identity_reasons,
    period_reasons,
)
from loket.catalogue.rules.lint_predicates import operand_reasons, predicate_reasons
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reading import LANGUAGES, Source, mapping, word, words
from loket.catalogue.rules.reasons import Known, Reason
from loket.catalogue.rules.reserved import reserved_reasons
from loket.catalogue.rules.schema import schema_reasons
from loket.catalogue.rules.values import Json

NAMED = re.compile(r"\{\{ *([^}]*?) *\}\}")
TERM = "term"  # the term for a decision, in the text on what happens next

NOT_BUILT_TYPES = frozenset({"appointment", "article"})
NOT_BUILT_LOGINS = frozenset({"none", "optional"})  # who fills in has signed in
AMENDED = "case.queue"  # who handles the case hears of changes, and it goes where the answers say
PARTNER = "partner"  # nobody is known as somebody's partner
NOT_BUILT = (  # the whole form, by place
    ("access", "mandate"), ("access", "network"), ("case", "subcases"), ("save", "share_with"),
    ("on_behalf_of", "party"), ("", "notify"), ("", "channels"), ("", "checklist_download"),
    ("after_submit", "return_for_correction"),
)  # fmt: skip
NOT_BUILT_IN_PART = (("steps", "fill_in_request"), ("documents", "template"), ("links", "article"))
NOT_BUILT_IN_FIELD = ("article", "with")


def lint(source: Source, known: Known | None = None) -> list[Reason]:
    """Return every reason for which this form may not be published; none means it may.

    Besides the meta-schema: names, order, scope, languages, choices, documents and approvals
    that name each other, terms, what the organisation has (`known`), and what is not built yet.
    """
    layout = Layout(source)
    spec = parse_spec(source)
    found = [
        *schema_reasons(source),
        *text_reasons(layout),
        *identity_reasons(layout),
        *reserved_reasons(layout),
        *predicate_reasons(layout),
        *operand_reasons(layout),
        *field_reasons(layout, spec),
        *document_reasons(layout),
        *check_reasons(layout),
        *behalf_reasons(layout),
        *follows_reasons(layout),
        *period_reasons(layout),
        *duration_reasons(layout),
        *limit_reasons(layout),
        *not_built_reasons(layout),
        *known_reasons(layout, known or Known()),
    ]
    return list({(one.path, one.code, str(one.params)): one for one in found}.values())


def text_reasons(layout: Layout) -> Iterator[Reason]:
    """Name every text that lacks a language, or speaks of an answer that is not there."""
    offered = words(layout.source.get("languages"))
    languages = [one for one in LANGUAGES if one in offered]
    keywords = mapping(layout.source.get("keywords"))
    for language in languages if keywords else ():
        if not words(keywords.get(language)):
            yield Reason("keywords", "missing_language", {"language": language})
    for path, text in layout.texts():
        for language in languages:
            if not word(text, language).strip():
                yield Reason(path, "missing_language", {"language": language})
        for name in {
            name for language in languages for name in NAMED.findall(word(text, language))
        }:
            if name not in _sayable(layout, path):
                yield Reason(path, "unknown_name", {"name": name})


def _sayable(layout: Layout, path: str) -> frozenset[str]:
    """Return the answers that a text at this place may speak of."""
    groups = [one.group for one in layout.places if one.group and path.startswith(one.path)]
    slots = layout.parts("documents")
    groups += [word(slot, "per") for place, slot in slots if path.startswith(f"{place}.")]
    items = [name for group in groups for name in layout.items.get(group, {})]
    return frozenset({*layout.names, *items, *([TERM] if path == "what_next" else [])})


def not_built_reasons(layout: Layout) -> Iterator[Reason]:
    """Name what the specification knows and Loket cannot do yet."""
    for holder, key in NOT_BUILT:
        if key in (mapping(layout.source.get(holder)) if holder else layout.source):
            yield Reason(f"{holder}.{key}".strip("."), "not_built", {"feature": key})
    yield from _access(layout)
    yield from _amended(layout)
    for parts, key in NOT_BUILT_IN_PART:
        paths = [path for path, part in layout.parts(parts) if key in part]
        yield from (Reason(f"{path}.{key}", "not_built", {"feature": key}) for path in paths)
    for place in layout.places:
        keys = [key for key in NOT_BUILT_IN_FIELD if key in place.source]
        yield from (Reason(f"{place.path}.{key}", "not_built", {"feature": key}) for key in keys)
        if place.type in NOT_BUILT_TYPES:
            yield Reason(f"{place.path}.type", "not_built", {"feature": place.type})
    for path, approval in layout.parts("approvals"):
        if word(approval, "before").startswith("subcase."):
            yield Reason(f"{path}.before", "not_built", {"feature": "subcases"})


def _amended(layout: Layout) -> Iterator[Reason]:
    for number, whom in enumerate(
        words(mapping(layout.source.get("after_submit")).get("amend_routes_to"))
    ):
        if whom != AMENDED:
            yield Reason(f"after_submit.amend_routes_to[{number}]", "not_built", {"feature": whom})


def _access(layout: Layout) -> Iterator[Reason]:
    access = mapping(layout.source.get("access"))
    login = word(access, "login")
    if login in NOT_BUILT_LOGINS:
        yield Reason("access.login", "not_built", {"feature": login})
    if PARTNER in words(access.get("for")):
        yield Reason("access.for", "not_built", {"feature": PARTNER})


def known_reasons(layout: Layout, known: Known) -> Iterator[Reason]:
    """Name what the form speaks of and the organisation does not have."""
    case = mapping(layout.source.get("case"))
    yield from _unknown("icon", layout.source.get("icon"), known.icons, "unknown_icon")
    yield from _unknown("theme", layout.source.get("theme"), known.themes, "unknown_theme")
    yield from _unknown("case.queue", case.get("queue"), known.queues, "unknown_queue")
    for path, route in layout.routes():
        yield from _unknown(f"{path}.queue", route.get("queue"), known.queues, "unknown_queue")
    yield from _unknown("case.number", case.get("number"), known.numbers, "unknown_number")
    calendar = mapping(case.get("sla")).get("calendar")
    yield from _unknown("case.sla.calendar", calendar, known.calendars, "unknown_calendar")
    for path, approval in layout.parts("approvals"):
        yield from _unknown(f"{path}.by", approval.get("by"), known.approvers, "unknown_approver")
    for place in layout.places:
        yield from _sources(place, known)


def _sources(place: Place, known: Known) -> Iterator[Reason]:
    prefill = mapping(place.source.get("prefill")).get("from")
    yield from _unknown(f"{place.path}.prefill", prefill, known.profile, "unknown_prefill")
    if known.tables is None:
        return
    source, path = place.source.get("source"), f"{place.path}.source"
    yield from _unknown(path, source, frozenset(known.tables), "unknown_source")
    for column in mapping(place.source.get("filter")):
        columns = known.tables.get(str(source), frozenset({column}))
        yield from _unknown(f"{place.path}.filter", column, columns, "unknown_column")
    table, _, column = word(mapping(place.source.get("from")), "lookup").rpartition(".")
    if table:
        path = f"{place.path}.from.lookup"
        yield from _unknown(path, table, frozenset(known.tables), "unknown_source")
        columns = known.tables.get(table, frozenset({column}))
        yield from _unknown(path, column, columns, "unknown_column")


def _unknown(
    path: str, name: Json, known: frozenset[str] | None, code: ReasonCode
) -> Iterator[Reason]:
    if known is not None and isinstance(name, str) and name not in known:
        yield Reason(path, code, {"name": name})
