"""The specification of a form, `desk.form/1`, as frozen dataclasses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from loket.catalogue.rules.computed import Computed
from loket.catalogue.rules.operands import Fixed, Operand, Ref
from loket.catalogue.rules.predicates import NEVER, Always, Predicate
from loket.catalogue.rules.values import Json, Text
from loket.core.durations import Duration

type Privacy = Literal["normal", "sensitive", "special"]
type ShownAs = Literal["number", "money"]
type Policy = Literal["locked", "confirm", "editable"]
type Level = Literal["info", "warn", "block", "stop"]

SILENT = frozenset({"info", "article", "computed"})  # types that take no answer
YES = Always(True)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice with its text, and perhaps a line of explanation."""

    value: str
    text: Text
    hint: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where a first answer comes from, and whether the person may change it."""

    source: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one field with the sentence for when it fails; it names these answers."""

    holds: Predicate
    text: Text
    operands: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A related page: after the last question and on the receipt, or in an explanation."""

    url: str
    text: Text


@dataclass(frozen=True, slots=True)
class Field:
    """A question, or a group of questions that repeats."""

    id: str
    type: str
    label: Text
    step: str = ""
    group: str = ""
    hint: Text = field(default_factory=dict)
    section: Text = field(default_factory=dict)  # a heading above this field and the next ones
    required: bool = False
    required_when: Predicate = NEVER
    recommended: bool = False
    show_when: Predicate = YES
    prefill: Prefill | None = None
    default: Json = None
    rules: tuple[Rule, ...] = ()
    privacy: Privacy = "normal"
    widget: str = ""
    autocomplete: str = ""
    pattern: str = ""
    min: Operand | None = None
    max: Operand | None = None
    decimals: int = 2
    multiple: bool = False
    options: tuple[Option, ...] = ()
    other: Text = field(default_factory=dict)  # the label of "other, namely"; empty: not offered
    source: str = ""
    filter: tuple[tuple[str, Operand], ...] = ()
    verify: str = ""  # "code": the address is proven by a mailed code
    open_end: bool = False  # a period without a last day
    countries: tuple[str, ...] = ()
    version: str = ""  # of the text of a consent or statement
    computed: Computed | None = None
    shown_as: ShownAs = "number"  # how a computed figure is written
    fields: tuple["Field", ...] = ()
    item: Text = field(default_factory=dict)  # what one item of a group is called
    link: Link | None = None  # where an explanation leads to
    takes_answer: bool = field(init=False)  # whether a person can answer it

    def __post_init__(self) -> None:
        object.__setattr__(self, "takes_answer", self.type not in SILENT)

    def option(self, value: str) -> Option | None:
        """Return the option with this value."""
        return next((option for option in self.options if option.value == value), None)

    def whole(self, bound: Operand | None, fallback: int) -> int:
        """Return a bound that is a plain number: the length of a text, the size of a group."""
        value = bound.value if isinstance(bound, Fixed) else None
        return value if isinstance(value, int) else fallback


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions."""

    id: str
    title: Text
    fields: tuple[Field, ...]
    intro: Text = field(default_factory=dict)
    show_when: Predicate = YES


@dataclass(frozen=True, slots=True)
class Slot:
    """One named document; with `per` one for each item of that group."""

    id: str
    label: Text
    step: str
    hint: Text = field(default_factory=dict)
    when: Predicate = YES
    required: bool = False
    required_when: Predicate = NEVER
    min: int = 1
    max: int = 10
    per: str = ""
    accept: tuple[str, ...] = ()  # empty: what the organisation takes
    max_mb: int | None = None
    may_follow: Duration | None = None
    reuse: bool = False
    valid_for: Duration | None = None
    replaced_by: str = ""  # the id of an approval
    template: str = ""
    privacy: Privacy = "normal"


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody who must agree."""

    id: str
    label: Text
    by: str
    when: Predicate = YES
    before: str = "processing"
    distinct: bool = True
    fallback: str = ""  # the id of a slot
    on_refuse: Literal["return", "close"] = "return"
    covers: tuple[str, ...] = ()  # fields whose change asks the approval again; empty: all


@dataclass(frozen=True, slots=True)
class Check:
    """A remark about the answers together; from `warn` on it asks something of the person."""

    id: str
    level: Level
    text: Text
    when: Predicate
    step: str
    ask_reason: bool = False
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open the form, and how sure we must be who it is."""

    login: Literal["none", "optional", "required"] = "required"
    loa: Literal["low", "substantial", "high"] = "low"
    audience: tuple[str, ...] = ("self",)


