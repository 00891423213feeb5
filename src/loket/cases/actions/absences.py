"""Absences: who is away and who takes over; all open work goes over in one step, and comes back."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from loket.cases.absences import is_away, refuse_closed
from loket.cases.actions.carry import carry_out
from loket.cases.actions.consulting import ANSWER
from loket.cases.actions.given import Given
from loket.cases.actions.planning import FURTHEST
from loket.cases.models import Absence, Case, Consult, HandedOver, Task
from loket.cases.problems import forbidden
from loket.cases.rules.standing_in import Step, Way, before, returns_to
from loket.cases.rules.vocabulary import Role
from loket.contacts.actions.drafts import hand_over_message_drafts
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.events import record
from loket.core.jobs import enqueue
from loket.core.models import Event
from loket.people.access import rights_of
from loket.people.models import Person, RoleGrant
from loket.people.staffing import AT_THE_DESK, receivers

State = HandedOver.State
JOB = "cases.reactions.move_work"
ARRANGING = frozenset({Role.ARRANGER})


@dataclass(frozen=True, slots=True)
class Days:
    """From which day to which day somebody is away."""

    first: date
    last: date


def may_arrange(person: Person, by: Acting) -> bool:
    """Whether somebody arranges the absence of this person: themselves, or a lead of their team.

    A lead also arranges for who was in the team before and works at the desk no more.
    """
    if by.person_id == person.pk:
        return True
    held = rights_of(Person(pk=by.person_id), by.today)
    ever = RoleGrant.objects.filter(person=person, role__in=AT_THE_DESK)
    theirs = ever.on(by.today)
    teams = set((theirs if theirs.exists() else ever).values_list("unit", flat=True))
    led = {unit for role, unit in held.grants if role == RoleGrant.Role.LEAD}
    return bool(teams) and (None in led or bool(teams & led))


@transaction.atomic
def set_absence(
    person: Person, stand_in: Person, days: Days, *, by: Acting, anyway: bool = False
) -> Absence:
    """Say that somebody will be away and who takes over; the same twice is once.

    Somebody who is away then too takes over only when that is asked `anyway`.
    """
    check_absence(person, stand_in, days, by)
    said = {"stand_in": stand_in, "starts_on": days.first, "ends_on": days.last}
    there = Absence.objects.filter(person=person, over_at=None).first()
    if there is not None and Absence.objects.filter(pk=there.pk, **said).exists():
        return there
    if not anyway and is_away(stand_in, days.first, days.last):
        raise forbidden("stand_in_absent")
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
    if days.last - by.today > FURTHEST:
        raise forbidden("day_too_far")
    if stand_in.pk == person.pk or not receivers(by.today).filter(pk=stand_in.pk).exists():
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
    HandedOver.objects.bulk_create(rows, ignore_conflicts=True)
    there_again = Q(task=None, case__in=mine) | Q(task__in=asked)
    found.rows.filter(there_again).update(state=State.WAITING, reason="")
    found.rows.filter(state=State.REFUSED, place=0).delete()
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
    list(found.rows.select_for_update().order_by("pk"))  # locked in the order of `move_row`
    found.rows.filter(state=State.WAITING, place=0).delete()
    found.rows.filter(place__gt=0).update(state=State.RETURNING, reason="")
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
    case = HandedOver.objects.filter(pk=pk).values("case")
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=case))
    rows = HandedOver.objects.select_for_update(of=("self",)).filter(case__in=case).order_by("pk")
    same_case = list(rows.select_related("absence", "case", "task"))
    row = next((one for one in same_case if one.pk == pk), None)
    if row is None or row.state not in (State.WAITING, State.RETURNING):
        return  # the absence was ended meanwhile, or it was moved before
    on_its_way = [one for one in same_case if one.place and one.task_id == row.task_id]
    on_its_way.sort(key=lambda one: one.place)
    back = row.state == State.RETURNING
    try:
        with transaction.atomic():
            bring_back(row, on_its_way, by) if back else give_on(row, on_its_way, by)
    except RuleError as refusal:
        row.state, row.reason = (State.STAYED if back else State.REFUSED), refusal.code
        row.save(update_fields=["state", "reason"])


def give_on(row: HandedOver, on_its_way: list[HandedOver], by: Acting) -> None:
    """Give it to the stand-in: one step further on its way."""
    away, stand_in = row.absence.person_id, row.absence.stand_in_id
    if holder_of(row) != away:
        raise given_on(row)
    move(row, (away, stand_in), "hand_over", by)
    kept = take_back_steps(row, on_its_way)
    row.state, row.reason, row.place = State.GIVEN, "", kept[-1].place + 1 if kept else 1
    row.save(update_fields=["state", "reason", "place"])


def bring_back(row: HandedOver, on_its_way: list[HandedOver], by: Acting) -> None:
    """Give it to who had it before the absence, from whoever has it now."""
    holder = holder_of(row)
    receiver = returns_to(way_of(on_its_way), row.absence_id, holder)
    if holder is None or receiver is None:
        raise given_on(row)
    if receiver != holder:
        move(row, (holder, receiver), "return_work", by)
    take_back_steps(row, on_its_way)


def way_of(on_its_way: list[HandedOver]) -> Way:
    """The rows as steps."""
    absences = [row.absence for row in on_its_way]
    return tuple(Step(one.pk, one.person_id, one.stand_in_id) for one in absences)


def take_back_steps(row: HandedOver, on_its_way: list[HandedOver]) -> list[HandedOver]:
    """Take the step of this row back with all that came of it; return the steps before it."""
    kept = len(before(way_of(on_its_way), row.absence_id))
    undone = [one.pk for one in on_its_way[kept:]]
    HandedOver.objects.filter(pk__in=undone).update(state=State.BACK, reason="", place=0)
    return on_its_way[:kept]


def holder_of(row: HandedOver) -> int | None:
    """Who has the case, or who is asked for the opinion; it may not be over."""
    if row.task is not None and row.task.done_at is not None:
        raise forbidden("task_done")
    if row.case.closed_at is not None:
        raise forbidden("closed")
    return row.task.person_id if row.task is not None else row.case.assignee_id


def given_on(row: HandedOver) -> RuleError:
    """Why it does not move: it is not where the absences brought it."""
    return forbidden("given_on" if holder_of(row) else "back_in_queue")


def move(row: HandedOver, sides: tuple[int, int], action: str, by: Acting) -> None:
    """Move it from the one to the other."""
    refuse_closed(sides[1])
    if row.task is None:
        move_case(row.case, sides, action, by)
    else:
        move_task(row.case, row.task, sides, by)


def move_case(case: Case, sides: tuple[int, int], action: str, by: Acting) -> None:
    """Give a case to a colleague with what was half written about it."""
    giver, receiver = sides
    check_receiver(case, receiver, by)
    also = ARRANGING if action == "return_work" else frozenset()
    carry_out(case.pk, action, by=by, given=Given(colleague=receiver, also=also))
    hand_over_message_drafts(case, giver_id=giver, receiver_id=receiver, by=by)


def move_task(case: Case, task: Task, sides: tuple[int, int], by: Acting) -> None:
    """Let a colleague be asked for the opinion instead."""
    giver, receiver = sides
    if receiver in (case.requester_id, case.subject_id, case.submitted_by_id):
        raise forbidden("party_stands_in")
    if Consult.objects.filter(task=task, asker=receiver).exists():
        raise forbidden("asker_stands_in")
    given = Given(colleague=receiver, task=task.pk, also=ARRANGING)
    carry_out(case.pk, "pass_on", by=by, given=given)
    task.person_id = receiver
    task.save(update_fields=["person"])
    hand_over_message_drafts(case, giver_id=giver, receiver_id=receiver, by=by, purpose=ANSWER)


def check_receiver(case: Case, receiver: int, by: Acting) -> None:
    """Refuse whoever does not handle this queue, or whom the case is of or about."""
    if not rights_of(Person(pk=receiver), by.today).has("handler", case.queue.team_id):
        raise forbidden("no_colleague")
    if receiver in (case.requester_id, case.subject_id, case.submitted_by_id):
        raise forbidden("party_stands_in")
