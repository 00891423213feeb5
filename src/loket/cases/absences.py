"""Absences as pages show them: who, until when, and what became of each case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from loket.cases.models import Absence, Case, HandedOver
from loket.cases.problems import SENTENCES, forbidden
from loket.core.partview import Text
from loket.people.access import Rights
from loket.people.models import Person, RoleGrant
from loket.people.staffing import all_staff, staff_before, staff_of

State = HandedOver.State
MOST = 50


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence in the list."""

    url: str
    name: str
    stand_in: str
    first: date
    last: date
    now: bool
    past: bool
    """Its last day is over, and nobody ended it yet: the work is still with who took over."""
    over: bool


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A case that did not move, and why; named only to whoever handles it."""

    number: str
    url: str
    why: Text


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has moved."""

    given: int
    back: int
    waiting: int
    total: int


def rows_of(person: Person, today: date) -> list[AbsenceRow]:
    """The absences that concern somebody, the newest on top."""
    mine = Absence.objects.visible_to(person).select_related("person__party", "stand_in__party")
    return [
        AbsenceRow(
            url=reverse("cases:absence", args=[one.key]),
            name=one.person.party.name,
            stand_in=one.stand_in.party.name,
            first=one.starts_on,
            last=one.ends_on,
            now=one.over_at is None and one.starts_on <= today <= one.ends_on,
            past=one.over_at is None and one.ends_on < today,
            over=one.over_at is not None,
        )
        for one in mine.order_by("-pk")[:MOST]
    ]


def people_to_arrange(person: Person, rights: Rights, today: date) -> list[Person]:
    """For whom somebody arranges an absence: themselves, and the colleagues whom they lead.

    Also who works there no more and still has cases: these can be handed over.
    """
    led = [unit for role, unit in rights.grants if role == RoleGrant.Role.LEAD]
    if not led:
        return [person]
    teams = None if None in led else [unit for unit in led if unit is not None]
    theirs = Case.objects.open().filter(assignee=OuterRef("pk"))
    left = staff_before(teams, today).filter(Exists(theirs))
    staff = all_staff(today) if teams is None else staff_of(teams, today)
    found = {one.pk: one for one in (*staff, *left)}
    if teams is not None:
        found.setdefault(person.pk, person)
    return sorted(found.values(), key=lambda one: one.party.sort_key)


def progress_of(absence: Absence) -> Progress:
    """How many rows there are of each state."""
    states = absence.rows.order_by().values("state").annotate(n=Count("pk"))
    counts = dict(states.values_list("state", "n"))
    waiting = counts.get(State.WAITING, 0) + counts.get(State.RETURNING, 0)
    return Progress(
        given=counts.get(State.GIVEN, 0),
        back=counts.get(State.BACK, 0),
        waiting=waiting,
        total=sum(counts.values()),
    )


def left_of(absence: Absence, person: Person) -> list[LeftRow]:
    """What did not move; a case that this person does not handle is not named."""
    stuck = absence.rows.filter(state__in=(State.REFUSED, State.STAYED))
    rows: Sequence[HandedOver] = list(stuck.order_by("pk")[: 2 * MOST])
    seen = Case.objects.visible_to(person).handled_by(person)
    numbers = dict(seen.filter(pk__in=[row.case_id for row in rows]).values_list("pk", "number"))
    return [
        LeftRow(
            number=numbers.get(row.case_id, ""),
            url=reverse("cases:case", args=[numbers[row.case_id]])
            if row.case_id in numbers
            else "",
            why=SENTENCES.get(row.reason, ""),
        )
        for row in rows
    ]


def refuse_absent(colleague: Person, today: date, *, anyway: bool) -> None:
    """Ask twice before somebody who is away gets work."""
    if not anyway and is_away(colleague, today, today):
        raise forbidden("colleague_absent")


def refuse_closed(colleague: int) -> None:
    """Refuse whoever cannot sign in any more: what they get would be seen by nobody."""
    if not Person.objects.reachable().filter(pk=colleague).exists():
        raise forbidden("colleague_closed")


def is_away(person: Person, first: date, last: date) -> bool:
    """Whether somebody is away on one of these days."""
    then = Q(over_at=None, starts_on__lte=last, ends_on__gte=first)
    return Absence.objects.filter(then, person=person).exists()


def until_when_away(people: Iterable[Person], today: date) -> dict[int, date]:
    """Who of these people is away, and until when."""
    away = Absence.objects.filter(away_on(today), person__in=[one.pk for one in people])
    return dict(away.values_list("person", "ends_on"))


def away_on(day: date) -> Q:
    """Absences that are going on."""
    return Q(over_at=None, starts_on__lte=day, ends_on__gte=day)
