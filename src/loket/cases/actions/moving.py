"""Move a case to the queue that its new answers ask for."""

from dataclasses import replace

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.models import Case
from loket.catalogue.rules.state import State
from loket.core.acting import Acting
from loket.people.access import rights_of
from loket.people.models import Person
from loket.routing.models import Queue


def other_queue(case: Case, before: State, now: State) -> int | None:
    """The queue that the new answers say, when that is another than the old ones said.

    Where the answers say the same as before, a case stays where somebody put it.
    """
    if now.queue == before.queue:
        return None
    said = Queue.objects.filter(slug=now.queue).exclude(pk=case.queue_id)
    return said.values_list("pk", flat=True).first()


def follow_answers(done: Done, given: Given, *, by: Acting) -> Done:
    """Let a case go to the queue of its new answers, as a consequence of what somebody did."""
    if given.queue is None or done.repeated:
        return done
    return move(done.case, "reroute", given.queue, by=by.as_system(), given=Given())


def move(case: Case, action: str, queue_id: int, *, by: Acting, given: Given) -> Done:
    """Put a case in another queue; whoever handles it keeps it if they handle that queue too."""
    team = Queue.objects.values_list("team_id", flat=True).get(pk=queue_id)
    holder = case.assignee_id
    keeps = holder is not None and rights_of(Person(pk=holder), by.today).has("handler", team)
    given = replace(given, queue=queue_id, colleague=holder if keeps else None)
    return carry_out(
        case.pk, action, by=by, given=given, queue=queue_id, left=case.queue_id, former=holder
    )
