"""Read one case for a page: the head, its open tasks, its approvals."""

from dataclasses import dataclass

from django.http import Http404

from loket.cases.actions.situation import Situation, metrics_of, roles_in, state_of
from loket.cases.models import Approval, Case, Task
from loket.cases.models.case import CaseQuerySet
from loket.cases.rules.flow import possible
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.specs import spec_of
from loket.core.acting import Acting
from loket.people.models import Person


@dataclass(frozen=True, slots=True)
class Reading:
    """A case as somebody looks at it, and what they may do now."""

    case: Case
    spec: FormSpec
    tasks: tuple[Task, ...]
    approvals: tuple[Approval, ...]
    possible: frozenset[str]


def find_case(person: Person, number: str) -> Case:
    """The case with this number, if it is of or about this person or waits for them."""
    return first_of(Case.objects.visible_to(person).concerning(person).filter(number=number))


def find_handled_case(person: Person, number: str) -> Case:
    """The case with this number, if this person handles its queue; never their own request."""
    return first_of(Case.objects.visible_to(person).handled_by(person).filter(number=number))


def first_of(cases: CaseQuerySet) -> Case:
    """The one case, with what every page shows of it."""
    found = (
        cases.select_related("requester", "subject", "assignee__party", "queue__team", "version")
        .defer("version__spec")
        .first()
    )
    if found is None:
        raise Http404
    return found


def read_case(case: Case, *, by: Acting) -> Reading:
    """Everything about a case that a page shows around its tabs."""
    spec = spec_of(case.version)
    tasks = list(
        Task.objects.open()
        .filter(case=case)
        .select_related("person__party", "unit", "question")
        .order_by("pk")
    )
    approvals = list(
        Approval.objects.filter(task__case=case)
        .select_related("task", "approver__party")
        .order_by("pk")
    )
    situation = Situation(case, tasks, approvals, metrics_of(case), spec)
    able = possible(state_of(situation), roles_in(situation, by), by.at)
    return Reading(case, spec, tuple(tasks), tuple(approvals), frozenset(able))
