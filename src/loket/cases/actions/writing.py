"""Write to the tables exactly what a decision says."""

from datetime import datetime

from loket.cases.actions.given import Given
from loket.cases.actions.leaving import let_go_of_changes, let_go_of_correction
from loket.cases.actions.situation import Situation
from loket.cases.actions.terms import dates_of, start_reminders, task_due
from loket.cases.models import Approval, Assignment, Case, CaseFile, Task
from loket.cases.rules import state as law
from loket.cases.rules.flow import MOVED
from loket.cases.rules.statuses import CLOSED
from loket.cases.rules.tasks import TaskKind, weigh
from loket.cases.rules.vocabulary import TASK_REMINDER, Tell, Transition
from loket.contacts.models import Message
from loket.core.acting import Acting
from loket.core.clocks import stop_alarms
from loket.routing.models import Queue

REASON_KEPT = frozenset({"close_incomplete", "cancel", "supersede"})
TO_DECIDE = (TaskKind.CONFIRM_WITHDRAW, TaskKind.DECIDE_CHANGES)
"""What is asked of whoever handles the case; what a third party answers they write down too."""
BROUGHT_BACK = frozenset({"bring_back", "release", "take_back"})


def write_tasks(
    situation: Situation,
    decision: law.Decision,
    given: Given,
    message: Message | None,
    by: Acting,
) -> list[Task]:
    """End the tasks that the decision ends, and open those that it opens."""
    ended = [task for one in decision.closed if (task := situation.task(one.key)) is not None]
    for task in ended:
        task.done_at = by.at
        task.done_by_id = by.person_id
        task.dropped = task.pk != given.task
        task.save(update_fields=["done_at", "done_by", "dropped"])
    stop_alarms(ended, TASK_REMINDER, at=by.at)
    rows = [
        new_task(situation, task, given, message, by)
        for task in decision.opened
        if task.kind is not TaskKind.APPROVE
    ]
    made = Task.objects.bulk_create(rows)
    start_reminders(situation.case, made, by)
    return made


def new_task(
    situation: Situation, task: law.Task, given: Given, message: Message | None, by: Acting
) -> Task:
    """A task for whoever must act: the person asked, else the requester or the handler."""
    case = situation.case
    person_id: int | None = case.submitted_by_id
    unit_id = None
    name = ""
    if task.kind is TaskKind.ANSWER and given.asked is not None:
        person_id, unit_id, name = given.asked.person_id, given.asked.unit_id, given.asked.name
    elif task.kind is TaskKind.CONSULT and given.asked is not None:
        person_id, unit_id = given.asked.person_id, given.asked.unit_id
    elif task.kind in TO_DECIDE:
        person_id = case.assignee_id
        unit_id = None if person_id else case.queue.team_id
    elif task.kind is TaskKind.REPLACE:
        person_id = giver_of(given, case)
    elif task.kind is TaskKind.ACCEPT and situation.spec.after.acceptance.by == "subject":
        person_id = case.subject_id
    weight = weigh(task.kind, task.party)
    return Task(
        case=case,
        kind=task.kind,
        party=task.party,
        person_id=person_id,
        unit_id=unit_id,
        third_party=name,
        blocks=weight.blocks,
        pauses=weight.pauses,
        due_at=given.until or task_due(situation, task, by),
        created_at=by.at,
        slot=task.slot,
        item=task.item,
        question=None if task.kind is TaskKind.DELIVER else message,
    )


def giver_of(given: Given, case: Case) -> int:
    """Whoever gave the document that is asked for again, when that was not the service."""
    rows = CaseFile.objects.filter(case=case, pk=given.case_file or 0)
    giver = rows.values_list("added_by_id", flat=True).first()
    return giver or case.submitted_by_id


