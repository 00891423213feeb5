"""Ask somebody else to agree: the register names another chief now, or the one asked has left."""

from itertools import pairwise

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out, idem_of
from loket.cases.actions.given import Given
from loket.cases.actions.situation import look_at
from loket.cases.models import Approval, Case
from loket.cases.problems import forbidden
from loket.cases.rules.approver import choose_approver
from loket.core.acting import Acting
from loket.core.events import recorded_once
from loket.people.employer import chiefs_of


def who_agrees(subject_id: int, asker_id: int, by: Acting) -> int | None:
    """Who is asked to agree with a request about somebody: never the one who asks."""
    chiefs = dict(pairwise([subject_id, *chiefs_of(subject_id, by.today)]))
    return choose_approver(subject_id, chiefs, {asker_id})


@transaction.atomic
def pass_approval(case: Case, task: int | None, *, by: Acting, given: Given) -> Done:
    """Ask who leads the person now, in the place of who was asked and did not answer."""
    case = look_at(case.pk).case
    asked = Approval.objects.filter(task__case=case, task=task, task__done_at=None).first()
    if asked is None:
        if given.key and recorded_once(idem_of(case.pk, "pass_approval", given.key)):
            return Done(case, repeated=True)
        raise forbidden("no_approval_asked")
    approver = who_agrees(case.subject_id, case.submitted_by_id, by)
    if approver is None:
        raise forbidden("nobody_agrees")
    if approver == asked.approver_id:
        raise forbidden("same_approver")
    whole = Given(
        key=given.key,
        colleague=approver,
        reask=frozenset({asked.spec_id}),
        approvers={asked.spec_id: approver},
    )
    return carry_out(case.pk, "pass_approval", by=by, given=whole)
