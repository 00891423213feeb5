"""Several cases of one person: which ones a handler sees, and a few of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse

from loket.cases.actions.situation import Hats
from loket.cases.answers import chapters_of_case
from loket.cases.labels import handler_word, status_badge, waits_on_words
from loket.cases.links import Around, at_desk
from loket.cases.models import Case
from loket.cases.models.case import CaseQuerySet
from loket.cases.parts import entry_views
from loket.cases.reading import handled_cases, read_case
from loket.cases.timeline_staff import for_staff
from loket.catalogue.chapters import Chapter
from loket.core.page import said_in
from loket.core.partview import BadgeView, EntryView
from loket.core.prepared import prepared
from loket.people.middleware import PersonRequest
from loket.people.models import Person, RoleGrant

FEWEST, MOST = 2, 4
"""So many cases stand side by side."""
LISTED = 50
ENTRIES = 6
"""So much of each talk stands in a column."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the person in the list to choose from."""

    number: str
    title: str
    url: str
    badge: BadgeView
    due: datetime
    open: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One case beside the others."""

    case: Case
    title: str
    url: str
    badge: BadgeView
    queue: str
    waits: tuple[str, ...]
    entries: tuple[EntryView, ...]
    chapters: tuple[Chapter, ...]
    sealed: bool


@prepared
def cases_of_person(party_id: int, person_id: int) -> QuerySet[Case]:
    """The cases of and about somebody that this handler works on, the newest first."""
    asked = page_of(Case.objects.filter(requester=party_id), person_id)
    about = page_of(Case.objects.filter(subject=party_id).exclude(requester=party_id), person_id)
    return asked.union(about, all=True).order_by("-last_public_at", "-pk")[:LISTED]


def page_of(scope: CaseQuerySet, person_id: int) -> CaseQuerySet:
    """The newest of one scope, straight from its index."""
    person = Person(pk=person_id)
    shown = scope.visible_to(person).handled_by(person).select_related("queue")
    return shown.defer("answers", "sealed").order_by("-last_public_at", "-pk")[:LISTED]


def lines_of(case: Case, request: PersonRequest) -> list[CaseLine]:
    """The cases of whom this case is about, this one chosen; those that are open first."""
    language = request.acting.language
    found = cases_of_person(case.subject_id, request.person.pk)
    lines = [
        CaseLine(
            one.number,
            said_in(one.title, language),
            reverse("cases:case", args=[one.number]),
            status_badge(one, request.organisation, language),
            one.due_at,
            one.closed_at is None,
            one.pk == case.pk,
        )
        for one in found
    ]
    return sorted(lines, key=lambda line: not line.open)


def of_one_person(cases: Sequence[Case]) -> bool:
    """Whether somebody is a party to all of these."""
    parties = [{case.requester_id, case.subject_id} for case in cases]
    return bool(parties and set.intersection(*parties))


def find_all(numbers: Sequence[str], person: Person) -> list[Case]:
    """The cases with these numbers that this person handles, in the order of the numbers."""
    found = (handled_cases(person.pk, number) for number in islice(numbers, MOST))
    return [cases[0] for cases in found if cases]


def column_of(case: Case, request: PersonRequest) -> Column:
    """A case as a column: where it stands, the last of its talk, and what was asked."""
    by, language = request.acting, request.acting.language
    cleared = request.rights.has(RoleGrant.Role.MEDICAL_CLEARANCE, case.queue.team_id)
    reading = read_case(case, by=by, hats=Hats(request.rights, request.units))
    alone = Around(case, at_desk(request.person))
    timeline = for_staff(alone, reading.spec, language, cleared=cleared)
    word = handler_word(request.organisation, language)
    return Column(
        case=case,
        title=said_in(case.title, language),
        url=reverse("cases:case", args=[case.number]),
        badge=status_badge(case, request.organisation, language),
        queue=said_in(case.queue.texts["name"], language),
        waits=waits_on_words(case, by, own=False),
        entries=tuple(entry_views(timeline, case, "cases:file", handler=word)[:ENTRIES]),
        chapters=chapters_of_case(case, reading.spec, by=by, cleared=cleared),
        sealed=bool(case.sealed) and not cleared,
    )
