"""Reading the canonical JSON of a form into its frozen specification, once per version.

It never refuses: whatever is wrong was named by `lint` before publishing. Unknown parts are
left out, a predicate that cannot be understood never holds.
"""

from collections.abc import Iterable

from loket.catalogue.rules.computed import Computed, Count, Lookup, MonthsBetween, Sum
from loket.catalogue.rules.operands import Answer, Operand, Ref, parse_operand
from loket.catalogue.rules.predicates import NEVER, Predicate, parse_predicate
from loket.catalogue.rules.reading import (
    Source,
    duration,
    flag,
    mapping,
    mappings,
    one_of,
    operand,
    predicate,
    text,
    whole,
    word,
    words,
)
from loket.catalogue.rules.spec import (
    YES,
    Acceptance,
    Access,
    AfterSubmit,
    Approval,
    CaseRules,
    Check,
    Field,
    FormSpec,
    Link,
    Option,
    Policy,
    Prefill,
    Route,
    Rule,
    Saving,
    Slot,
    Step,
)
from loket.catalogue.rules.values import Json
from loket.core.durations import Duration


def parse_spec(source: Source) -> FormSpec:
    """Read a whole form; cache the result by version, it never changes."""
    steps = tuple(_step(one) for one in mappings(source.get("steps")))
    order = {one.id: step.id for step in steps for one in step.fields}
    last = steps[-1].id if steps else ""
    return FormSpec(
        key=word(source, "key"),
        version=whole(source, "version", 0),
        languages=words(source.get("languages")),
        title=text(source.get("title")),
        intro=text(source.get("intro")),
        theme=word(source, "theme"),
        keywords={name: words(found) for name, found in mapping(source.get("keywords")).items()},
        what_next=text(source.get("what_next")),
        contact=text(source.get("contact")),
        access=_access(mapping(source.get("access"))),
        case=_case(mapping(source.get("case"))),
        save=_saving(mapping(source.get("save"))),
        after=_after(mapping(source.get("after_submit"))),
        keep_case=duration(mapping(source.get("retention")).get("case")),
        closes_at=word(source, "closes_at"),
        steps=steps,
        documents=tuple(_slot(one, last) for one in mappings(source.get("documents"))),
        approvals=tuple(_approval(one) for one in mappings(source.get("approvals"))),
        checks=tuple(_check(one, order, last) for one in mappings(source.get("checks"))),
        links=tuple(_link(one) for one in mappings(source.get("links"))),
        on_behalf="on_behalf_of" in source,
    )


def _link(source: Source) -> Link:
    return Link(word(source, "url"), text(source))


def _step(source: Source) -> Step:
    step_id = word(source, "id")
    return Step(
        id=step_id,
        title=text(source.get("title")),
        intro=text(source.get("intro")),
        show_when=predicate(source, "show_when", YES),
        fields=tuple(_field(one, step_id) for one in mappings(source.get("fields"))),
    )


def _field(source: Source, step: str, group: str = "") -> Field:
    field_id = word(source, "id")
    inside = mappings(source.get("fields")) if source.get("type") == "group" else []
    return Field(
        id=field_id,
        type=word(source, "type"),
        label=text(source.get("label")),
        step=step,
        group=group,
        hint=text(source.get("hint")),
        section=text(source.get("section")),
        item=text(source.get("item")),
        link=_link(mapping(source.get("link"))) if "link" in source else None,
        required=flag(source, "required"),
        required_when=predicate(source, "required_when", NEVER),
        recommended=flag(source, "recommended"),
        show_when=predicate(source, "show_when", YES),
        prefill=_prefill(mapping(source.get("prefill"))),
        default=source.get("default"),
        rules=tuple(_rule(one) for one in mappings(source.get("validate"))),
        privacy=one_of(source, "privacy", ("normal", "sensitive", "special")),
        widget=word(source, "widget"),
        autocomplete=word(source, "autocomplete"),
        pattern=word(source, "pattern"),
        min=operand(source, "min"),
        max=operand(source, "max"),
        decimals=whole(source, "decimals", 2),
        multiple=flag(source, "multiple"),
        options=tuple(_option(one) for one in mappings(source.get("options"))),
        other=text(source.get("other")),
        source=word(source, "source"),
        filter=_filter(mapping(source.get("filter"))),
        verify=word(source, "verify"),
        open_end=flag(source, "open_end"),
        countries=words(source.get("countries")),
        version=word(source, "version"),
        shown_as=one_of(source, "as", ("number", "money")),
        computed=_computed(mapping(source.get("from"))),
        fields=tuple(_field(one, step, field_id) for one in inside),
    )


def _prefill(source: Source) -> Prefill | None:
    policy: Policy = one_of(source, "policy", ("confirm", "locked", "editable"))
    return Prefill(word(source, "from"), policy) if word(source, "from") else None


def _rule(source: Source) -> Rule:
    holds = parse_predicate(source.get("rule"))
    return Rule(holds, text(source), tuple(dict.fromkeys(holds.refs())))


