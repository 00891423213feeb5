"""One case takes the place of another: that one closes, and its number leads on."""

from dataclasses import replace

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.actions.linking import lock_both, say_in_both, tie, untie
from loket.cases.actions.situation import look_at
from loket.cases.models import Approval, Case, CaseLink, Task
from loket.cases.problems import forbidden
from loket.cases.rules import state as law
from loket.cases.rules.state import Asks
from loket.cases.rules.statuses import NOT_GRANTED
from loket.catalogue.specs import spec_of
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


@transaction.atomic
def restore_case(case: Case, *, by: Acting, given: Given) -> Done:
    """Take a case out of the one that took its place: it goes on from the intake.

    What was asked when it closed is asked again. What was said in the other one since then stays
    there.
    """
    link = CaseLink.objects.standing().filter(other=case, kind=CaseLink.Kind.REPLACES).first()
    if link is not None:
        lock_both(case, link.case)
    asks = asked_before(look_at(case.pk).case)
    given = replace(given, case=link.case_id if link else None, asks=asks)
    done = carry_out(case.pk, "restore", by=by, given=given)
    if link is not None and not done.repeated:
        untie(link, by=by, reason=given.text)
        say_in_both(link, ("let_go", ""), by=by)
    return done


def asked_before(case: Case) -> Asks:
    """What people still had to do when the case closed: documents to send, and to agree."""
    ended = Task.objects.filter(case=case, dropped=True, done_at=case.closed_at)
    places = ended.filter(kind__in=(Task.Kind.DELIVER, Task.Kind.REPLACE)).exclude(slot="")
    follow = tuple(dict.fromkeys(places.order_by("pk").values_list("slot", "item")))
    latest = {one.spec_id: one for one in Approval.objects.filter(task__case=case).order_by("pk")}
    ids = set(ended.values_list("pk", flat=True))
    spec = spec_of(case.version)
    asked = [
        spec.approval(one.spec_id)
        for one in latest.values()
        if one.state == Approval.State.REFUSED
        or (one.state == Approval.State.DROPPED and one.task_id in ids)
    ]
    approvals = tuple(law.Approval(one.id, one.before, one.on_refuse) for one in asked if one)
    return Asks(documents=frozenset(follow), follow=follow, approvals=approvals)


def replace_case(
    old: Case, new: Case, action: str, *, by: Acting, given: Given | None = None
) -> Done:
    """Close a case for a reason of the law, in favour of one that takes its place."""
    done = carry_out(old.pk, action, by=by, given=replace(given or Given(), case=new.pk))
    if not done.repeated:
        tie(new, old, CaseLink.Kind.REPLACES, by=by)
    return done
