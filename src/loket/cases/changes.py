"""Changes in words: what stood there, what comes in its place, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from loket.cases.models import Case, Change, ChangeSet
from loket.cases.papernames import name_among
from loket.catalogue.chapters import Line, chapters_of
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.submitted import join_special
from loket.catalogue.rules.values import Answers, say
from loket.catalogue.sources import HouseSources, Sources
from loket.catalogue.specs import spec_of
from loket.catalogue.standing import context_for
from loket.core.acting import Acting
from loket.core.seal import unseal


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change: an answer before and after, or a document that comes (`after`) or goes."""

    id: int
    label: str
    before: str
    after: str
    state: str
    reason: str
    file: str = ""
    """The key of the document, for whoever may open it."""
    hidden: bool = False
    """There is a change, and this reader may not see which."""


@dataclass(frozen=True, slots=True)
class PastChanges:
    """A set of changes that was decided, or about which nobody decides any more."""

    sent_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    changes: list[ChangeView]


@dataclass(frozen=True, slots=True)
class Sides:
    """The answers on both sides of a change, and who reads them."""

    spec: FormSpec
    before: Answers
    after: Answers
    sources: Sources
    by: Acting
    cleared: bool = True


def sides_of(made: ChangeSet, by: Acting, *, cleared: bool) -> Sides:
    """Both sides as they were when the changes were sent."""
    secret = unseal(made.sealed) if made.sealed and cleared else {"before": {}, "after": {}}
    case = made.case
    return Sides(
        spec_of(case.version),
        join_special(made.before, secret["before"]),
        join_special(made.after, secret["after"]),
        HouseSources(case.subject_id, by),
        by,
        cleared,
    )


def change_views(changes: Iterable[Change], sides: Sides) -> list[ChangeView]:
    """Each change in the words of the reader."""
    before, after = lines_of(sides, sides.before), lines_of(sides, sides.after)
    return [_view(one, sides, before, after) for one in changes]


def lines_of(sides: Sides, answers: Answers) -> Mapping[str, list[Line]]:
    """The answers in words, by the name of the answer that they belong to."""
    context = context_for(sides.spec, answers, sides.sources, sides.by)
    found: dict[str, list[Line]] = {}
    for chapter in chapters_of(sides.spec, evaluate(sides.spec, answers, (), context), context):
        for line in chapter.lines:
            found.setdefault(line.key.partition(".")[0], []).append(line)
    return found


def open_changes(case: Case) -> ChangeSet | None:
    """What was sent about a case and nobody decided yet."""
    sets = ChangeSet.objects.filter(case=case, state=ChangeSet.State.SENT)
    return sets.select_related("case__version").prefetch_related("changes__file").first()


def past_changes(case: Case, by: Acting, *, cleared: bool) -> list[PastChanges]:
    """What was asked to change and what became of it, the newest first."""
    return [
        PastChanges(
            made.sent_at,
            made.decided_at,
            made.decided_by.party.name if made.decided_by else "",
            change_views(made.changes.all(), sides_of(made, by, cleared=cleared)),
        )
        for made in decided_sets(case)
    ]


def decided_sets(case: Case) -> list[ChangeSet]:
    """What was decided about changes, the newest first; also what the end of the case cut off."""
    over = (ChangeSet.State.DECIDED, ChangeSet.State.DROPPED)
    sets = case.change_sets.filter(state__in=over, sent_at__isnull=False).order_by("-pk")
    return list(
        sets.select_related("case__version", "decided_by__party").prefetch_related("changes__file")
    )


def _view(
    one: Change, sides: Sides, before: Mapping[str, list[Line]], after: Mapping[str, list[Line]]
) -> ChangeView:
    language = sides.by.language
    hidden = one.special and not sides.cleared
    if one.file is not None:
        label = label_of(one, sides) or _("Bijlage")
        name = "" if hidden else one.file.name
        gone = one.kind == Change.Kind.REMOVED
        return ChangeView(
            one.pk, label, name if gone else "", "" if gone else name,
            one.state, one.reason, "" if hidden else one.file.key, hidden,
        )  # fmt: skip
    field = sides.spec.field(one.name)
    label = say(field.label, language) if field else one.name
    sides_in_words = (
        ("", "") if hidden else (words(before.get(one.name)), words(after.get(one.name)))
    )
    return ChangeView(one.pk, label, *sides_in_words, one.state, one.reason, hidden=hidden)


def label_of(one: Change, sides: Sides) -> str:
    """What a document that comes is called by the new answers, and one that goes by the old ones."""
    both = (sides.after, sides.before)
    order = both[::-1] if one.kind == Change.Kind.REMOVED else both
    return name_among(sides.spec, one.name, one.item, order, sides.by.language)


def words(lines: list[Line] | None) -> str:
    """An answer as one text; of a group each line with what it is."""
    if not lines:
        return ""
    if len(lines) == 1 and not lines[0].item:
        return lines[0].value
    return "\n".join(f"{line.label}: {line.value}" for line in lines if line.value)
