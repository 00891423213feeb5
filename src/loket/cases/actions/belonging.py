"""The earlier case that a request says it belongs to, by the number that the form asks."""

from loket.cases.actions.linking import follow
from loket.cases.models import Case
from loket.cases.problems import SubmitRefusedError
from loket.catalogue.rules.values import Problem
from loket.catalogue.standing import Standing
from loket.core.acting import Acting
from loket.people.models import Party


def followed_by(standing: Standing, subject: Party) -> Case | None:
    """The earlier case, of the same person, that the request says it belongs to."""
    asked = standing.state.fields.get(standing.spec.case.follows)
    if asked is None or not asked.visible or not asked.answered:
        return None
    own = Case.objects.visible_to(standing.draft.owner).concerning(standing.draft.owner)
    found = own.filter(number=str(asked.value).upper(), subject=subject).first()
    if found is None:
        unknown = Problem(asked.path, "unknown_case", step=asked.field.step, key=asked.key)
        raise SubmitRefusedError((unknown,))
    return found


def renew_belonging(case: Case, standing: Standing, *, by: Acting) -> None:
    """Let a case with new answers belong to the case that they name now."""
    if standing.spec.case.follows:
        follow(case, followed_by(standing, case.subject), by=by)
