"""What the clocks do to a case: late, reminded, closed by itself."""

from loket.cases.actions.carry import carry_out
from loket.cases.actions.given import Given
from loket.cases.models import Case, Task
from loket.cases.rules.vocabulary import TASK_REMINDER, Metric
from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.models import Event

ACTIONS = {
    Metric.TERM: "mark_late",
    Metric.ACCEPTANCE_REMINDER: "remind_acceptance",
    Metric.ACCEPTANCE_CLOSING: "auto_close",
}


def clock_struck(event: Event, *, by: Acting) -> None:
    """Do what is due, once; a case or a task that moved on in the meantime is left alone."""
    key, about_id = f"clock-{event.pk}", int(event.data["about_id"])
    try:
        if event.data["about_kind"] == Case._meta.label_lower:
            action = ACTIONS[Metric(event.data["metric"])]
            carry_out(about_id, action, by=by, given=Given(key=key))
        elif event.data["metric"] == TASK_REMINDER:
            task = Task.objects.get(pk=about_id)
            carry_out(task.case_id, "remind", by=by, given=Given(key=key, task=task.pk))
    except RuleError:
        return
