"""A case as the law looks at it, read under its lock; and what somebody is to it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet

from loket.cases.models import Approval, Case, Task
from loket.cases.rules import state as law
from loket.cases.rules.deadlines import reopen_until
from loket.cases.rules.flow import RESTORE_WINDOW, UNDO_WINDOW
from loket.cases.rules.statuses import Outcome, Status
from loket.cases.rules.tasks import TaskKind
from loket.cases.rules.vocabulary import ROLE_OF_TASK, Metric, Role
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.calendars import calendar_at
from loket.core.models import Clock
from loket.core.prepared import prepared
from loket.people.access import Rights, rights_of, units_of
from loket.people.models import Person, RoleGrant

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
    case = locked_cases.first(case_id)
    if case is None:
        raise Case.DoesNotExist
    tasks, approvals = tasks_to_do(case_id), approvals_asked(case_id)
    return Situation(case, tasks, approvals, metrics_of(case), spec_of(case.version))


@prepared
def locked_cases(case_id: int) -> QuerySet[Case]:
    """The case itself, locked, with what decides its terms."""
    cases = Case.objects.select_for_update(of=("self",)).filter(pk=case_id)
    return cases.select_related("queue__calendar", "version").defer("version__spec")


@prepared
def tasks_to_do(case_id: int) -> QuerySet[Task]:
    """Its open tasks, the oldest first."""
    return Task.objects.open().filter(case=case_id).order_by("pk")


@prepared
def approvals_asked(case_id: int) -> QuerySet[Approval]:
    """Every yes or no that was asked about it, the oldest first."""
    return Approval.objects.select_related("task").filter(task__case=case_id).order_by("pk")


def metrics_of(case: Case) -> frozenset[Metric]:
    """The clocks of the case that are not stopped; one that struck is still to be dealt with."""
    return frozenset(Metric(metric) for metric in metrics_not_stopped(case.pk))


@prepared
def metrics_not_stopped(case_id: int) -> QuerySet[Clock, str]:
    """What the clocks of a case measure that are not stopped."""
    return clocks_not_stopped(case_id).values_list("metric", flat=True)


def clocks_not_stopped(case_id: int | OuterRef) -> QuerySet[Clock]:
    """The clocks of a case that run, wait or struck."""
    return Clock.objects.filter(about_kind=KIND, about_id=case_id, stopped_at=None)


def state_of(situation: Situation) -> law.CaseState:
    """Translate the rows into the state that the rules know."""
    case, spec = situation.case, situation.spec
    acceptance = spec.after.acceptance
    undo_until = latest = restore_until = None
    if case.closed_at and case.outcome == Outcome.ACCEPTED:
        undo_until = case.closed_at + UNDO_WINDOW
    if case.closed_at and case.outcome == Outcome.SUPERSEDED:
        restore_until = case.closed_at + RESTORE_WINDOW
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
        amend_until=spec.after.amend_until or Status.OPEN,
        undo_until=undo_until,
        reopen_until=latest,
        restore_until=restore_until,
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


@dataclass(frozen=True, slots=True)
class Hats:
    """What a person is in the organisation: the roles of today, and the units to act for."""

    rights: Rights
    units: frozenset[int]


def hats_of(person_id: int, today: date) -> Hats:
    """What this person is in the organisation, in two queries."""
    return Hats(rights_of(Person(pk=person_id), today), frozenset(units_of(person_id)))


def roles_in(situation: Situation, by: Acting, hats: Hats | None = None) -> frozenset[Role]:
    """What this person is to this case; the system is nobody but itself."""
    if by.person_id is None:
        return frozenset({Role.SYSTEM})
    case, me = situation.case, by.person_id
    hats = hats or hats_of(me, by.today)
    roles = _roles_at_queue(case, hats.rights)
    if case.assignee_id == me:
        roles.add(Role.ASSIGNEE)
    if me in (case.requester_id, case.submitted_by_id):
        roles.add(Role.REQUESTER)
    if case.subject_id == me:
        roles.add(Role.SUBJECT)
    for task in situation.tasks:
        role = ROLE_OF_TASK.get(TaskKind(task.kind))
        if role and (task.person_id == me or task.unit_id in hats.units):
            roles.add(role)
    return frozenset(roles)


def _roles_at_queue(case: Case, rights: Rights) -> set[Role]:
    names = {RoleGrant.Role.HANDLER: Role.HANDLER, RoleGrant.Role.LEAD: Role.LEAD}
    return {role for held, role in names.items() if rights.has(held, case.queue.team_id)}
