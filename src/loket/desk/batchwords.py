"""A batch in words: what can be done with many cases, how far it is, and what became of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loket.cases.labels import PRIORITIES
from loket.cases.models import Batch, BatchItem, Case
from loket.cases.problems import SENTENCES
from loket.core.figures import day
from loket.core.page import said_in
from loket.core.partview import BadgeView, Text
from loket.people.middleware import PersonRequest
from loket.people.models import Person

KINDS: Mapping[str, Text] = {
    "assign": gettext_lazy("Toewijzen"),
    "put_off": gettext_lazy("Later laten terugkomen"),
    "priority": gettext_lazy("Prioriteit geven"),
    "message": gettext_lazy("Bericht aan allen"),
    "close": gettext_lazy("Sluiten"),
}
SHOWN_WHILE_RUNNING = 20
WITH_BOTH = frozenset(
    {"both_assigned", "both_released", "both_prioritised", "both_put_off", "both_returned"}
)
"""Refusals that name what a colleague chose, and what was chosen here."""
WAITING, DONE, REFUSED = BatchItem.State.WAITING, BatchItem.State.DONE, BatchItem.State.REFUSED


@dataclass(frozen=True, slots=True)
class RowResult:
    """One case of a batch and what became of it."""

    number: str
    title: str
    subject: str
    badge: BadgeView
    why: Text


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is; `running` until every row has its result."""

    title: str
    what: str
    total: int
    done: int
    refused: int
    running: bool
    undoing: bool
    may_undo: bool
    rows: tuple[RowResult, ...]
    unseen: int = 0
    """So many are of cases that the reader does not handle, or no longer: those are not named."""

    @property
    def may_again(self) -> bool:
        """Whether there are rows that did not work, to be tried again."""
        return bool(self.refused) and not self.running and not self.undoing

    @property
    def ready(self) -> int:
        """So many rows have their result."""
        return self.done + self.refused

    @property
    def said(self) -> str:
        """How far it is, or how it ended, in one sentence."""
        if self.running:
            known = {"ready": self.ready, "total": self.total}
            return _("%(ready)s van %(total)s klaar.") % known
        if not self.refused:
            return _("Klaar. Alles is gelukt.")
        return ngettext(
            "Klaar. %(n)s zaak lukte niet.", "Klaar. %(n)s zaken lukten niet.", self.refused
        ) % {"n": self.refused}


def progress_of(batch: Batch, request: PersonRequest) -> Progress:
    """How far it is; while it runs only the last rows, then all of them, the refused ones first."""
    undoing = batch.undo_started_at is not None
    field = "undo" if undoing else "state"
    rows = batch.items.exclude(undo="") if undoing else batch.items.all()
    counts = rows.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(**{field: DONE})),
        refused=Count("pk", filter=Q(**{field: REFUSED})),
    )
    ready = counts["done"] + counts["refused"]
    running = ready < counts["total"]
    shown = rows_shown(rows.exclude(**{field: WAITING}), request.person, field, running=running)
    finished = batch.finished_at is not None
    names = names_in(shown)
    return Progress(
        title=title_of(counts, running=running, undoing=undoing),
        what=what_of(batch),
        running=running,
        undoing=undoing,
        may_undo=finished and not undoing and batch.undoable and counts["done"] > 0,
        rows=tuple(result_of(item, names, request, undoing=undoing) for item in shown),
        unseen=0 if running else ready - len(shown),
        **counts,
    )


def rows_shown(
    rows: QuerySet[BatchItem], reader: Person, field: str, *, running: bool
) -> list[BatchItem]:
    """The rows with a result, of cases that the reader still handles."""
    mine = Case.objects.visible_to(reader).handled_by(reader)
    found = rows.filter(case__in=mine).select_related("case__subject")
    found = found.defer("case__answers", "case__sealed")
    if running:
        return list(found.order_by("-pk")[:SHOWN_WHILE_RUNNING])
    return list(found.order_by(f"-{field}", "pk"))


def title_of(counts: Mapping[str, int], *, running: bool, undoing: bool) -> str:
    """What the page is about now, in one sentence."""
    if running:
        return _("Bezig met terugdraaien") if undoing else _("Bezig met de zaken")
    done = counts["done"]
    if undoing:
        return ngettext("%(n)s zaak teruggedraaid", "%(n)s zaken teruggedraaid", done) % {"n": done}
    return ngettext("%(n)s zaak gedaan", "%(n)s zaken gedaan", done) % {"n": done}


def what_of(batch: Batch) -> str:
    """What is done to each case."""
    match batch.kind:
        case Batch.Kind.ASSIGN if batch.colleague:
            return _("Toewijzen aan %(name)s") % {"name": batch.colleague.party.name}
        case Batch.Kind.PUT_OFF if batch.returns_on:
            written = formats.date_format(batch.returns_on, "DATE_FORMAT")
            return _("Komt terug op %(day)s") % {"day": written}
        case Batch.Kind.PRIORITY if batch.priority is not None:
            return _("Prioriteit: %(level)s") % {"level": PRIORITIES[batch.priority]}
        case kind:
            return str(KINDS[kind])


def why_of(item: BatchItem, code: str, names: Mapping[int, str], today: date) -> Text:
    """Why not; where a colleague made something else of it, both are named."""
    if code not in WITH_BOTH:
        return SENTENCES[code] if code else ""
    batch, found = item.batch, item.before
    theirs = yours = ""
    if code in {"both_assigned", "both_released"}:
        theirs = names.get(found.get("assignee"), "")
        yours = batch.colleague.party.name if batch.colleague else ""
    elif code == "both_prioritised":
        theirs, yours = (str(PRIORITIES[one or 0]) for one in (found["priority"], batch.priority))
    else:
        theirs, yours = (
            day(one, today) if one else "" for one in (day_in(found), batch.returns_on)
        )
    return SENTENCES[code] % {"theirs": theirs, "yours": yours}


def day_in(found: Mapping[str, Any]) -> date | None:
    """The day on which a case comes back, as a row keeps it."""
    said = found.get("returns_on")
    return date.fromisoformat(said) if said else None


def names_in(items: Iterable[BatchItem]) -> dict[int, str]:
    """The names of who got a case that was given to somebody else at the same time."""
    people = [one.before.get("assignee") for one in items if one.code == "both_assigned"]
    found = Person.objects.filter(pk__in=people) if people else Person.objects.none()
    return dict(found.values_list("pk", "party__name"))


def result_of(
    item: BatchItem, names: Mapping[int, str], request: PersonRequest, *, undoing: bool
) -> RowResult:
    """One row in words."""
    state, code = (item.undo, item.undo_code) if undoing else (item.state, item.code)
    if state == DONE:
        word = _("teruggedraaid") if undoing else _("gedaan")
        badge = BadgeView(word, "done", "circle-check")
    else:
        word = _("niet teruggedraaid") if undoing else _("niet gedaan")
        badge = BadgeView(word, "wait", "alert-triangle")
    title = said_in(item.case.title, request.acting.language)
    why = why_of(item, code, names, request.acting.today)
    return RowResult(item.case.number, title, item.case.subject.name, badge, why)
