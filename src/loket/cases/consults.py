"""Whom to ask for an opinion, and the opinions that somebody asked or was asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from loket.cases.models import Consult, Task
from loket.core.acting import Acting
from loket.core.page import said_in
from loket.people.models import Person, Unit

MOST = 100


@dataclass(frozen=True, slots=True)
class ConsultRow:
    """One question for an opinion, as a line of a list."""

    number: str
    url: str
    title: str
    asker: str
    asked: str
    due: datetime | None
    overdue: bool


def teams_of_the_desk() -> QuerySet[Unit]:
    """The teams that handle cases, by name."""
    return Unit.objects.filter(queues__isnull=False).distinct().order_by("slug")


def open_questions(person: Person) -> QuerySet[Consult]:
    """The questions that wait and concern this person, the first one due on top."""
    rows = Consult.objects.visible_to(person).filter(task__done_at=None)
    related = ("task__case__requester", "task__person__party", "task__unit", "asker__party")
    hidden = ("task__case__answers", "task__case__sealed")
    return rows.select_related(*related).defer(*hidden).order_by("task__due_at", "pk")


def asked_of(person: Person, unit_ids: Iterable[int]) -> list[Consult]:
    """What colleagues ask this person, or a team of theirs."""
    mine = Q(task__person=person) | Q(task__unit__in=tuple(unit_ids))
    parties = Q(task__case__requester=person.pk) | Q(task__case__subject=person.pk)
    return list(open_questions(person).filter(mine).exclude(parties)[:MOST])


def asked_by(person: Person) -> list[Consult]:
    """What this person asked colleagues and still waits for."""
    return list(open_questions(person).filter(asker=person)[:MOST])


def who_of(task: Task, language: str) -> str:
    """Who was asked: a colleague or a team."""
    if task.unit is not None:
        return said_in(task.unit.name, language)
    return task.person.party.name if task.person else ""


def row_of(one: Consult, by: Acting, *, answering: bool) -> ConsultRow:
    """A question as a line; who was asked comes straight to the field for the answer."""
    task, case = one.task, one.task.case
    place = reverse("cases:case", args=[case.number])
    return ConsultRow(
        number=case.number,
        url=f"{place}?doe=adviseren#schrijf" if answering else place,
        title=said_in(case.title, by.language),
        asker=one.asker.party.name,
        asked=who_of(task, by.language),
        due=task.due_at,
        overdue=task.due_at is not None and task.due_at < by.at,
    )
