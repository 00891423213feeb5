"""One case takes the place of another: that one closes, and its number leads on."""

from dataclasses import replace

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.linking import lock_both, tie
from loket.cases.models import Case, CaseLink
from loket.cases.problems import forbidden
from loket.cases.rules.statuses import NOT_GRANTED
from loket.core.acting import Acting


@transaction.atomic
def supersede_case(case: Case, other: Case, *, by: Acting, given: Given | None = None) -> Done:
    """Let another case about the same person take the place of this one.

    What was itself replaced takes no place: so no number ever leads round in a circle.
    """
    rows = {row.pk: row for row in lock_both(case, other)}
    old, new = rows[case.pk], rows[other.pk]
    if old.subject_id != new.subject_id or new.status in NOT_GRANTED:
        raise forbidden("other_case")
    return replace_case(old, new, "supersede", by=by, given=given)


def replace_case(
    old: Case, new: Case, action: str, *, by: Acting, given: Given | None = None
) -> Done:
    """Close a case for a reason of the law, in favour of one that takes its place."""
    done = carry_out(old.pk, action, by=by, given=replace(given or Given(), case=new.pk))
    if not done.repeated:
        tie(new, old, CaseLink.Kind.REPLACES, by=by)
    return done
