"""What people do with their own case: answer, write, correct, accept or refuse."""

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.models import Case
from loket.core.acting import Acting


def answer_question(case: Case, *, by: Acting, given: Given) -> Done:
    """Answer the question of a task; the case goes on when nothing else is asked."""
    return carry_out(case.pk, "answer", by=by, given=given)


def write_to_case(case: Case, *, by: Acting, given: Given) -> Done:
    """Write to whoever handles the case."""
    return carry_out(case.pk, "write", by=by, given=given)


def read_messages(case: Case, task: int, *, by: Acting) -> Done:
    """Open the case, which ends the task to read a message."""
    return carry_out(case.pk, "read_message", by=by, given=Given(task=task))


def accept_solution(case: Case, *, by: Acting, given: Given) -> Done:
    """Say yes: the case is closed."""
    return carry_out(case.pk, "accept", by=by, given=given)


def undo_acceptance(case: Case, *, by: Acting, given: Given) -> Done:
    """Take a yes back, as long as nobody was told of it."""
    return carry_out(case.pk, "undo_accept", by=by, given=given)


def refuse_solution(case: Case, *, by: Acting, given: Given) -> Done:
    """Say no, with the reason: back to the same handler."""
    return carry_out(case.pk, "refuse", by=by, given=given)


def approve(case: Case, *, by: Acting, given: Given) -> Done:
    """Agree with somebody else's request."""
    return carry_out(case.pk, "approve", by=by, given=given)


def refuse_approval(case: Case, *, by: Acting, given: Given) -> Done:
    """Refuse to agree, with the reason: the case goes back, or ends where the form says so."""
    spec = case.version.spec.get("approvals", [])
    ends = any(approval.get("on_refuse") == "close" for approval in spec)
    action = "refuse_approval_for_good" if ends else "refuse_approval"
    return carry_out(case.pk, action, by=by, given=given)
