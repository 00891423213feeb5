"""Second opinions: ask a colleague or a team inside a case, answer, take the question back."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Asked, Given
from loket.cases.actions.notes import forget_note, keep_note
from loket.cases.actions.planning import FURTHEST
from loket.cases.actions.terms import calendar_of
from loket.cases.consults import teams_of_the_desk
from loket.cases.models import Case, Consult, Task
from loket.cases.problems import forbidden
from loket.contacts.actions.drafts import drop_sent_draft
from loket.core.acting import Acting
from loket.people.models import Membership, Person, Unit
from loket.people.staffing import receivers

ASK, ANSWER = "consult", "opinion"
"""The half-written texts that belong to a question and to an answer."""


@transaction.atomic
def consult(
    case: Case, whom: Person | Unit, until: date | None, *, by: Acting, given: Given
) -> Done:
    """Ask a colleague, or a team, for an opinion; the case stays where it is."""
    check_whom(case, whom, by)
    colleague = whom.pk if isinstance(whom, Person) else None
    unit = whom.pk if isinstance(whom, Unit) else None
    asked = Asked(party=Task.Party.HANDLER, person_id=colleague, unit_id=unit)
    last = None
    if until is not None:
        if until < by.today:
            raise forbidden("past_day")
        if until - by.today > FURTHEST:
            raise forbidden("day_too_far")
        last = calendar_of(case, by).end_of(until)
    whole = replace(given, asked=asked, colleague=colleague, until=last)
    question = keep_note(case, given.text, by=by)
    done = carry_out(case.pk, "consult", by=by, given=whole, note=question)
    if done.repeated:
        forget_note(question)
        return done
    task = Task.objects.filter(case=case, kind=Task.Kind.CONSULT).latest("pk")
    Consult.objects.create(task=task, asker_id=by.person_id, question_id=question)
    drop_sent_draft(case, ASK, given.text, by=by, known=given.kept)
    return done


@transaction.atomic
def give_opinion(case: Case, task: Task, *, by: Acting, given: Given) -> Done:
    """Answer; the case is no longer lent to whoever was asked."""
    whole = replace(given, task=task.pk)
    answer = keep_note(case, given.text, by=by)
    done = carry_out(case.pk, "give_opinion", by=by, given=whole, note=answer)
    if done.repeated:
        forget_note(answer)
        return done
    Consult.objects.filter(task=task).update(answer=answer)
    drop_sent_draft(case, ANSWER, given.text, by=by, known=given.kept)
    return done


def check_whom(case: Case, whom: Person | Unit, by: Acting) -> None:
    """Refuse whoever does not work at the desk, and whoever the case is of or about."""
    parties = {case.requester_id, case.subject_id, case.submitted_by_id}
    if isinstance(whom, Person):
        known = receivers(by.today).filter(pk=whom.pk).exclude(pk=by.person_id).exists()
        people = {whom.pk}
    else:
        known = teams_of_the_desk().filter(pk=whom.pk).exists()
        members = Membership.objects.filter(unit=whom)
        people = set(members.values_list("person_id", flat=True))
    if not known:
        raise forbidden("not_at_desk")
    if parties & people:
        raise forbidden("party_asked")


def withdraw_consult(case: Case, task: Task, *, by: Acting, given: Given) -> Done:
    """Take the question back; nobody needs to answer it any more."""
    given = replace(given, task=task.pk, text="")
    return carry_out(case.pk, "withdraw_consult", by=by, given=given)
