"""The cases of a person, open or closed, newest first: from two indexes, one page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from loket.cases.models import Case
from loket.cases.models.case import CaseQuerySet
from loket.people.models import Person

PAGE = 20
SHOWN = (
    "number",
    "title",
    "status",
    "waits_on",
    "waits_until",
    "due_at",
    "last_public_at",
    "created_at",
    "closed_at",
    "requester__name",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the next one begins behind this case."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.pk}"


def read_place(text: str) -> Place | None:
    """The place that an address names; a broken one is the beginning."""
    moment, _sep, pk = text.partition("~")
    try:
        place = Place(datetime.fromisoformat(moment), int(pk))
    except ValueError:
        return None
    return place if place.at.tzinfo else None


def my_cases(
    person: Person, *, closed: bool, after: Place | None = None, size: int = PAGE
) -> tuple[list[Case], Place | None]:
    """A page of the cases that this person asked for, or that are about them."""
    asked = page_of(Case.objects.filter(requester=person.pk), person, closed, after, size)
    about = Case.objects.filter(subject=person.pk).exclude(requester=person.pk)
    both = asked.union(page_of(about, person, closed, after, size), all=True)
    cases = list(both.order_by("-last_public_at", "-pk")[: size + 1])
    last = cases[size - 1] if len(cases) > size else None
    return cases[:size], Place(last.last_public_at, last.pk) if last else None


def page_of(
    scope: CaseQuerySet, person: Person, closed: bool, after: Place | None, size: int
) -> CaseQuerySet:
    """One page of one scope, straight from its index."""
    cases = scope.filter(closed_at__isnull=not closed).visible_to(person)
    if after is not None:
        cases = cases.filter(
            Q(last_public_at__lt=after.at) | Q(last_public_at=after.at, pk__lt=after.pk),
            last_public_at__lte=after.at,
        )
    cases = cases.select_related("requester").only(*SHOWN)
    return cases.order_by("-last_public_at", "-pk")[: size + 1]
