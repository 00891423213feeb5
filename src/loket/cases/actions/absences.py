"""Absences: who is away and who takes over; all open work goes over in one step, and comes back."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from loket.cases.actions.carry import carry_out
from loket.cases.actions.consulting import ANSWER
from loket.cases.actions.given import Given
from loket.cases.models import Absence, Case, Consult, HandedOver, Task
from loket.cases.problems import forbidden
from loket.cases.rules.vocabulary import Role
from loket.contacts.actions.drafts import hand_over_message_drafts
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.jobs import enqueue
from loket.core.models import Event
from loket.people.access import rights_of
from loket.people.models import Person, RoleGrant
from loket.people.staffing import all_staff

State = HandedOver.State
JOB = "cases.reactions.move_work"
ARRANGING = frozenset({Role.ARRANGER})


@dataclass(frozen=True, slots=True)
class Days:
    """From which day to which day somebody is away."""

    first: date
    last: date


def may_arrange(person: Person, by: Acting) -> bool:
    """Whether somebody arranges the absence of this person: themselves, or a lead of their team."""
    if by.person_id == person.pk:
        return True
    held = rights_of(Person(pk=by.person_id), by.today)
    theirs = rights_of(person, by.today).grants
    teams = {unit for role, unit in theirs if role in (RoleGrant.Role.HANDLER, RoleGrant.Role.LEAD)}
    led = {unit for role, unit in held.grants if role == RoleGrant.Role.LEAD}
    return bool(teams) and (None in led or bool(teams & led))


@transaction.atomic
def set_absence(person: Person, stand_in: Person, days: Days, *, by: Acting) -> Absence:
    """Say that somebody will be away and who takes over; the same twice is once."""
    check_absence(person, stand_in, days, by)
    said = {"stand_in": stand_in, "starts_on": days.first, "ends_on": days.last}
    there = Absence.objects.filter(person=person, over_at=None).first()
    if there is not None and Absence.objects.filter(pk=there.pk, **said).exists():
        return there
    try:
        with transaction.atomic():
            made = Absence.objects.create(
                person=person, set_by_id=by.person_id, created_at=by.at, **said
            )
    except IntegrityError as twice:
        raise forbidden("absence_open") from twice
    record("absence.set", made, by=by, visibility=Event.Visibility.AUDIT)
    return made


def check_absence(person: Person, stand_in: Person, days: Days, by: Acting) -> None:
    """Refuse what cannot be an absence."""
    if not may_arrange(person, by):
        raise forbidden("not_your_colleague")
    if days.last < days.first or days.last < by.today:
        raise forbidden("absence_days")
    if stand_in.pk == person.pk or not all_staff(by.today).filter(pk=stand_in.pk).exists():
        raise forbidden("no_stand_in")


@transaction.atomic
def give_work_away(absence: Absence, *, by: Acting) -> Absence:
    """Let all open work go to the stand-in, by a job that does row after row."""
    found = locked(absence, by)
    if found.over_at is not None:
        raise forbidden("absence_over")
    mine = Case.objects.open().filter(assignee=found.person_id).values_list("pk", flat=True)
    asked = Task.objects.open().filter(person=found.person_id, kind=Task.Kind.CONSULT)
    rows = [HandedOver(absence=found, case_id=pk) for pk in mine]
    rows += [HandedOver(absence=found, case_id=task.case_id, task=task) for task in asked]
    found.rows.filter(state=State.REFUSED).delete()
    came_back = found.rows.filter(state=State.GIVEN, task=None, case__assignee=found.person_id)
    came_back.update(state=State.WAITING)
    HandedOver.objects.bulk_create(rows, ignore_conflicts=True)
    record("absence.handed_over", found, by=by, visibility=Event.Visibility.AUDIT)
    go_on(found, by)
    return found


@transaction.atomic
def take_work_back(absence: Absence, *, by: Acting) -> Absence:
    """End the absence; what is still open and was not given on comes back."""
    found = locked(absence, by)
    if found.over_at is not None:
        return found
    found.over_at = by.at
    found.save(update_fields=["over_at"])
    found.rows.filter(state=State.WAITING).delete()
    found.rows.filter(state=State.GIVEN).update(state=State.RETURNING)
    record("absence.ended", found, by=by, visibility=Event.Visibility.AUDIT)
    go_on(found, by)
    return found


def locked(absence: Absence, by: Acting) -> Absence:
    """The absence under its lock, for somebody who arranges it."""
    found = Absence.objects.select_for_update().get(pk=absence.pk)
    if not may_arrange(found.person, by):
        raise forbidden("not_your_colleague")
    return found


def go_on(absence: Absence, by: Acting) -> None:
    """Let the job do the rows that wait, for whoever asked it."""
    enqueue(
        JOB,
        absence_id=absence.pk,
        person_id=by.person_id or 0,
        at_iso=by.at.isoformat(),
    )


def move_waiting(absence: Absence, *, by: Acting) -> None:
    """Move row after row, each by itself: a stop in between loses nothing and repeats nothing."""
    waiting = absence.rows.filter(state__in=(State.WAITING, State.RETURNING))
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        move_row(pk, by=by)


@transaction.atomic
def move_row(pk: int, *, by: Acting) -> None:
    """Move one case or question, as far as the law allows, and write down what came of it."""
    rows = HandedOver.objects.select_for_update(of=("self",))
    row = rows.select_related("absence", "case", "task").get(pk=pk)
    if row.state not in (State.WAITING, State.RETURNING):
        return
    back = row.state == State.RETURNING
    try:
        with transaction.atomic():
            move_task(row, back, by) if row.task else move_case(row, back, by)
        row.state, row.reason = (State.BACK if back else State.GIVEN), ""
    except RuleError as refusal:
        row.state, row.reason = (State.STAYED if back else State.REFUSED), refusal.code
    row.save(update_fields=["state", "reason"])


def move_case(row: HandedOver, back: bool, by: Acting) -> None:
    """Give a case to the stand-in with what was half written and asked, or give it back."""
    giver, receiver = sides(row, back)
    case = Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    if case.assignee_id != giver:
        raise forbidden("closed" if case.closed_at else "given_on")
    check_receiver(case, receiver, by)
    given = Given(colleague=receiver, also=ARRANGING if back else frozenset())
    carry_out(case.pk, "return_work" if back else "hand_over", by=by, given=given)
    hand_over_message_drafts(case, giver_id=giver, receiver_id=receiver, by=by)
    own = Task.objects.open().filter(case=case, person=giver)
    handled = own.filter(party=Task.Party.HANDLER).exclude(kind=Task.Kind.CONSULT)
    handled.update(person=receiver)
    own.filter(third_party__gt="").update(person=receiver)


def move_task(row: HandedOver, back: bool, by: Acting) -> None:
    """Let the stand-in be asked for the opinion, or the one who was asked first again."""
    giver, receiver = sides(row, back)
    task = Task.objects.select_for_update().get(pk=row.task_id or 0)
    if task.person_id != giver or task.done_at is not None:
        raise forbidden("task_done")
    parties = {row.case.requester_id, row.case.subject_id, row.case.submitted_by_id}
    if receiver in parties:
        raise forbidden("party_stands_in")
    if Consult.objects.filter(task=task, asker=receiver).exists():
        raise forbidden("asker_stands_in")
    given = Given(colleague=receiver, task=task.pk, also=ARRANGING)
    carry_out(row.case_id, "pass_on", by=by, given=given)
    task.person_id = receiver
    task.save(update_fields=["person"])
    hand_over_message_drafts(row.case, giver_id=giver, receiver_id=receiver, by=by, purpose=ANSWER)


def sides(row: HandedOver, back: bool) -> tuple[int, int]:
    """Who gives and who gets."""
    away, stand_in = row.absence.person_id, row.absence.stand_in_id
    return (stand_in, away) if back else (away, stand_in)


def check_receiver(case: Case, receiver: int, by: Acting) -> None:
    """Refuse whoever does not handle this queue, or whom the case is of or about."""
    if not rights_of(Person(pk=receiver), by.today).has("handler", case.queue.team_id):
        raise forbidden("no_colleague")
    if receiver in (case.requester_id, case.subject_id, case.submitted_by_id):
        raise forbidden("party_stands_in")
