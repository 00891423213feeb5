"""What plans the work on a case: what comes first, what comes back later, and what was given away."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from loket.cases.absences import refuse_closed
from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.labels import PRIORITIES
from loket.cases.models import Case, Task
from loket.cases.problems import both, forbidden
from loket.cases.rules.meeting import Meeting, meet
from loket.contacts.actions.drafts import hand_over_message_drafts
from loket.core.acting import Acting
from loket.core.figures import day
from loket.core.models import Event
from loket.people.access import rights_of
from loket.people.models import Person

HIGHEST = 3
FURTHEST = timedelta(days=731)
"""Nobody plans further ahead; it is a mistyped year."""


@transaction.atomic
def set_priority(case: Case, priority: int, *, by: Acting, given: Given | None = None) -> Done:
    """Say how much a case presses: 0 is low, 3 is urgent."""
    if not 0 <= priority <= HIGHEST:
        raise forbidden("missing_priority")
    given = replace(given or Given(), priority=priority)
    if given.was is not None:
        now = as_it_stands(case)
        match meet(given.was, now.priority, priority):
            case Meeting.SAME:
                return Done(now, repeated=True)
            case Meeting.BOTH:
                theirs, yours = PRIORITIES[now.priority], PRIORITIES[priority]
                raise both("both_prioritised", theirs=str(theirs), yours=str(yours))
    return carry_out(case.pk, "set_priority", by=by, given=given)


@transaction.atomic
def put_off(case: Case, until: date, *, by: Acting, given: Given | None = None) -> Done:
    """Take a case out of the list of its handler until a day, or until something happens to it."""
    if until <= by.today:
        raise forbidden("day_past")
    if until - by.today > FURTHEST:
        raise forbidden("day_too_far")
    given = replace(given or Given(), returns_on=until)
    if given.was is not None and (done := met_by_another_day(case, until, given.was, by)):
        return done
    return carry_out(case.pk, "put_off", by=by, given=given)


@transaction.atomic
def bring_back(case: Case, *, by: Acting, given: Given | None = None) -> Done:
    """Put it back in the list at once."""
    given = given or Given()
    if given.was is not None and (done := met_by_another_day(case, None, given.was, by)):
        return done
    return carry_out(case.pk, "bring_back", by=by, given=given)


def met_by_another_day(case: Case, until: date | None, was: int | str, by: Acting) -> Done | None:
    """What there is to say when somebody else planned its return since; nothing when nobody did."""
    now = as_it_stands(case)
    match meet(was, day_code(now.returns_on), day_code(until)):
        case Meeting.SAME:
            return Done(now, repeated=True)
        case Meeting.BOTH:
            yours = day(until, by.today) if until else ""
            if now.returns_on is None:
                raise both("both_returned", yours=yours)
            theirs = day(now.returns_on, by.today)
            raise both("both_put_off" if until else "both_kept_off", theirs=theirs, yours=yours)
    return None


def as_it_stands(case: Case) -> Case:
    """The case as it is now, and stays until this is done."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def day_code(returns_on: date | None) -> str:
    """A day as a page sends it along; empty without one."""
    return returns_on.isoformat() if returns_on else ""


@transaction.atomic
def take_back(case: Case, former: Person | None, *, by: Acting, given: Given | None = None) -> Done:
    """Undo that a case was given to a colleague: back to whoever had it, or to the queue.

    Whoever gave it may do so, as long as nobody else gave it to somebody since. What is half
    written about it comes back along.
    """
    gift = Event.objects.about(case).filter(kind="case.assigned").order_by("pk").last()
    own = gift is not None and gift.actor_id == by.person_id
    given = replace(given or Given(), own_gift=own, colleague=former.pk if former else None)
    if former is None:
        refuse_begun(case, gift)
        return carry_out(case.pk, "take_back", by=by, given=given)
    if not rights_of(former, by.today).has("handler", case.queue.team_id):
        raise forbidden("no_colleague")
    refuse_closed(former.pk)
    holder = case.assignee_id
    done = carry_out(case.pk, "hand_back", by=by, given=given)
    if holder is not None and not done.repeated:
        hand_over_message_drafts(done.case, giver_id=holder, receiver_id=former.pk, by=by)
    return done


def refuse_begun(case: Case, gift: Event | None) -> None:
    """Leave a case with whoever asked something in it since they got it."""
    asked = Task.objects.open().filter(case=case, kind__in=(Task.Kind.ANSWER, Task.Kind.CORRECT))
    if gift is not None and asked.filter(created_at__gt=gift.occurred_at).exists():
        raise forbidden("changed_since")