@dataclass(frozen=True, slots=True)
class Route:
    """Another queue for some answers."""

    when: Predicate
    queue: str


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What becomes of the answers: kind of case, number series, queue and terms.

    The first of `routes` that holds says the queue; `queue` is for all other answers. The answer
    to the question `follows` is the number of an earlier case, to which the new one belongs.
    `starts` and `ends` are the questions for the days that the request is about; one question for
    a period is both.
    """

    type: str
    number: str
    queue: str
    routes: tuple[Route, ...] = ()
    follows: str = ""
    starts: str = ""
    ends: str = ""
    priority: str = "normal"
    calendar: str = ""
    first_response: Duration | None = None
    decision: Duration | None = None


@dataclass(frozen=True, slots=True)
class Saving:
    """How long a draft is kept since its last change, and when we remind."""

    ttl: Duration
    remind: tuple[Duration, ...] = ()
    autosave: bool = True


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whether the person is asked to accept the answer, and what follows on silence."""

    ask: bool = True
    by: Literal["requester", "subject"] = "requester"
    remind: Duration | None = None
    auto_close: Duration | None = None
    reopen: Duration | None = None


@dataclass(frozen=True, slots=True)
class AfterSubmit:
    """What the person may still do. `until` a status means: as long as it comes before it."""

    amend_until: str = ""
    withdraw_until: str = ""
    acceptance: Acceptance = field(default_factory=lambda: Acceptance(ask=False))


@dataclass(frozen=True)
class FormSpec:
    """A whole form."""

    key: str
    version: int
    languages: tuple[str, ...]
    title: Text
    steps: tuple[Step, ...]
    intro: Text = field(default_factory=dict)
    theme: str = ""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    what_next: Text = field(default_factory=dict)
    contact: Text = field(default_factory=dict)
    access: Access = field(default_factory=Access)
    case: CaseRules = field(default_factory=lambda: CaseRules("", "", ""))
    save: Saving = field(default_factory=lambda: Saving(Duration(days=90)))
    after: AfterSubmit = field(default_factory=AfterSubmit)
    keep_case: Duration | None = None
    closes_at: str = ""
    documents: tuple[Slot, ...] = ()
    approvals: tuple[Approval, ...] = ()
    checks: tuple[Check, ...] = ()
    links: tuple[Link, ...] = ()
    on_behalf: bool = False  # a personnel department asks it about one of its employees

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """All fields of the form by id, without those inside a group."""
        return {one.id: one for step in self.steps for one in step.fields}

    @cached_property
    def proving(self) -> tuple[Field, ...]:
        """The questions whose address is proven by a mailed code, those inside a group too."""
        return tuple(one for one in self.every_field() if one.verify)

    @cached_property
    def groups(self) -> Mapping[str, Field]:
        """The groups by id."""
        return {one.id: one for one in self.fields.values() if one.type == "group"}

    def field(self, name: str) -> Field | None:
        """Return a field by its id, or by `group.id`."""
        group, _, inside = name.partition(".")
        found = self.fields.get(group)
        if found is None or not inside:
            return found
        return next((one for one in found.fields if one.id == inside), None)

    def slot(self, slot_id: str) -> Slot | None:
        """Return a document slot by its id."""
        return next((slot for slot in self.documents if slot.id == slot_id), None)

    def approval(self, approval_id: str) -> Approval | None:
        """Return an approval by its id."""
        return next((one for one in self.approvals if one.id == approval_id), None)

    def every_field(self) -> Iterator[Field]:
        """Go through all fields in the order of the form, those inside a group too."""
        for one in self.fields.values():
            yield one
            yield from one.fields
