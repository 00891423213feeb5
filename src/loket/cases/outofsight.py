"""News of cases that somebody may not see any more: it is told to nobody later."""

from collections.abc import Iterable

from loket.cases.models import Case
from loket.core.events import Told
from loket.core.models import Event
from loket.people.models import Person

FAREWELLS = frozenset({"work_consult_withdrawn", "work_moved_away", "question_dropped"})
"""What tells somebody that a case, or a question in it, is theirs no longer."""


def out_of_sight(news: Iterable[Told]) -> set[int]:
    """Those of this news that are about cases which their person may not see."""
    rows = [one for one in news if one[3] not in FAREWELLS]
    events = Event.objects.filter(
        pk__in={event for _pk, _person, event, _kind in rows},
        about_kind=Case._meta.label_lower,
    )
    about = dict(events.values_list("pk", "about_id"))
    wanted: dict[int, set[int]] = {}
    for _pk, person, event, _kind in rows:
        if event in about:
            wanted.setdefault(person, set()).add(about[event])
    seen = {
        person: set(
            Case.objects.visible_to(Person(pk=person))
            .filter(pk__in=cases)
            .values_list("pk", flat=True)
        )
        for person, cases in wanted.items()
    }
    return {
        pk
        for pk, person, event, _kind in rows
        if event in about and about[event] not in seen[person]
    }
