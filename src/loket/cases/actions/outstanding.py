"""What is not agreed and not given yet in a case is asked in the one that is split off too."""

from loket.cases.actions.situation import Situation
from loket.cases.actions.terms import approval_due, delivery_due, start_reminders
from loket.cases.models import Approval, Case, CaseFile, Task
from loket.cases.rules.tasks import TaskKind, weigh
from loket.core.acting import Acting

AGREED = Approval.State.APPROVED
PAPERS = (Task.Kind.DELIVER, Task.Kind.REPLACE)


def ask_along(situation: Situation, new: Case, *, answers: bool, by: Acting) -> list[Task]:
    """Open the tasks of the new case; a yes that was given counts, a no does not go away.

    Without the answers there is nothing to agree to, and only what was refused and came along is
    asked anew.
    """
    refused = set(
        CaseFile.objects.filter(case=new, state=CaseFile.State.REFUSED).values_list("slot", "item")
    )
    latest = {row.spec_id: row for row in situation.approvals}
    open_still = [row for row in latest.values() if stands_open(row)] if answers else []
    asks = [
        task_along(new, TaskKind.APPROVE, row.approver_id, Task.Party.MANAGER, by)
        for row in open_still
    ]
    papers = [
        paper_along(new, task, by)
        for task in situation.tasks
        if task.kind in PAPERS
        and ((task.slot, task.item) in refused or (answers and bool(task.slot)))
    ]
    if answers:
        bring_agreements(new, [row for row in latest.values() if row.state == AGREED], by)
    tasks = Task.objects.bulk_create(asks + papers)
    start_reminders(new, tasks, by)
    Approval.objects.bulk_create(
        Approval(task=task, spec_id=row.spec_id, approver_id=row.approver_id, answers_rev=1)
        for task, row in zip(asks, open_still, strict=True)
    )
    return tasks


def bring_agreements(new: Case, agreed: list[Approval], by: Acting) -> None:
    """Let a yes that was given stand in the new case too: it is seen there, and asked anew only when
    an answer changes that it covers.
    """
    tasks = []
    for row in agreed:
        task = task_along(new, TaskKind.APPROVE, row.approver_id, Task.Party.MANAGER, by)
        task.created_at, task.due_at = row.task.created_at, row.task.due_at
        task.done_at, task.done_by_id = row.task.done_at, row.task.done_by_id
        tasks.append(task)
    Approval.objects.bulk_create(
        Approval(
            task=task,
            spec_id=row.spec_id,
            approver_id=row.approver_id,
            answers_rev=1,
            state=row.state,
            reason=row.reason,
            decided_at=row.decided_at,
            decided_by_id=row.decided_by_id,
        )
        for task, row in zip(Task.objects.bulk_create(tasks), agreed, strict=True)
    )


def stands_open(row: Approval) -> bool:
    """Whether an agreement is needed and nobody gave it."""
    return row.state in (Approval.State.ASKED, Approval.State.REFUSED)


def paper_along(new: Case, old: Task, by: Acting) -> Task:
    """The same document of the same person, with what is left of the time to send it."""
    kind = TaskKind(old.kind)
    task = task_along(new, kind, old.person_id, Task.Party(old.party), by)
    if old.due_at is not None and old.due_at > by.at:
        task.due_at = old.due_at
    task.slot, task.item, task.question = old.slot, old.item, old.question
    return task


def task_along(
    new: Case, kind: TaskKind, person_id: int | None, party: Task.Party, by: Acting
) -> Task:
    """A task of the beginning of the new case."""
    weight = weigh(kind, party)
    approve = kind is TaskKind.APPROVE
    return Task(
        case=new,
        kind=kind,
        party=party,
        person_id=person_id,
        blocks=weight.blocks,
        pauses=weight.pauses,
        due_at=approval_due(new, by) if approve else delivery_due(new, None, by),
        created_at=by.at,
    )
