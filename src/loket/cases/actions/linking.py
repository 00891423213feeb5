"""Say that two cases belong together, or no longer; both timelines tell it."""

from dataclasses import replace

from django.db import transaction

from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.topics import topics_of
from loket.cases.models import Case, CaseLink
from loket.cases.problems import both, forbidden
from loket.core.acting import Acting
from loket.core.events import record
from loket.core.models import Event

Kind = CaseLink.Kind
SAID = {
    Kind.FOLLOWS: ("follows", "followed"),
    Kind.AGAIN: ("again", "redone"),
    Kind.REPLACES: ("replaces", ""),
    Kind.QUESTION: ("question", "questioned"),
}
"""What the timeline of the case says, and that of the other; nothing where its ending says it."""


def tie(case: Case, other: Case, kind: CaseLink.Kind, *, by: Acting) -> CaseLink:
    """Link two cases and say so in both; once is enough."""
    found = CaseLink.objects.standing().filter(case=case.pk, other=other.pk, kind=kind).first()
    if found is None:
        found = CaseLink.objects.create(
            case=case, other=other, kind=kind, made_by_id=by.person_id, made_at=by.at
        )
        say_in_both(found, SAID[kind], by=by)
    return found


def say_in_both(link: CaseLink, actions: tuple[str, str], *, by: Acting) -> None:
    """Tell each case about the other."""
    sides = ((link.case, link.other_id), (link.other, link.case_id))
    for action, (about, named) in zip(actions, sides, strict=True):
        if action:
            topics = topics_of(about, ())
            record("case.linked", about, by=by, topics=topics, action=action, case=named)


def untie(link: CaseLink, *, by: Acting, reason: str = "") -> None:
    """End a link; that it was there stays known."""
    link.ended_at, link.ended_by_id, link.end_reason = by.at, by.person_id, reason.strip()
    link.save(update_fields=["ended_at", "ended_by", "end_reason"])


def follow(case: Case, earlier: Case | None, *, by: Acting) -> None:
    """Let a case belong to the earlier one that its requester names now, and to no other."""
    known = CaseLink.objects.standing().filter(case=case.pk, kind=Kind.FOLLOWS)
    for link in known.exclude(other=earlier).select_related("case", "other"):
        untie(link, by=by)
        say_in_both(link, ("unfollows", "unfollowed"), by=by)
    if earlier is not None and earlier.pk != case.pk:
        tie(case, earlier, Kind.FOLLOWS, by=by)


@transaction.atomic
def link_cases(case: Case, other: Case, *, by: Acting, given: Given) -> None:
    """Let a handler say that two cases belong together, and why."""
    first, second = lock_both(case, other)
    known = CaseLink.objects.standing().filter(case=first, other=second, kind=Kind.RELATED).first()
    if known is not None:
        meant(known.made_by_id, known.reason, "linked_before", by, given)
        return
    carry_out(case.pk, "link", by=by, given=replace(given, case=other.pk))
    tell_handlers(other, "link", case, by)
    CaseLink.objects.create(
        case=first,
        other=second,
        kind=Kind.RELATED,
        reason=given.text.strip(),
        made_by_id=by.person_id,
        made_at=by.at,
    )


@transaction.atomic
def unlink_cases(case: Case, other: Case, *, by: Acting, given: Given) -> None:
    """Let a handler say that two cases do not belong together after all, and why.

    That one took the place of the other is undone in its own way.
    """
    lock_both(case, other)
    links = CaseLink.objects.standing().of_case(case.pk).of_case(other.pk)
    links = links.exclude(kind=Kind.REPLACES)
    if not links.exists():
        ended = CaseLink.objects.of_case(case.pk).of_case(other.pk).order_by("-ended_at").first()
        end = (ended.ended_by_id, ended.end_reason) if ended else (None, "")
        meant(*end, "unlinked_before", by, given)
        return
    carry_out(case.pk, "unlink", by=by, given=replace(given, case=other.pk))
    tell_handlers(other, "unlink", case, by)
    for link in links:
        untie(link, by=by, reason=given.text)


def meant(person_id: int | None, reason: str, code: str, by: Acting, given: Given) -> None:
    """Take a second click for what it is; whoever comes after a colleague hears so."""
    if (person_id, reason) != (by.person_id, given.text.strip()):
        raise both(code)


def lock_both(case: Case, other: Case) -> tuple[Case, Case]:
    """Both cases as they are now, locked in the order of their keys; never one with itself."""
    if case.pk == other.pk:
        raise forbidden("same_case")
    both = Case.objects.select_for_update(of=("self",)).filter(pk__in=(case.pk, other.pk))
    first, second = both.order_by("pk")
    return first, second


def tell_handlers(case: Case, action: str, other: Case, by: Acting) -> None:
    """Say in a case what was done in another one that it has to do with."""
    seen = Event.Visibility.INTERNAL
    topics = topics_of(case, ())
    record("case.linked", case, by=by, visibility=seen, topics=topics, action=action, case=other.pk)
