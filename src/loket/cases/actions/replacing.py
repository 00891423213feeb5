"""One case takes the place of another: that one closes, and its number leads on."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.leaving import give_changes_back
from loket.cases.actions.linking import lock_both, say_in_both, tie, untie
from loket.cases.actions.situation import look_at
from loket.cases.actions.terms import TERMS, calendar_of
from loket.cases.actions.unread import bring_unread, take_unread_back, unread_when_closed
from loket.cases.models import Approval, Case, CaseLink, ChangeSet, Task
from loket.cases.problems import forbidden
from loket.cases.rules import state as law
from loket.cases.rules.deadlines import due_of_task
from loket.cases.rules.state import Asks
from loket.cases.rules.statuses import NOT_GRANTED
from loket.cases.rules.tasks import TaskKind
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting

LIGHT = (Task.Kind.CONSULT, Task.Kind.DECIDE_CHANGES)
"""What is asked without keeping the case waiting."""


@transaction.atomic
def supersede_case(case: Case, other: Case, *, by: Acting, given: Given | None = None) -> Done:
    """Let another case about the same person take the place of this one.

    What was itself replaced takes no place: so no number ever leads round in a circle.
    """
    rows = {row.pk: row for row in lock_both(case, other)}
    old, new = rows[case.pk], rows[other.pk]
    if old.subject_id != new.subject_id or new.status in NOT_GRANTED:
        raise forbidden("other_case")
    done = replace_case(old, new, "supersede", by=by, given=given)
    if not done.repeated:
        bring_unread(done.case, new, by)
    return done


@transaction.atomic
def restore_case(case: Case, *, by: Acting, given: Given) -> Done:
    """Take a case out of the one that took its place: it goes on from the intake.

    What was asked when it closed is asked again, and changes that were being typed are its own
    again. What was said in the other one since then stays there.
    """
    link = CaseLink.objects.standing().filter(other=case, kind=CaseLink.Kind.REPLACES).first()
    if link is not None:
        lock_both(case, link.case)
    closed = look_at(case.pk).case
    light = list(
        Task.objects.filter(
            case=case, kind__in=LIGHT, dropped=True, done_at=closed.closed_at
        ).order_by("pk")
    )
    unread, papers = unread_when_closed(closed), papers_asked(closed)
    given = replace(given, case=link.case_id if link else None, asks=asked_before(closed))
    done = carry_out(case.pk, "restore", by=by, given=given)
    if not done.repeated:
        read_nowhere = take_unread_back(unread, link.case if link else None, by)
        ask_again(done.case, [*light, *read_nowhere], by)
        ask_as_before(papers)
        give_changes_back(done.case)
    if link is not None and not done.repeated:
        untie(link, by=by, reason=given.text)
        say_in_both(link, ("let_go", ""), by=by)
    return done


def ask_again(case: Case, tasks: Iterable[Task], by: Acting) -> None:
    """Open what keeps no case waiting once more: opinions, messages, a choice about changes."""
    for task in tasks:
        if task.kind == Task.Kind.DECIDE_CHANGES and not bring_changes_back(case):
            continue
        if task.kind in TERMS:
            latest = due_of_task(TERMS[TaskKind(task.kind)], by.at, calendar_of(case, by))
            task.due_at = max(task.due_at or latest, latest)
        task.done_at, task.done_by, task.dropped = None, None, False
        if task.kind == Task.Kind.DECIDE_CHANGES:
            task.person_id = case.assignee_id
            task.unit_id = None if case.assignee_id else case.queue.team_id
        task.save()


def bring_changes_back(case: Case) -> bool:
    """Let the changes that were sent last, and that nobody decided, wait for a choice again."""
    dropped = case.change_sets.filter(state=ChangeSet.State.DROPPED).exclude(sent_at=None)
    made = dropped.order_by("-pk").first()
    if made is None:
        return False
    made.state = ChangeSet.State.SENT
    made.save(update_fields=["state"])
    case.open_change = made
    case.save(update_fields=["open_change"])
    return True


def papers_asked(case: Case) -> list[Task]:
    """The documents that were still to be sent when the case closed."""
    ended = Task.objects.filter(case=case, dropped=True, done_at=case.closed_at)
    asked = ended.filter(kind__in=(Task.Kind.DELIVER, Task.Kind.REPLACE)).exclude(slot="")
    return list(asked.order_by("pk"))


def ask_as_before(papers: Iterable[Task]) -> None:
    """Say of each document that is asked again whose it is, and why another one is asked."""
    for old in papers:
        asked = Task.objects.open().filter(case=old.case_id, slot=old.slot, item=old.item)
        asked.filter(kind=Task.Kind.DELIVER).update(
            kind=old.kind, question=old.question_id, person=old.person_id
        )


def asked_before(case: Case) -> Asks:
    """What people still had to do when the case closed: documents to send, and to agree."""
    ended = Task.objects.filter(case=case, dropped=True, done_at=case.closed_at)
    follow = tuple(dict.fromkeys((one.slot, one.item) for one in papers_asked(case)))
    latest = {one.spec_id: one for one in Approval.objects.filter(task__case=case).order_by("pk")}
    ids = set(ended.values_list("pk", flat=True))
    spec = spec_of(case.version)
    asked = [
        spec.approval(one.spec_id)
        for one in latest.values()
        if one.state == Approval.State.REFUSED
        or (one.state == Approval.State.DROPPED and one.task_id in ids)
    ]
    approvals = tuple(law.Approval(one.id, one.before, one.on_refuse) for one in asked if one)
    return Asks(documents=frozenset(follow), follow=follow, approvals=approvals)


def replace_case(
    old: Case, new: Case, action: str, *, by: Acting, given: Given | None = None
) -> Done:
    """Close a case for a reason of the law, in favour of one that takes its place."""
    done = carry_out(old.pk, action, by=by, given=replace(given or Given(), case=new.pk))
    if not done.repeated:
        tie(new, old, CaseLink.Kind.REPLACES, by=by)
    return done
