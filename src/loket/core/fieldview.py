"""A question as it stands on the page: values and words only, no form definition and no rules.

`catalogue/forms.py` fills these from the state that `evaluate()` returns; the templates
`ui/parts/field.html` and `ui/parts/slot.html` show them. The name of an input is the path of
its answer (`begindatum`, `kinderen.k3f.geboortedatum`, `adres.straat`), so that autosave, a full
post and the error summary speak of the same thing.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CODE = "_bewijscode."
"""Before the path of a question whose address is proven by a code."""
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class Kind(StrEnum):
    """How a question is asked."""

    TEXT = "text"
    TEXTAREA = "textarea"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    IDENTIFIER = "identifier"
    """A number with a check of its own: BSN, rijksregisternummer, KBO, IBAN, VAT."""
    RADIO = "radio"
    """One of a few, also yes or no."""
    SELECT = "select"
    CHECKS = "checks"
    """Several of a few."""
    PARTS = "parts"
    """Several inputs under one question: datetime, period, address, party. See `parts`."""
    GROUP = "group"
    """The same questions once for each item. See `items`."""
    INFO = "info"
    COMPUTED = "computed"
    STATEMENT = "statement"
    """A text to agree with, and the tick below it; `consent` too."""


INPUTS = {  # kind: type of the input, keyboard of a phone, width
    Kind.TEXT: ("text", "", ""),
    Kind.EMAIL: ("email", "", ""),
    Kind.PHONE: ("tel", "", "s"),
    Kind.URL: ("url", "", ""),
    Kind.INTEGER: ("text", "numeric", "s"),
    Kind.DECIMAL: ("text", "decimal", "s"),
    Kind.MONEY: ("text", "decimal", "s"),
    Kind.DATE: ("date", "", "s"),
    Kind.TIME: ("time", "", "s"),
    Kind.IDENTIFIER: ("text", "", "s"),
}
FIELDSETS = frozenset({Kind.RADIO, Kind.CHECKS, Kind.PARTS, Kind.GROUP})


def anchor(path: str) -> str:
    """The id in the page of what has this path."""
    return "f-" + re.sub(r"[^a-zA-Z0-9]+", "-", path).strip("-")


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer to choose."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What another tab or person saved in the meantime; `seen` is its raw value for the next save."""

    theirs: str
    seen: str


@dataclass(frozen=True, slots=True)
class GroupItemView:
    """One child, one address: the questions of a group for one item."""

    key: str
    label: str
    fields: "tuple[FieldView, ...]"
    removable: bool = True


@dataclass(frozen=True, slots=True)
class ProofView:
    """How far an address is on its way to be proven by a mailed code: proof.html.

    `state` is ask (no code yet), sent (`to` whom; it lasts so many `minutes`), over (the code is worth nothing: `over` says
    why) or proven. `error` is why what was asked last did not work. What is `fresh` was asked just
    now, so the focus goes there. The answer is `sound` when nothing else is wrong with it: a page
    that said so takes that back. `rev` keeps a late answer from taking its place.
    """

    path: str
    state: str = "ask"
    to: str = ""
    minutes: int = 0
    over: str = ""
    error: str = ""
    typed: str = ""
    rev: int = 0
    fresh: bool = False
    sound: bool = False

    @property
    def id(self) -> str:
        """The id of the block; those of its parts begin with it."""
        return f"{anchor(self.path)}-bewijsblok"

    @property
    def code_path(self) -> str:
        """The path of the code; it begins as no question can."""
        return code_path(self.path)

    @property
    def code_id(self) -> str:
        """The id of the input of the code, and what a line of the summary leads to."""
        return anchor(self.code_path)


