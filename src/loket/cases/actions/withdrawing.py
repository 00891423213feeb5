"""Take a request back: at once before the work began, after that by asking the handler."""

from dataclasses import replace

from loket.cases.actions.carry import Done, carry_out
from loket.cases.actions.given import Given
from loket.cases.models import Case, Task
from loket.core.acting import Acting


def withdraw_case(case: Case, *, by: Acting, given: Given) -> Done:
    """Take the request back: the case is closed."""
    return carry_out(case.pk, "withdraw", by=by, given=given)


def ask_withdrawal(case: Case, *, by: Acting, given: Given) -> Done:
    """Ask the handler to take the request back, for the work began."""
    return carry_out(case.pk, "ask_withdrawal", by=by, given=given)


def confirm_withdrawal(case: Case, *, by: Acting, given: Given) -> Done:
    """Let the request be taken back, as was asked: the case is closed."""
    return carry_out(case.pk, "confirm_withdrawal", by=by, given=given)


def decline_withdrawal(case: Case, *, by: Acting, given: Given) -> Done:
    """Go on with the case although it was asked back, and say why."""
    asked = Task.objects.open().filter(case=case, kind=Task.Kind.CONFIRM_WITHDRAW)
    answered = replace(given, task=asked.values_list("pk", flat=True).first())
    return carry_out(case.pk, "decline_withdrawal", by=by, given=answered)
