"""The changes that wait for a decision, and what taking them over would do."""

from collections.abc import Sequence
from typing import Any

from loket.cases.changes import Sides, change_views, open_changes, sides_of
from loket.cases.models import Case, Change
from loket.cases.reading import Reading
from loket.catalogue.rules.evaluate import evaluate
from loket.catalogue.standing import context_for
from loket.core.page import said_in
from loket.people.middleware import PersonRequest
from loket.people.models import RoleGrant
from loket.routing.models import Queue

CLEARED = RoleGrant.Role.MEDICAL_CLEARANCE


def is_cleared(request: PersonRequest, case: Case) -> bool:
    """Whether this handler may see special categories of data in this queue."""
    return request.rights.has(CLEARED, case.queue.team_id)


def changes_of(
    request: PersonRequest, reading: Reading, chosen: Sequence[Change] | None
) -> dict[str, Any]:
    """The changes that wait for a decision, if there are any; `chosen` when one was refused."""
    made = open_changes(reading.case) if "decide_changes" in reading.possible else None
    if made is None:
        return {}
    sides = sides_of(made, request.acting, cleared=is_cleared(request, reading.case))
    views = change_views(made.changes.all() if chosen is None else chosen, sides)
    decidable = not any(one.hidden for one in views)
    leads_to = leading_to(sides, reading.case) if decidable else ""
    return {"changes": views, "may_decide_changes": decidable, "changes_lead_to": leads_to}


def leading_to(sides: Sides, case: Case) -> str:
    """The queue to which the case goes when all is taken over; nothing where it stays."""
    if not sides.spec.case.routes:
        return ""
    before, after = (
        evaluate(sides.spec, one, (), context_for(sides.spec, one, sides.sources, sides.by)).queue
        for one in (sides.before, sides.after)
    )
    if before == after:
        return ""
    queue = Queue.objects.filter(slug=after).exclude(pk=case.queue_id).first()
    return said_in(queue.texts["name"], sides.by.language) if queue else ""
