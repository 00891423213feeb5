"""Read one case for a page: the head, its open tasks, its approvals."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from loket.cases.actions.situation import (
    Hats,
    Situation,
    clocks_not_stopped,
    roles_in,
    state_of,
)
from loket.cases.models import Approval, Case, CaseFile, Task
from loket.cases.models.case import CaseQuerySet
from loket.cases.rules.flow import obstacle, possible
from loket.cases.rules.vocabulary import Metric
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.core.prepared import prepared, whole
from loket.people.models import Person


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as somebody looks at it, and what they may do now."""

    case: Case
    spec: FormSpec
    tasks: tuple[Task, ...]
    approvals: tuple[Approval, ...]
    possible: frozenset[str]
    hats: Hats
    obstacle: str | None = None
    """The code of what the handler's next step waits for."""


def find_case(person: Person, number: str) -> Case:
    """The case with this number, if it is of or about this person or waits for them."""
    return first_of(cases_concerning(person.pk, number))


def find_handled_case(person: Person, number: str) -> Case:
    """The case with this number, if this person handles its queue or is asked for an opinion on it;
    never their own request.
    """
    return first_of(handled_cases(person.pk, number))


@prepared
def cases_concerning(person_id: int, number: str) -> QuerySet[Case]:
    """The case with this number, for somebody whom it concerns."""
    person = Person(pk=person_id)
    return shown(Case.objects.visible_to(person).concerning(person).filter(number=number))


@prepared
def handled_cases(person_id: int, number: str) -> QuerySet[Case]:
    """The case with this number, for somebody who handles it or is asked for an opinion."""
    person = Person(pk=person_id)
    return shown(Case.objects.visible_to(person).open_at_desk_to(person).filter(number=number))


def shown(cases: CaseQuerySet) -> CaseQuerySet:
    """With what every page shows of a case."""
    related = ("requester", "subject", "assignee__party", "queue__team", "version")
    rows = cases.select_related(*related).defer("version__spec").order_by("pk")
    clocks = clocks_not_stopped(OuterRef("pk")).values("metric")
    files = whole(CaseFile.objects.filter(case=OuterRef("pk"))).annotate(n=Count("*")).values("n")
    return rows.annotate(running=ArraySubquery(clocks), n_files=Coalesce(Subquery(files), 0))[:1]


def first_of(cases: list[Case]) -> Case:
    """The one case, or a page that does not exist."""
    if not cases:
        raise Http404
    return cases[0]


def read_case(case: Case, *, by: Acting, hats: Hats) -> Reading:
    """Everything about a case that a page shows around its tabs, to somebody with these hats."""
    spec = spec_of(case.version)
    tasks, approvals = open_tasks_of(case.pk), approvals_of(case.pk)
    running = frozenset(Metric(one) for one in vars(case)["running"])
    situation = Situation(case, tasks, approvals, running, spec)
    state, roles = state_of(situation), roles_in(situation, by, hats)
    return Reading(
        case,
        spec,
        tuple(tasks),
        tuple(approvals),
        frozenset(possible(state, roles, by.at)),
        hats,
        obstacle(state, roles, by.at),
    )


def number_of_files(case: Case) -> int:
    """How many documents a case has that was read for its page."""
    number: int = vars(case)["n_files"]
    return number


@prepared
def open_tasks_of(case_id: int) -> QuerySet[Task]:
    """What is still to do, with whom it waits for and what was asked."""
    tasks = Task.objects.open().filter(case=case_id)
    return tasks.select_related("person__party", "person__user", "unit", "question").order_by("pk")


@prepared
def approvals_of(case_id: int) -> QuerySet[Approval]:
    """Every yes or no that was asked, the oldest first."""
    approvals = Approval.objects.filter(task__case=case_id)
    return approvals.select_related("task", "approver__party", "approver__user").order_by("pk")
