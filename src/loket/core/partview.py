"""What the larger parts of a page show, as plain values; each names its template in `ui/parts/`."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from loket.core.fieldview import FileView

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to: breadcrumb.html takes a list of them."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a form: steps.html. `state` is done, now or to_come; a done step has a url."""

    label: Text
    state: str = "to_come"
    url: str = ""


@dataclass(frozen=True, slots=True)
class TabView:
    """One tab, a real address: tabs.html."""

    label: Text
    url: str
    icon: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class DetailView:
    """A name and its value: details.html. `url` makes the value a link."""

    label: Text
    value: Text
    url: str = ""


class EntryKind(StrEnum):
    """Who speaks in a timeline."""

    THEM = "them"
    ME = "me"
    EVENT = "event"
    NOTE = "note"
    """An internal note: the desk only."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a timeline, newest on top: timeline.html. `lead` says what its words go with."""

    key: str
    kind: EntryKind
    at: datetime
    text: Text
    author: str = ""
    role: Text = ""
    icon: str = "circle"
    avatar_url: str = ""
    lead: Text = ""
    details: tuple[DetailView, ...] = ()
    files: tuple[FileView, ...] = ()
    link: Link | None = None
    """What the sentence names, and where that is."""
    origin: str = ""
    """The number of another case in which it happened."""


@dataclass(frozen=True, slots=True)
class TrackView:
    """One station on the way of a case: track.html. `state` is done, now or to_come."""

    label: Text
    state: str = "to_come"
    when: Text = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class BadgeView:
    """A sign with colour and word."""

    label: Text
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One button of a quick answer."""

    value: str
    label: Text
    icon: str = ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One thing that waits for a person: task.html.

    With `answers` it is answered in place (`action` is where the answer goes, `question` the
    sentence above); else `link` leads to where it is done.
    """

    key: str
    title: Text
    url: str
    badge: BadgeView
    number: str = ""
    when: Text = ""
    quote: Text = ""
    action: str = ""
    question: Text = ""
    answers: tuple[AnswerView, ...] = ()
    remark: bool = False
    link: AnswerView | None = None


@dataclass(frozen=True, slots=True)
class CaseRowView:
    """One case in a list of a person's cases: caselist.html."""

    title: Text
    url: str
    number: str
    when: Text
    badge: BadgeView
    new: Text = ""
    waits: Text = ""
    """Who must act now, and by when there is an answer."""


@dataclass(frozen=True, slots=True)
class TileView:
    """A form to begin with: tiles.html."""

    title: Text
    url: str
    icon: str
    text: Text = ""
    meta: Text = ""


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme with its first forms: themes.html."""

    title: Text
    url: str
    icon: str
    forms: tuple[Link, ...] = ()
    more: Text = ""


@dataclass(frozen=True, slots=True)
class FactView:
    """A figure in the hero: hero.html."""

    number: int
    label: Text
    url: str
    note: Text = ""


@dataclass(frozen=True, slots=True)
class LiveView:
    """How a page is kept up to date: live.html. The addresses of its stream, itself, its figures."""

    stream: str
    page: str = ""
    figures: str = ""
    who: str = ""
    """Where to ask who else is here."""


@dataclass(frozen=True, slots=True)
class ChipView:
    """A view of a worklist with its figure: chips.html."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None
    figure: str = ""
    """The name of the figure, where it is kept up to date."""


@dataclass(frozen=True, slots=True)
class WorkRowView:
    """One row of a worklist: worktable.html. `cells` follow `columns` of the table."""

    key: str
    number: str
    title: Text
    url: str
    badge: BadgeView
    cells: tuple[Text, ...] = ()
    due: Text = ""
    late: bool = False
    action: str = ""
    """Where the button at the end of the row posts to; empty: no button."""
    action_label: Text = ""
    waits: Text = ""
    """Who must act now, other than the handler."""
    id: int = 0
    seen: str = ""
    """How it stands in this list, for what is done with what is ticked."""


@dataclass(frozen=True, slots=True)
class WorkTableView:
    """A worklist: its name for screen readers, the heads of its cells, its rows."""

    label: Text
    columns: tuple[Text, ...]
    rows: tuple[WorkRowView, ...] = field(default=())
    chooser: str = ""
    """The id of the form to which the boxes before the rows belong; empty: no boxes."""