def code_path(path: str) -> str:
    """The path of the code that proves the address at this path."""
    return f"{CODE}{path}"


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question with its answer as typed.

    `text` is the body of an info, a statement or a computed value. `source` says where a
    prefilled answer comes from; `locked` shows it as text; `correction` is the question behind
    "Klopt dit niet?" and `confirm` the tick behind "Klopt dit?". `other` is the free text that
    belongs to the last option. An info may lead on
    to `link_url`. `note` is a remark below a date. `visible` False keeps the question in the page for the script.
    """

    path: str
    kind: Kind
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    text: str = ""
    required: bool = True
    recommended: bool = False
    visible: bool = True
    locked: bool = False
    max_length: int = 0
    autocomplete: str = ""
    source: str = ""
    note: str = ""
    options: tuple[OptionView, ...] = ()
    parts: "tuple[FieldView, ...]" = ()
    items: tuple[GroupItemView, ...] = ()
    add_label: str = ""
    other: "FieldView | None" = None
    confirm: OptionView | None = None
    correction: "FieldView | None" = None
    conflict: ConflictView | None = None
    proof: ProofView | None = None
    wide: bool = False
    link_url: str = ""
    link_label: str = ""

    @property
    def id(self) -> str:
        """The id of the input; of the first one when there are more."""
        return anchor(self.path)

    @property
    def optional(self) -> bool:
        """Whether the label says so; a lone tick and a text never do."""
        return not self.required and self.kind not in (Kind.INFO, Kind.COMPUTED, Kind.STATEMENT)

    @property
    def is_input(self) -> bool:
        """A single line: the case that the template treats first, for most are like this."""
        return self.kind in INPUTS and not self.locked

    @property
    def is_fieldset(self) -> bool:
        """Several inputs under one legend."""
        return self.kind in FIELDSETS and not self.locked

    @property
    def input_type(self) -> str:
        """The type of the input; a date that is no date stays visible as it was typed."""
        if self.kind == Kind.DATE and self.value and not ISO_DATE.match(self.value):
            return "text"
        return INPUTS[self.kind][0]

    @property
    def keyboard(self) -> str:
        """The inputmode of the input."""
        return INPUTS[self.kind][1]

    @property
    def width(self) -> str:
        """The class for short answers."""
        return " sd-field-s" if INPUTS.get(self.kind, ("", "", ""))[2] else ""

    @property
    def described_by(self) -> str:
        """The ids of what explains the input, in the order of the page."""
        name = self.id
        parts = [f"{name}-uitleg"] if self.hint else []
        if self.source:
            parts.append(f"{name}-bron")
        if self.error:
            parts.append(f"{name}-fout")
        if self.max_length and self.kind == Kind.TEXTAREA:
            parts.append(f"{name}-tel")
        return " ".join(parts)

    @property
    def room(self) -> int:
        """How many characters still fit."""
        return self.max_length - len(self.value)

    @property
    def checked(self) -> bool:
        """Whether the tick of a statement stands."""
        return self.value not in ("", "false")


class FileState(StrEnum):
    """Where a file stands on its way in."""

    CHECKING = "checking"
    ADDED = "added"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileView:
    """One file in a slot; `error` is the whole sentence and names the file."""

    key: str
    name: str
    size: int
    state: FileState = FileState.ADDED
    icon: str = "file"
    url: str = ""
    error: str = ""
    verdict: str = ""
    """What a handler said of it: "" (not looked at), "valid" or "refused"."""
    removable: bool = True


@dataclass(frozen=True, slots=True)
class KnownView:
    """A document that lies with us already and can be used again; `until` is its last day."""

    key: str
    name: str
    url: str
    number: str
    given: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SlotView:
    """One document that is asked for, and what was handed in so far.

    `limits` says what may be added ("Pdf, Word of foto, hoogstens 25 MB"); `max_bytes` and
    `files_left` let the script refuse before sending. `later` is the tick "Ik stuur dit later",
    `replaced_by` the sentence when an approval takes the place of the document.
    """

    path: str
    label: str
    title: str = ""
    """The label with the row that it is about, for who hears it without what stands around it."""
    hint: str = ""
    error: str = ""
    required: bool = True
    visible: bool = True
    files: tuple[FileView, ...] = ()
    accept: str = ""
    limits: str = ""
    max_bytes: int = 0
    files_left: int = 1
    upload_url: str = ""
    refresh_url: str = ""
    template_url: str = ""
    template_label: str = ""
    later: OptionView | None = None
    replaced_by: str = ""
    photos: int = 0
    """How many of its files are photos: of several comes one PDF."""
    known: tuple[KnownView, ...] = ()
    """What lies with us already and can be used here."""
    rev: int = 0
    """The revision that the row shows: the script lets no older row take its place."""

    @property
    def id(self) -> str:
        """The id of the row, and the target of the error summary."""
        return anchor(self.path)

    @property
    def place(self) -> str:
        """The place that an upload or a document that is used again goes to."""
        return self.path.removeprefix("document.")

    @property
    def state(self) -> str:
        """The state of the row: what the sign before it shows."""
        if self.replaced_by:
            return "replaced"
        if self.error or any(file.state == FileState.REFUSED for file in self.files):
            return "bad"
        if any(file.state == FileState.CHECKING for file in self.files):
            return "busy"
        if self.files:
            return "ok"
        return "later" if self.later and self.later.chosen else "missing"

    @property
    def checking(self) -> bool:
        """Whether the row should ask again how its files do."""
        return any(file.state == FileState.CHECKING for file in self.files)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One line of the error summary: where it is and what to do."""

    path: str
    text: str

    @property
    def id(self) -> str:
        """The id that the line leads to."""
        return anchor(self.path)
