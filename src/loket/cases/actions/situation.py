"""A case as the law looks at it, read under its lock; and what somebody is to it."""

from dataclasses import dataclass

from django.db.models import Q

from loket.cases.models import Approval, Case, Task
from loket.cases.rules import state as law
from loket.cases.rules.deadlines import reopen_until
from loket.cases.rules.flow import UNDO_WINDOW
from loket.cases.rules.statuses import Outcome, Status
from loket.cases.rules.tasks import TaskKind
from loket.cases.rules.vocabulary import ROLE_OF_TASK, Metric, Role
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.calendars import calendar_at
from loket.core.models import Clock
from loket.people.models import Membership, RoleGrant

KIND = "cases.case"


@dataclass(slots=True)
class Situation:
    """The rows of one case, locked, and its form."""

    case: Case
    tasks: list[Task]
    approvals: list[Approval]
    metrics: frozenset[Metric]
    spec: FormSpec

    def task(self, key: int | None) -> Task | None:
        """The open task with this primary key."""
        return next((task for task in self.tasks if task.pk == key), None)


def look_at(case_id: int) -> Situation:
    """Lock the case and read what the law asks about it."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("queue__calendar", "version")
        .defer("version__spec")
        .get(pk=case_id)
    )
    tasks = list(Task.objects.open().filter(case=case).order_by("pk"))
    approvals = list(Approval.objects.select_related("task").filter(task__case=case).order_by("pk"))
    return Situation(case, tasks, approvals, metrics_of(case), spec_of(case.version))


def metrics_of(case: Case) -> frozenset[Metric]:
    """The clocks of the case that are not stopped; one that struck is still to be dealt with."""
    clocks = Clock.objects.filter(about_kind=KIND, about_id=case.pk, stopped_at=None)
    return frozenset(Metric(metric) for metric in clocks.values_list("metric", flat=True))


def state_of(situation: Situation) -> law.CaseState:
    """Translate the rows into the state that the rules know."""
    case, spec = situation.case, situation.spec
    acceptance = spec.after.acceptance
    undo_until = latest = None
    if case.closed_at and case.outcome == Outcome.ACCEPTED:
        undo_until = case.closed_at + UNDO_WINDOW
    if case.closed_at and acceptance.reopen:
        calendar = calendar_at(case.queue.calendar, case.closed_at)
        latest = reopen_until(acceptance.reopen, case.closed_at, calendar)
    approval_of = {approval.task_id: approval.spec_id for approval in situation.approvals}
    return law.CaseState(
        status=Status(case.status),
        resume_status=case.resume_status,
        assignee=case.assignee_id,
        outcome=case.outcome,
        tasks=tuple(
            law.Task(
                key=task.pk,
                kind=TaskKind(task.kind),
                party=task.party,
                slot=task.slot,
                item=task.item,
                approval=approval_of.get(task.pk, ""),
            )
            for task in situation.tasks
        ),
        approvals=latest_approvals(situation),
        clocks=situation.metrics,
        refused_count=case.refused_count,
        reopened_count=case.reopened_count,
        asks_acceptance=acceptance.ask,
        withdraw_until=spec.after.withdraw_until or Status.OPEN,
        undo_until=undo_until,
        reopen_until=latest,
    )


def latest_approvals(situation: Situation) -> tuple[law.Approval, ...]:
    """The last word on each approval that the form asks."""
    latest: dict[str, law.Approval] = {}
    for row in situation.approvals:
        asked = situation.spec.approval(row.spec_id)
        latest[row.spec_id] = law.Approval(
            spec_id=row.spec_id,
            before=asked.before if asked else "processing",
            on_refuse=asked.on_refuse if asked else "return",
            state=law.ApprovalState(row.state),
        )
    return tuple(latest.values())


def roles_in(situation: Situation, by: Acting) -> frozenset[Role]:
    """What this person is to this case; the system is nobody but itself."""
    if by.person_id is None:
        return frozenset({Role.SYSTEM})
    case, me = situation.case, by.person_id
    roles = _roles_at_queue(case, by)
    if case.assignee_id == me:
        roles.add(Role.ASSIGNEE)
    if me in (case.requester_id, case.submitted_by_id):
        roles.add(Role.REQUESTER)
    if case.subject_id == me:
        roles.add(Role.SUBJECT)
    units = set(Membership.objects.filter(person=me).values_list("unit_id", flat=True))
    for task in situation.tasks:
        role = ROLE_OF_TASK.get(TaskKind(task.kind))
        if role and (task.person_id == me or task.unit_id in units):
            roles.add(role)
    return frozenset(roles)


def _roles_at_queue(case: Case, by: Acting) -> set[Role]:
    grants = RoleGrant.objects.on(by.today).filter(
        Q(unit=None) | Q(unit=case.queue.team_id),
        person=by.person_id,
        role__in=(RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD),
    )
    names = {RoleGrant.Role.HANDLER: Role.HANDLER, RoleGrant.Role.LEAD: Role.LEAD}
    return {names[RoleGrant.Role(role)] for role in grants.values_list("role", flat=True)}
