"""The table of transitions, beside the road: who plans the work, and what comes first."""

from loket.cases.rules.statuses import ASIDE, LIVE, Status
from loket.cases.rules.vocabulary import Condition, Go, Need, Role, Tell, Transition

_LIVE = tuple(status for status in Status if status in LIVE)
_TAKEN = tuple(status for status in _LIVE if status is not Status.OPEN)
_STAFF = (Role.HANDLER, Role.ASSIGNEE, Role.LEAD)
_IN_CHARGE = (Role.ASSIGNEE, Role.LEAD)

PLANNING = (
    Transition(
        action="set_priority",
        sources=_LIVE,
        target=Go.STAY,
        who=_STAFF,
        event="case.prioritised",
        needs=(Need.PRIORITY,),
        staff_only=True,
    ),
    Transition(
        action="put_off",
        sources=_TAKEN,
        target=Go.STAY,
        who=_IN_CHARGE,
        event="case.put_off",
        needs=(Need.DATE,),
        staff_only=True,
    ),
    Transition(
        action="bring_back",
        sources=_TAKEN,
        target=Go.STAY,
        who=_IN_CHARGE,
        event="case.brought_back",
        staff_only=True,
    ),
    Transition(
        action="take_back",
        sources=(Status.ASSIGNED, *ASIDE),
        target=Go.QUEUE,
        who=_STAFF,
        event="case.released",
        requires=(Condition.GIVEN_BY_ME,),
    ),
    Transition(
        action="hand_back",
        sources=_TAKEN,
        target=Go.STAY,
        who=_STAFF,
        event="case.assigned",
        needs=(Need.COLLEAGUE,),
        requires=(Condition.GIVEN_BY_ME,),
        tells=(Tell.ASSIGNEE,),
    ),
)
