"""The status model as a table: what can happen to a case, by whom, and what follows from it.

The handler and the acceptance move the status. Who must act now is not a status: it follows from
the open tasks. `docs/status-model.md` shows this table; a test holds both together.
"""

from collections.abc import Collection

from loket.cases.rules.endings import ACCEPTING, APPROVALS, ENDINGS
from loket.cases.rules.handling import ABSENCES, CHANGES, DOCUMENTS, INTAKE, OPINIONS, QUESTIONS
from loket.cases.rules.planning import PLANNING
from loket.cases.rules.statuses import CLOSED
from loket.cases.rules.vocabulary import Transition

TABLE: dict[str, Transition] = {
    transition.action: transition
    for transition in (
        *INTAKE,
        *PLANNING,
        *QUESTIONS,
        *OPINIONS,
        *ABSENCES,
        *CHANGES,
        *DOCUMENTS,
        *APPROVALS,
        *ACCEPTING,
        *ENDINGS,
    )
}


def may(action: str, status: str, roles: Collection[str]) -> bool:
    """Say whether somebody with these roles may do this in this status.

    What else must be true of the case (no open approval, in time) is asked by `flow.refusal`.
    """
    return reason_against(action, status, roles) is None


def reason_against(action: str, status: str, roles: Collection[str]) -> str | None:
    """Return the code of what stands in the way: `closed`, `wrong_status` or `not_your_role`."""
    transition = TABLE[action]
    if status not in transition.sources:
        return "closed" if status in CLOSED else "wrong_status"
    if not set(roles).intersection(transition.who):
        return "not_your_role"
    return None
