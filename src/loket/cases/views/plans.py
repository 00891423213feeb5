"""Plan the work on a case by its page: what presses, and what comes back later."""

from dataclasses import replace

from loket.cases.actions import planning
from loket.cases.actions.given import Given
from loket.cases.models import Case
from loket.cases.problems import SENTENCES
from loket.cases.views.posted import day_in, number_in
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.people.middleware import PersonRequest


def prioritise(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Say how much it presses."""
    chosen = number_in(request.POST.get("priority", ""))
    was = number_in(request.POST.get("was", ""))
    given = replace(given, was=was)
    planning.set_priority(case, -1 if chosen is None else chosen, by=by, given=given)


def postpone(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Let it come back on a day."""
    day = day_in(request.POST.get("until", ""))
    if day is None:
        raise RuleError(str(SENTENCES["missing_date"]), code="missing_date")
    planning.put_off(case, day, by=by, given=replace(given, was=request.POST.get("was")))


def bring_back(request: PersonRequest, case: Case, given: Given, by: Acting) -> None:
    """Have it in the list again now."""
    planning.bring_back(case, by=by, given=replace(given, was=request.POST.get("was")))
