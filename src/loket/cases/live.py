"""What an open page may hear: of the case it shows, the queues it lists, and what waits for its reader.

The predicates are those of the pages: `visible_to` and what stands behind it. The law of a stream
is asked when it opens and every few seconds after, for many streams at once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from loket.cases.models import Case
from loket.core.clock import now
from loket.core.live.hearing import Ear, Ears, Standing, Watch
from loket.core.models import Event
from loket.core.prepared import prepared
from loket.core.presence import note_presence, who_is_here
from loket.people.models import Membership, Person
from loket.people.staying import still_signed_in
from loket.routing.models import Queue

KIND = "cases.case"
PUBLIC = frozenset({str(Event.Visibility.PUBLIC)})
INSIDE = PUBLIC | {str(Event.Visibility.INTERNAL)}


class Place(StrEnum):
    """What kind of page listens."""

    DESK_CASE = "werk"
    OWN_CASE = "zaak"
    LIST = "lijst"
    ELSEWHERE = ""


CASE, LIST, FIGURES = "zaak", "lijst", "tellers"
"""What a stream says: the case changed, a list changed, the figures of its reader changed."""


def law(watches: Sequence[Watch]) -> Sequence[Standing | None]:
    """How each of these pages of one organisation stands now; None when it may not go on.

    Whoever handles a case and may go on is noted as being there.
    """
    at = now()
    organisation_id = watches[0].organisation_id
    signed_in = still_signed_in((one.session for one in watches), organisation_id, at)
    units: dict[int, list[int]] = {}
    people = {one.person_id for one in watches}
    for person, unit in Membership.objects.filter(person__in=people).values_list("person", "unit"):
        units.setdefault(person, []).append(unit)
    heard = [
        ears_of(one.person_id, one.place, one.thing, units.get(one.person_id, ()))
        if signed_in.get(one.session) == one.person_id
        else None
        for one in watches
    ]
    there = [one for one, ears in zip(watches, heard, strict=True) if ears is not None]
    company = company_of(((one.person_id, one.place, one.thing) for one in there), at)
    return [
        None if ears is None else Standing(ears, company.get((one.person_id, one.thing), ""))
        for one, ears in zip(watches, heard, strict=True)
    ]


def company_of(looking: Iterable[tuple[int, str, int]], at: datetime) -> dict[tuple[int, int], str]:
    """Note who looks at cases at the desk, and give each a sign of the others, where there are any."""
    pairs = {(person, case) for person, place, case in looking if place == Place.DESK_CASE}
    note_presence(((topic_of(case), person) for person, case in pairs), at=at)
    here = who_is_here([topic_of(case) for _, case in pairs], at=at) if pairs else {}
    return {
        (person, case): ",".join(
            f"{one.person_id}{'w' if one.writing else ''}"
            for one in here.get(topic_of(case), ())
            if one.person_id != person
        )
        for person, case in pairs
    }


def topic_of(case_id: int) -> str:
    """The topic of a case."""
    return f"{KIND}:{case_id}"


def ears_of(person_id: int, place: str, thing: int, units: Iterable[int]) -> Ears | None:
    """What this person hears at a place; None when they have nothing to look for there.

    `thing` is the case, or the queue of a list (0: all of them).
    """
    own = {Ear(f"{kind}:{person_id}", FIGURES, PUBLIC) for kind in ("party", "person")}
    own |= {Ear(f"unit:{unit}", FIGURES, PUBLIC) for unit in units}
    own.add(Ear(f"handler:{person_id}", FIGURES, INSIDE))
    match place:
        case Place.DESK_CASE:
            found = {Ear(f"{KIND}:{pk}", CASE, INSIDE) for pk in still_handled(person_id, thing)}
        case Place.OWN_CASE:
            found = {Ear(f"{KIND}:{pk}", CASE, PUBLIC) for pk in still_concerning(person_id, thing)}
        case Place.LIST:
            found = list_ears(person_id, thing)
        case _:
            return frozenset(own)
    return frozenset(own | found) if found else None


def list_ears(person_id: int, thing: int) -> set[Ear]:
    """What a list of queues hears; never of requests of or about its reader."""
    queues = [pk for pk in queues_of(person_id) if thing in (0, pk)]
    own = f"party:{person_id}"
    return {
        ear
        for pk in queues
        for ear in (
            Ear(f"queue:{pk}", LIST, INSIDE, unless=own, names=True),
            Ear(f"queue:{pk}", FIGURES, INSIDE, unless=own),
        )
    }


@prepared
def still_handled(person_id: int, case_id: int) -> QuerySet[Case, int]:
    """The case, while this person handles it."""
    person = Person(pk=person_id)
    cases = Case.objects.visible_to(person).open_at_desk_to(person).filter(pk=case_id)
    return cases.values_list("pk", flat=True)


@prepared
def still_concerning(person_id: int, case_id: int) -> QuerySet[Case, int]:
    """The case, while it concerns this person."""
    person = Person(pk=person_id)
    cases = Case.objects.visible_to(person).concerning(person).filter(pk=case_id)
    return cases.values_list("pk", flat=True)


@prepared
def queues_of(person_id: int) -> QuerySet[Queue, int]:
    """The queues of this person."""
    return Queue.objects.worked_by(Person(pk=person_id)).values_list("pk", flat=True)
