"""A request that is being changed: what differs from what was handed in."""

from typing import Any

from loket.cases.actions.changing import changes_in, new_problems
from loket.cases.changes import Sides, change_views
from loket.cases.models import ChangeSet
from loket.cases.standing import answers_of, state_of_case
from loket.catalogue.models import Draft
from loket.catalogue.rules.submitted import submitted_answers
from loket.catalogue.standing import Standing
from loket.core.acting import Acting


def change_of(draft: Draft) -> ChangeSet | None:
    """The changes that are typed in this draft, if it is one that changes a case."""
    if not draft.lasting:
        return None
    return ChangeSet.objects.filter(draft=draft).select_related("case__version").first()


def differences(made: ChangeSet, standing: Standing, *, by: Acting) -> dict[str, Any]:
    """What would be sent now, and what stands in the way that did not before."""
    case = made.case
    sides = Sides(
        standing.spec,
        answers_of(case),
        submitted_answers(standing.state),
        standing.sources,
        by,
    )
    before = state_of_case(case, standing.sources, by)
    return {
        "change": made,
        "changes": change_views(changes_in(made, case, standing), sides),
        "new_problems": new_problems(standing, before),
    }