def write_approvals(situation: Situation, decision: law.Decision, given: Given, by: Acting) -> None:
    """Write the verdicts, and ask again what a correction asks again."""
    rows = {row.spec_id: row for row in situation.approvals}  # the last one of each
    ended = {task.key for task in decision.closed}
    for after in decision.state.approvals:
        row = rows.get(after.spec_id)
        if row is None:
            ask_approval(situation, after.spec_id, given.approvers[after.spec_id], by)
            continue
        if row.state == after.state:
            if row.state == Approval.State.ASKED and row.task_id in ended:
                ask_anew(situation, row, given, by)
            continue
        if after.state is law.ApprovalState.ASKED:
            ask_approval(situation, row.spec_id, now_asked(row, given), by)
            continue
        row.state = Approval.State(after.state)
        dropped = after.state is law.ApprovalState.DROPPED
        row.reason = row.reason if dropped else given.text.strip()
        row.decided_at = None if dropped else by.at
        row.decided_by_id = None if dropped else by.person_id
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def ask_anew(situation: Situation, row: Approval, given: Given, by: Acting) -> None:
    """Ask about the answers as they are now; nobody agrees to the old ones."""
    row.state = Approval.State.DROPPED
    row.save(update_fields=["state"])
    ask_approval(situation, row.spec_id, now_asked(row, given), by)


def now_asked(row: Approval, given: Given) -> int:
    """Who is asked now: somebody else than before when the register names another chief."""
    return given.approvers.get(row.spec_id, row.approver_id)


def ask_approval(situation: Situation, spec_id: str, approver_id: int, by: Acting) -> None:
    """A new task and approval for an approver, on the answers as they are now."""
    task = Task.objects.create(
        case=situation.case,
        kind=Task.Kind.APPROVE,
        party=Task.Party.MANAGER,
        person_id=approver_id,
        blocks=True,
        due_at=task_due(situation, law.Task(0, TaskKind.APPROVE), by),
        created_at=by.at,
    )
    start_reminders(situation.case, [task], by)
    Approval.objects.create(
        task=task,
        spec_id=spec_id,
        approver_id=approver_id,
        answers_rev=situation.case.answers_rev,
    )


def write_place(situation: Situation, decision: law.Decision, given: Given, by: Acting) -> None:
    """Put the case in its queue and with its handler, with what whoever handles it must decide."""
    case, handler = situation.case, decision.state.assignee
    moved = decision.transition.action in MOVED
    if moved:
        case.queue = Queue.objects.select_related("calendar").get(pk=given.queue or 0)
    if handler != case.assignee_id:
        Assignment.objects.filter(case=case, until=None).update(until=by.at)
        if handler is not None:
            Assignment.objects.create(case=case, person_id=handler, since=by.at)
    elif not moved:
        return
    keys = [task.pk for task in situation.tasks if task.kind in TO_DECIDE or task.third_party]
    if keys:
        team = None if handler else case.queue.team_id
        Task.objects.open().filter(pk__in=keys).update(person=handler, unit=team)


def write_head(
    situation: Situation, decision: law.Decision, given: Given, due_at: datetime, by: Acting
) -> None:
    """Bring the head of the case up to date with what happened to it."""
    case, after, transition = situation.case, decision.state, decision.transition
    case.status = after.status
    case.resume_status = after.resume_status
    case.assignee_id = after.assignee
    case.outcome = after.outcome
    case.waits_on = after.waits_on
    case.waits_until = dates_of(case) if after.waits_on else {}
    case.refused_count = after.refused_count
    case.reopened_count = after.reopened_count
    case.due_at = due_at
    case.closed_at = (case.closed_at or by.at) if after.status in CLOSED else None
    write_plan(case, transition, given)
    if transition.action in REASON_KEPT:
        case.close_reason = given.text.strip()
    if transition.action == "mark_late":
        case.is_late = True
    elif case.is_late and due_at > by.at:
        case.is_late = False
    if not transition.staff_only:
        case.version_lock += 1
        case.last_public_at = by.at
    if case.closed_at:
        let_go_of_correction(case, by)
        let_go_of_changes(case, by)
    case.save()


def write_plan(case: Case, transition: Transition, given: Given) -> None:
    """Write what is planned; whatever the handler must hear of brings a case back at once."""
    if transition.action == "set_priority" and given.priority is not None:
        case.priority = given.priority
    heard = Tell.ASSIGNEE in transition.tells or transition.action in BROUGHT_BACK
    if transition.action == "put_off":
        case.returns_on = given.returns_on
    elif heard or case.assignee_id is None or transition.outcome:
        case.returns_on = None
