"""Move a case to another queue: that its new answers ask for, or that a handler chooses."""

from dataclasses import replace

from django.db import transaction

from loket.cases.actions.carry import Done, carry_out, idem_of
from loket.cases.actions.given import Given
from loket.cases.actions.notes import forget_note, keep_note
from loket.cases.models import Case
from loket.cases.problems import forbidden
from loket.catalogue.rules.state import State
from loket.contacts.actions.drafts import drop_sent_draft
from loket.core.acting import Acting
from loket.core.events import Code, recorded_once
from loket.people.access import rights_of
from loket.people.models import Person
from loket.routing.models import Queue

BY_HAND = ("move", "move_on")
"""As the law calls it before somebody takes the case, and after."""
REASON = "move"
"""The half-written text of why a case goes to another queue."""


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


@transaction.atomic
def move_case(case: Case, queue: Queue, *, by: Acting, given: Given) -> Done:
    """Put a case in the queue of another team, with a reason that colleagues read."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not given.text.strip():
        raise forbidden("missing_reason")
    keys = [idem_of(case.pk, one, given.key) for one in BY_HAND if given.key]
    before_it = recorded_once(*keys)
    if before_it is None and queue.pk == case.queue_id:
        raise forbidden("missing_queue")
    now = BY_HAND[0] if case.assignee_id is None else BY_HAND[1]
    action = str(before_it.data["action"]) if before_it else now
    reason = keep_note(case, given.text, by=by)
    done = move(case, action, queue.pk, by=by, given=given, note=reason)
    if done.repeated:
        forget_note(reason)
        return done
    drop_sent_draft(case, REASON, given.text, by=by, known=given.kept)
    return done


def move(case: Case, action: str, queue_id: int, *, by: Acting, given: Given, **more: Code) -> Done:
    """Put a case in another queue; whoever handles it keeps it if they handle that queue too."""
    team = Queue.objects.values_list("team_id", flat=True).get(pk=queue_id)
    holder = case.assignee_id
    keeps = holder is not None and rights_of(Person(pk=holder), by.today).has("handler", team)
    given = replace(given, queue=queue_id, colleague=holder if keeps else None)
    left = case.queue_id
    where: dict[str, Code] = {"queue": queue_id, "left": left, "former": holder, **more}
    return carry_out(case.pk, action, by=by, given=given, **where)