def _option(source: Source) -> Option:
    return Option(word(source, "v"), text(source), text(source.get("hint")))


def _filter(source: Source) -> tuple[tuple[str, Operand], ...]:
    return tuple((column, parse_operand(value)) for column, value in source.items())


def _computed(source: Source) -> Computed | None:
    if table := word(source, "lookup"):
        name, _, column = table.rpartition(".")
        return Lookup(name, column, parse_operand(source.get("key")))
    if terms := source.get("sum"):
        return Sum(tuple(_refs(terms)))
    if count := word(source, "count"):
        where = parse_predicate(source["where"]) if "where" in source else None
        return Count(next(iter(_refs(count)), Ref("")), where)
    ends = source.get("months_between")
    if isinstance(ends, list) and len(ends) == len(("start", "end")):
        return MonthsBetween(parse_operand(ends[0]), parse_operand(ends[1]))
    return None


def _refs(value: Json) -> Iterable[Ref]:
    for one in value if isinstance(value, list) else [value]:
        found = parse_operand(one)
        if isinstance(found, Answer):
            yield found.ref


def _access(source: Source) -> Access:
    return Access(
        login=one_of(source, "login", ("required", "optional", "none")),
        loa=one_of(source, "loa", ("low", "substantial", "high")),
        audience=words(source.get("for")) or ("self",),
    )


def _case(source: Source) -> CaseRules:
    terms = mapping(source.get("sla"))
    period = mapping(source.get("period"))
    return CaseRules(
        type=word(source, "type"),
        number=word(source, "number"),
        queue=word(source, "queue"),
        routes=tuple(
            Route(predicate(one, "when", NEVER), word(one, "queue"))
            for one in mappings(source.get("routes"))
        ),
        follows=word(source, "follows"),
        starts=word(period, "from"),
        ends=word(period, "until"),
        priority=word(source, "priority", "normal"),
        calendar=word(terms, "calendar"),
        first_response=duration(terms.get("first_response")),
        decision=duration(terms.get("decision")),
    )


def _saving(source: Source) -> Saving:
    terms = [duration(one) for one in words(source.get("remind"))]
    return Saving(
        ttl=duration(source.get("ttl")) or Duration(days=90),
        remind=tuple(one for one in terms if one),
        autosave=flag(source, "autosave", fallback=True),
    )


def _after(source: Source) -> AfterSubmit:
    accept = mapping(source.get("acceptance"))
    return AfterSubmit(
        amend_until=word(source, "amend_until"),
        withdraw_until=word(source, "withdraw_until"),
        acceptance=Acceptance(
            ask=flag(accept, "ask"),
            by=one_of(accept, "by", ("requester", "subject")),
            remind=duration(accept.get("remind")),
            auto_close=duration(accept.get("auto_close")),
            reopen=duration(accept.get("reopen")),
        ),
    )


def _slot(source: Source, last_step: str) -> Slot:
    megabytes = source.get("max_mb")
    return Slot(
        id=word(source, "id"),
        label=text(source.get("label")),
        step=word(source, "step", last_step),
        hint=text(source.get("hint")),
        when=predicate(source, "when", YES),
        required=flag(source, "required"),
        required_when=predicate(source, "required_when", NEVER),
        min=whole(source, "min", 1),
        max=whole(source, "max", 10),
        per=word(source, "per"),
        accept=words(source.get("accept")),
        max_mb=megabytes if isinstance(megabytes, int) else None,
        may_follow=duration(source.get("may_follow")),
        reuse=flag(source, "reuse"),
        valid_for=duration(source.get("valid_for")),
        replaced_by=word(source, "replaced_by").removeprefix("approval."),
        template=word(source, "template"),
        privacy=one_of(source, "privacy", ("normal", "sensitive", "special")),
    )


def _approval(source: Source) -> Approval:
    return Approval(
        id=word(source, "id"),
        label=text(source.get("label")),
        by=word(source, "by"),
        when=predicate(source, "when", YES),
        before=word(source, "before", "processing"),
        distinct=flag(source, "distinct", fallback=True),
        fallback=word(source, "fallback").removeprefix("document."),
        on_refuse=one_of(source, "on_refuse", ("return", "close")),
        covers=words(source.get("covers")),
    )


def _check(source: Source, order: dict[str, str], last_step: str) -> Check:
    when = predicate(source, "when", NEVER)
    return Check(
        id=word(source, "id"),
        level=one_of(source, "level", ("info", "warn", "block", "stop")),
        text=text(source.get("text")),
        when=when,
        step=_latest_step(when, order, last_step),
        ask_reason=flag(source, "ask_reason"),
        flag=word(source, "flag"),
    )


def _latest_step(when: Predicate, order: dict[str, str], last_step: str) -> str:
    """Return the step of the latest question that the check looks at."""
    named = {ref.name for ref in when.refs()}
    return next((step for name, step in reversed(order.items()) if name in named), last_step)
