"""Cases that look like the same request: same form, same person, days that overlap.

Where no days are known, both must run still and be asked shortly after each other: the form for a
general question, of which somebody has many, is left out.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from loket.cases.actions.again import QUESTION_FORM
from loket.cases.links import Around, Row, Seen, Sight, other_of
from loket.cases.models import Case
from loket.cases.models.case import CaseQuerySet
from loket.cases.rules.statuses import NOT_GRANTED
from loket.catalogue.rules.period import days_of
from loket.catalogue.rules.submitted import submitted_answers
from loket.catalogue.standing import Standing, subject_of
from loket.core.models import Organisation
from loket.core.page import said_in
from loket.core.prepared import prepared
from loket.people.models import Person

MOST = 10
"""So many are looked at, so that those that are known leave room for those that are not."""
SHORTLY = timedelta(days=14)
"""So long after each other the same request without days is asked twice, rather than anew."""


@dataclass(frozen=True, slots=True)
class Double:
    """A case that may be the same request."""

    number: str
    title: str
    url: str


def mine(person_id: int) -> CaseQuerySet:
    """The cases that concern somebody."""
    person = Person(pk=person_id)
    return Case.objects.visible_to(person).concerning(person)


def handled(person_id: int) -> CaseQuerySet:
    """The cases that somebody handles."""
    person = Person(pk=person_id)
    return Case.objects.visible_to(person).handled_by(person)


@prepared
def overlapping_mine(
    person_id: int, subject_id: int, form_id: int, first: date, last: date
) -> QuerySet[Case, Row]:
    """Cases that concern somebody, about this person, of this form, about some of these days."""
    return overlapping(mine(person_id), subject_id, form_id, first, last)


@prepared
def overlapping_handled(
    person_id: int, subject_id: int, form_id: int, first: date, last: date
) -> QuerySet[Case, Row]:
    """The same among the cases that somebody handles."""
    return overlapping(handled(person_id), subject_id, form_id, first, last)


def overlapping(
    cases: CaseQuerySet, subject_id: int, form_id: int, first: date, last: date
) -> QuerySet[Case, Row]:
    """Found by the index of the person; what was refused or taken back does not count."""
    found = cases.filter(subject=subject_id, version__form=form_id, starts_on__lte=last)
    found = found.filter(Q(ends_on=None) | Q(ends_on__gte=first))
    return newest(found.exclude(status__in=NOT_GRANTED))


@prepared
def shortly_before_mine(
    person_id: int, subject_id: int, form_id: int, first: datetime, last: datetime
) -> QuerySet[Case, Row]:
    """Cases without days that concern somebody, about this person, of this form, asked between."""
    return running(mine(person_id), subject_id, form_id, first, last)


@prepared
def shortly_before_handled(
    person_id: int, subject_id: int, form_id: int, first: datetime, last: datetime
) -> QuerySet[Case, Row]:
    """The same among the cases that somebody handles."""
    return running(handled(person_id), subject_id, form_id, first, last)


def running(
    cases: CaseQuerySet, subject_id: int, form_id: int, first: datetime, last: datetime
) -> QuerySet[Case, Row]:
    """Found by the index of the person: nothing was said in a case before it was asked."""
    found = cases.open().filter(subject=subject_id, version__form=form_id, starts_on=None)
    return newest(found.filter(last_public_at__gte=first, created_at__range=(first, last)))


def newest(cases: CaseQuerySet) -> QuerySet[Case, Row]:
    """Those in which something was said last."""
    rows = cases.order_by("-last_public_at", "-pk").values_list("pk", "number", "title", "status")
    return rows[:MOST]


def doubles_of_draft(
    standing: Standing, sight: Sight, language: str, at: datetime
) -> tuple[Double, ...]:
    """What somebody may have asked already, of what they are about to hand in."""
    days = days_of(standing.spec, submitted_answers(standing.state))
    draft = standing.draft
    about = (sight.viewer_id, subject_of(draft), draft.version.form_id)
    if days is None:
        rows = shortly_before_mine(*about, at - SHORTLY, at)
    else:
        rows = overlapping_mine(*about, days.first, days.last or date.max)
    return tuple(view(Seen(*row), sight, language) for row in rows)


def doubles_of_case(near: Around, language: str) -> tuple[Double, ...]:
    """Other cases that look like this one; those that are linked to it are known already."""
    case = near.case
    if case.closed_at is not None:
        return ()
    about = (near.sight.viewer_id, case.subject_id, case.version.form_id)
    if case.starts_on is None:
        rows = shortly_before_handled(*about, case.created_at - SHORTLY, case.created_at + SHORTLY)
    else:
        rows = overlapping_handled(*about, case.starts_on, case.ends_on or date.max)
    known = {case.pk, *(other_of(link, case) for link in near.links)}
    others = [Seen(*row) for row in rows if row[0] not in known]
    return tuple(view(one, near.sight, language) for one in others)


def asked_often(form_key: str, organisation: Organisation) -> bool:
    """Whether this is the form for a general question: a second one is another question."""
    return bool(form_key == organisation.settings.get(QUESTION_FORM))


def view(seen: Seen, sight: Sight, language: str) -> Double:
    """A case with its address."""
    return Double(seen.number, said_in(seen.title, language), sight.url(seen))
